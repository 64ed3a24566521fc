"""The guide: eight areas and four questions, with the topics that decide who sees the answers (domain.md § 2)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from pop.conversations.models import LifeArea, ToArrange

QUESTIONS = ("earlier", "now", "helped", "more_help")


@dataclass(frozen=True)
class Row:
    """One area of the guide. The first topic is the usual one; with several, whoever writes chooses."""

    area: LifeArea
    topics: tuple[int, ...]
    hint: Any = ""
    need: Any = ""

    @property
    def key(self) -> str:
        return str(self.area.value)


GUIDE = (
    Row(LifeArea.PHYSICAL_HEALTH, (6,), _("For eksempel smerter, tenner, medisiner, lege"), _("Hjelp med fysisk helse")),
    Row(LifeArea.MENTAL_HEALTH, (7,), _("For eksempel søvn, uro, psykolog"), _("Hjelp med psykisk helse")),
    Row(LifeArea.SUBSTANCES, (9, 8, 11), _("For eksempel rusmidler, LAR, behandling"), _("Hjelp med rus")),
    Row(LifeArea.HOUSING, (1,), _("For eksempel hvor du bodde før, og hvor du kan bo etterpå"), _("Hjelp med bolig")),
    Row(LifeArea.FINANCES, (2,), _("For eksempel inntekt, gjeld, bank"), _("Hjelp med økonomi")),
    Row(LifeArea.FAMILY, (4,), _("For eksempel barn, partner, foreldre"), _("Hjelp med kontakt med familien")),
    Row(
        LifeArea.LEGAL,
        (5,),
        _("For eksempel samvær, førerkort, oppholdstillatelse, erstatning. Ikke saken du er dømt eller siktet for."),
        _("Hjelp med juridiske spørsmål"),
    ),
    Row(LifeArea.WORK, (3,), _("For eksempel jobb, skole, kurs"), _("Hjelp med jobb eller utdanning")),
)  # fmt: skip
BY_AREA = {row.key: row for row in GUIDE}

TOPIC_TO_ARRANGE = {
    ToArrange.MONEY: 2,
    ToArrange.DEBT: 2,
    ToArrange.HOUSING: 1,
    ToArrange.WORK: 3,
    ToArrange.MEDICINE: 6,
    ToArrange.CHILDREN: 4,
    ToArrange.PETS: 4,
}
"""Which area a thing to arrange belongs to."""
BRIK_TOPICS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 10, 14)
"""The areas of BRIK-forskriften § 6 that the plan has; criminal history is none (rule A17)."""
