"""Now against the baseline: how large the difference is, and how sure."""

from dataclasses import dataclass
from math import sqrt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pop.benefits.indicators import Indicator
from pop.benefits.models import Figure

SHARE, DAYS = "share", "days"


def shown(value: float, kind: str) -> str:
    """A figure with its unit, as it is read."""
    if kind == SHARE:
        return _("%(n)s %%") % {"n": round(100 * value)}
    if kind == DAYS:
        return ngettext("%(n)s dag", "%(n)s dager", round(value)) % {"n": round(value)}
    return f"{value:.1f}".replace(".", ",")


def percent(value: float | None) -> str:
    """Where a share stands on a scale from 0 to 100, as an attribute of a drawing."""
    return f"{100 * min(1.0, max(0.0, value or 0.0)):.1f}"


@dataclass(frozen=True)
class Row:
    """An indicator at one place: at the baseline and now. Either is None where it is hidden, or was not counted."""

    indicator: Indicator
    before: Figure | None
    now: Figure | None

    @property
    def change(self) -> tuple[float, float, float] | None:
        """Now minus before, with the ends of its 95 % interval, from the two intervals (Newcombe 1998; MOVER, Zou and Donner 2008)."""
        if self.before is None or self.now is None:
            return None
        ends = (self.before.low, self.before.high, self.now.low, self.now.high)
        if any(end is None for end in ends):
            return None
        low_1, high_1, low_2, high_2 = (end or 0.0 for end in ends)
        one, two = self.before.value, self.now.value
        found = two - one
        return (
            found,
            found - sqrt((two - low_2) ** 2 + (high_1 - one) ** 2),
            found + sqrt((high_2 - two) ** 2 + (one - low_1) ** 2),
        )

    @property
    def sure(self) -> bool:
        """Whether the interval leaves out nought: otherwise there are too few to say."""
        found = self.change
        return found is not None and (found[1] > 0 or found[2] < 0)

    @property
    def better(self) -> bool | None:
        """Whether it moved as the goal wants; None where it is not sure, and for what is only context (rule D1)."""
        if not self.sure or self.indicator.direction == "context" or self.change is None:
            return None
        return (self.change[0] > 0) == (self.indicator.direction == "up")

    @property
    def word(self) -> str:
        """What happened, in words: a colour never says it."""
        if self.change is None:
            return ""
        if not self.sure:
            return _("For få til å si sikkert")
        if self.better is None:
            return _("Høyere") if self.change[0] > 0 else _("Lavere")
        if self.change[0] > 0:
            return _("Høyere, som ønsket") if self.better else _("Høyere, ikke som ønsket")
        return _("Lavere, som ønsket") if self.better else _("Lavere, ikke som ønsket")

    @property
    def moved(self) -> str:
        """The change with its interval: percentage points, days or a number."""
        if self.change is None:
            return ""
        factor, places = (
            (100, 0) if self.indicator.kind == SHARE else (1, 0 if self.indicator.kind == DAYS else 1)
        )
        middle, low, high = (signed(factor * end, places) for end in self.change)
        return _("%(change)s (%(low)s til %(high)s)") % {"change": middle, "low": low, "high": high}

    @property
    def is_share(self) -> bool:
        return self.indicator.kind == SHARE

    @property
    def was(self) -> str:
        return shown(self.before.value, self.indicator.kind) if self.before else ""

    @property
    def is_now(self) -> str:
        return shown(self.now.value, self.indicator.kind) if self.now else ""

    @property
    def at(self) -> dict[str, str]:
        """Where its dots, line and whisker stand, in per cent of the width."""
        found = {}
        if self.before:
            found["before"] = percent(self.before.value)
        if self.now:
            found |= {
                "now": percent(self.now.value),
                "low": percent(self.now.low),
                "high": percent(self.now.high),
            }
        return found


def expected(value: float, kind: str) -> str:
    """A planned change with its unit; `kind` is empty where no indicator is chosen."""
    units = {SHARE: _("prosentpoeng"), DAYS: _("dager")}
    return f"{signed(value, 0 if value == round(value) else 1)} {units.get(kind, '')}".strip()


def signed(value: float, places: int) -> str:
    """With its sign and a comma; nought has none."""
    said = f"{abs(value):.{places}f}".replace(".", ",")
    if float(said.replace(",", ".")) == 0:
        return said
    return f"+{said}" if value > 0 else f"\N{MINUS SIGN}{said}"
