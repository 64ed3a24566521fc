"""The consent of the form: a draft that gives nothing, until a human has made areas and exclusions of it."""

from django.utils.translation import gettext as _

from pop.consents import actions as consents
from pop.consents.models import Consent
from pop.imports import texts
from pop.imports.draft import PLACES
from pop.imports.form import Consent as Written
from pop.imports.labels import RECIPIENTS
from pop.imports.storing.desk import Desk


def draft(desk: Desk) -> None:
    """The paper ticks kinds of agency and no areas, so nothing of it can be in force (rules A1, A3, A8)."""
    written = desk.form.consent
    if written is None:
        return
    consent = consents.draft(plan=desk.plan, drafted_by=desk.user, choices=())
    Consent.objects.filter(pk=consent.pk).update(remarks=remarks(desk, written))
    desk.counts["consents"] += 1


def remarks(desk: Desk, written: Written) -> str:
    """All that stood in the consent, in the form's own words. Never the identity number."""
    ticked = ", ".join(RECIPIENTS[key][0] for key in written.recipients)
    signed = " ".join(filter(None, (written.date.text, written.signature)))
    lines = [
        _("Fra skjemaet som ble lest inn. Det gir ingen noe: mottakere, temaer og unntak må velges på nytt."),
        labelled(_("Krysset av"), ticked),
        labelled(_("Andre"), written.other_text),
        labelled(_("Unntak"), written.exclusions),
        labelled(_("Navn"), written.name),
        labelled(_("Merknader"), written.remarks),
        labelled(_("Dato og underskrift"), signed or _("mangler")),
        *doubts(desk),
    ]
    return "\n".join(filter(None, lines))


def labelled(label: str, text: str) -> str:
    return f"{label}: {text}" if text else ""


def doubts(desk: Desk) -> list[str]:
    """What was doubtful about the paper when it was read in."""
    about = PLACES["consent"]
    return [
        f"{texts.place(doubt.where)}: {texts.why(doubt)}"
        for doubt in desk.form.doubts
        if doubt.where.split(", ")[0] == about
    ]
