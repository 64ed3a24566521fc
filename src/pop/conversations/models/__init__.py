"""What is said, mapped and arranged. Each kind of entry follows the one rule in access/rules.sql."""

from pop.conversations.models.mapping import (
    BrikConsent,
    BrikResult,
    LifeArea,
    MappingAnswer,
    MappingRound,
    RoundKind,
    Said,
)
from pop.conversations.models.situation import Economy, Preparation, PreparationState, ToArrange
from pop.conversations.models.talks import (
    NEEDS,
    Confidence,
    Conversation,
    ConversationKind,
    HiredFrom,
    InterpreterNeed,
    InterpreterWay,
    SaidWish,
    Sitting,
    WhyNotAsked,
)
from pop.plans.models import Entry

ENTRIES: tuple[type[Entry], ...] = (
    Conversation,
    InterpreterNeed,
    MappingAnswer,
    BrikResult,
    Economy,
    Preparation,
)
"""The kinds of entry of this package."""

__all__ = [
    "ENTRIES",
    "NEEDS",
    "BrikConsent",
    "BrikResult",
    "Confidence",
    "Conversation",
    "ConversationKind",
    "Economy",
    "Entry",
    "HiredFrom",
    "InterpreterNeed",
    "InterpreterWay",
    "LifeArea",
    "MappingAnswer",
    "MappingRound",
    "Preparation",
    "PreparationState",
    "RoundKind",
    "Said",
    "SaidWish",
    "Sitting",
    "ToArrange",
    "WhyNotAsked",
]
