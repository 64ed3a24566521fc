"""Who takes over: packages, receivers, codes, checklists and the farewell talk."""

from pop.handovers.models.handover import Handover, HandoverState
from pop.handovers.models.item import AnswerWay, CodeWay, HandoverCode, HandoverItem, ReceiverAnswer
from pop.handovers.models.leaving import ChecklistMark, FarewellTalk, MarkState

__all__ = [
    "ReceiverAnswer",
    "AnswerWay",
    "ChecklistMark",
    "CodeWay",
    "FarewellTalk",
    "Handover",
    "HandoverCode",
    "HandoverItem",
    "HandoverState",
    "MarkState",
]
