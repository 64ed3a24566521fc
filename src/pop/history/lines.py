"""Changes as sentences: «Behov lagt til», old and new; in the order in which they happened, newest first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from pop.changelog.models import Change
from pop.consents.models import ConsentItem
from pop.history import disagreed, moved
from pop.history.values import MODELS, Words, title
from pop.plans.models import Entry, Goal, Measure, Need
from pop.ui.dates import weekday_date

TOGETHER = timedelta(seconds=3)
"""Changes of one user with no longer between them are one thing that was done."""


@dataclass
class Line:
    """One change in words. `change` is what can be undone, when it can."""

    what: str
    about: str = ""
    fields: list[tuple[str, str, str]] = field(default_factory=list)
    change: Change | None = None


@dataclass
class Group:
    """What one user did at one time."""

    at: datetime
    actor_id: int | None
    lines: list[Line]
    last: int
    """The id of its newest change, by which it belongs to a version."""
    together: bool = False
    """Done by an officer at one screen with the person (rule I5)."""


def groups(changes: list[Change], words: Words) -> list[Group]:
    """`changes` newest first; a group of changes that say nothing to a reader is left out."""
    found: list[list[Change]] = []
    for change in changes:
        newest = found[-1][-1] if found else None
        same = newest and (newest.actor_id, newest.together) == (change.actor_id, change.together)
        if newest and same and newest.at - change.at < TOGETHER:
            found[-1].append(change)
        else:
            found.append([change])
    made = [Group(g[0].at, g[0].actor_id, list(lines(g[::-1], words)), g[0].pk, g[0].together) for g in found]
    return [group for group in made if group.lines]


def lines(changes: list[Change], words: Words) -> Iterator[Line]:
    """`changes` oldest first, of one user at one time."""
    ends = Ends(changes)
    for last, change in zip([None, *changes], changes, strict=False):
        if change.action == "leave":
            continue
        # An entry that crosses a border leaves and enters; the reader may see one side of it only.
        left = change.action == "enter" and last is not None and last.action == "leave"
        line = one(change, last.before if last and left else change.before, words, ends)
        if line:
            yield line


class Ends:
    """The texts of what threads lead from and to, as far as the reader sees them."""

    def __init__(self, changes: list[Change]) -> None:
        rows = [c.after or c.before or {} for c in changes if c.table in THREADS]
        self.texts = {
            (name, row.pk): row.text
            for name, model in (("need_id", Need), ("goal_id", Goal), ("measure_id", Measure))
            for row in texts(model, {r[name] for r in rows if r.get(name)})
        }

    def of(self, row: dict[str, Any], *columns: str) -> str:
        return next((self.texts.get((c, row[c]), "") for c in columns if row.get(c)), "")


def texts(model: type[Any], ids: set[int]) -> list[Any]:
    return list(model.objects.filter(pk__in=ids)) if ids else []


def one(change: Change, before: dict[str, Any] | None, words: Words, ends: Ends) -> Line | None:
    """The line of one change; None when it says nothing to a reader."""
    if change.table in THREADS:
        return thread(change, ends)
    if change.action == "block":
        name = noun(change.table)
        return Line(_("%(what)s er sperret, fordi det sto på feil person") % {"what": name})
    contested = disagreed.said(change, words)
    if contested:
        return Line(contested[0], "", contested[1])
    said = SAID.get(change.table)
    if said:
        return said(change, words)
    if issubclass(MODELS[change.table], Entry):
        return entry(change, before, words)
    return plain(change)


def noun(table: str) -> str:
    return str(capfirst(str(MODELS[table]._meta.verbose_name)))


def plain(change: Change) -> Line:
    """A row that is no entry and has no sentence of its own: what it is, and that it came, changed or went."""
    what = {"insert": _("%(what)s lagt til"), "delete": _("%(what)s tatt ut")}.get(
        change.action, _("%(what)s endret")
    )
    return Line(what % {"what": noun(change.table)})


def entry(change: Change, before: dict[str, Any] | None, words: Words) -> Line | None:
    after = change.after
    if after is None:
        return None
    names = {"what": noun(change.table)}
    about = title(change.table, after, words)
    if before is None:
        shown = [row for row in words.fields(change.table, None, after) if row[2] != about]
        return Line(_("%(what)s lagt til") % names, about, shown, change)
    if bool(before.get("removed_at")) != bool(after.get("removed_at")):
        text = _("%(what)s tatt ut") if after.get("removed_at") else _("%(what)s satt inn igjen")
        return Line(text % names, about, [], change)
    shown = words.fields(change.table, before, after)
    if before.get("contested_at") != after.get("contested_at"):
        text = _("Uenig i: %(what)s") if after.get("contested_at") else _("Ikke lenger uenig i: %(what)s")
        return Line(text % {"what": names["what"].lower()}, about, shown)
    return Line(_("%(what)s endret") % names, about, shown, change) if shown else None


def thread(change: Change, ends: Ends) -> Line | None:
    row = change.after or change.before or {}
    near, far = ends.of(row, "measure_id", "goal_id"), ends.of(row, "need_id", "goal_id")
    if not near or not far:
        return None
    what = _("Svarer nå på: %(need)s") if change.action == "insert" else _("Svarer ikke lenger på: %(need)s")
    return Line(what % {"need": far}, near, [], change)


THREADS = ("plans_needgoal", "plans_measureneed")

# What is not an entry has a sentence of its own. -------------------------------------------------------------


def area(change: Change, words: Words) -> Line:
    row = change.after or change.before or {}
    what = _("Innsatsområde tatt bort") if change.action == "delete" else _("Innsatsområde valgt")
    return Line(what, row.get("name") or words.area(row.get("topic_id")), [], change)


def plan(change: Change, words: Words) -> Line | None:
    if change.action == "insert":
        return Line(_("Planen ble laget"))
    shown = words.fields(change.table, change.before, change.after or {})
    return Line(_("Planen er endret"), "", shown) if shown else None


def contact_team(change: Change, words: Words) -> Line:
    row = change.after or change.before or {}
    ended = change.before is not None and row.get("until")
    what = _("Går ut av kontaktteamet") if ended else _("Med i kontaktteamet")
    role = words.say(MODELS[change.table]._meta.get_field("role"), row.get("role"))  # type: ignore[arg-type]
    return Line(what, f"{words.user(row.get('user_id'))} ({role.lower()}){last_day(change)}")


def last_day(change: Change) -> str:
    """Whoever leaves later than the day it is said has the access until then (the overlap of a handover)."""
    until = (change.after or {}).get("until")
    day = date.fromisoformat(until) if until else None
    if day is None or day <= timezone.localdate(change.at):
        return ""
    return ", " + _("med til %(day)s") % {"day": weekday_date(day)}


def support_team(change: Change, words: Words) -> Line | None:
    row, before = change.after or {}, change.before or {}
    who = words.user(row.get("user_id"))
    about = f"{who}, {words.agency(row['agency_id'])}" if row.get("agency_id") else who
    if change.before is None:
        return Line(_("Invitert i teamet"), about)
    if before.get("until") and not row.get("until"):
        return Line(_("Går ikke ut av teamet likevel"), about)
    if row.get("until") and row["until"] != before.get("until"):
        return Line(_("Går ut av teamet"), about + last_day(change))
    for column, text in (
        ("accepted_at", _("Sa ja til å være med i teamet")),
        ("declined_at", _("Sa nei til å være med i teamet")),
    ):
        if row.get(column) and row.get(column) != before.get(column):
            return Line(text, about)
    return None


def main_contact(change: Change, words: Words) -> Line | None:
    """Rule B10: asked, answered, and over."""
    row, before = change.after or {}, change.before or {}
    who = words.user(row.get("user_id"))
    if change.before is None:
        return Line(_("Spurt om å være hovedkontakt"), who)
    if row.get("answer") != before.get("answer"):
        return Line(
            _("Sa ja til å være hovedkontakt")
            if row["answer"] == "yes"
            else _("Sa nei til å være hovedkontakt"),
            who,
        )
    if row.get("answer") == "yes":
        return Line(_("Ikke lenger hovedkontakt"), who)
    return Line(_("Ikke lenger spurt om å være hovedkontakt"), who) if row.get("answer") == "" else None


def named(change: Change, words: Words) -> Line:
    row = change.after or change.before or {}
    what = _("Kan ikke lenger åpne planen") if change.action == "delete" else _("Kan åpne planen")
    return Line(what, words.user(row.get("user_id")))


def tie(change: Change, words: Words) -> Line:
    row = change.after or change.before or {}
    if change.after is None and row.get("answer") == "asked_away":
        row = {**row, "answer": "let_back"}  # the answer is taken away, and what was before holds again
    what = {
        "no_tie": _("Svarte at det ikke er private bånd"),
        "knows": _("Svarte: jeg kjenner personen"),
        "asked_away": _("Personen ba om en annen enn"),
        "let_back": _("Personen sa at denne kan komme tilbake"),
    }.get(str(row.get("answer")), noun(change.table))
    return Line(what, words.user(row.get("user_id")))


def invitee(change: Change, words: Words) -> Line:
    row = change.after or change.before or {}
    what = _("Ikke lenger kalt inn til møtet") if change.action == "delete" else _("Kalt inn til møtet")
    return Line(what, words.user(row.get("user_id")))


def opening(change: Change, words: Words) -> Line:
    row = change.after or change.before or {}
    what = _("Kontaktperson lukket for") if change.action == "delete" else _("Kontaktperson åpnet for")
    return Line(what, words.recipient(row))


def consent(change: Change, words: Words) -> Line | None:
    """A draft is nobody's news; the signature is."""
    row, before = change.after or {}, change.before or {}
    number = {"number": row.get("number")}
    if row.get("signed_at") and not before.get("signed_at"):
        items = ConsentItem.objects.filter(consent_id=row["id"])
        shown = [
            (words.recipient(vars(i)), "", f"{words.area(i.topic_id)}: {permissions(vars(i))}") for i in items
        ]
        return Line(_("Samtykke nummer %(number)s er signert") % number, "", shown)
    if before.get("signed_at"):
        return Line(_("Samtykke nummer %(number)s har fått arket sitt") % number)
    return None


def permissions(row: dict[str, Any]) -> str:
    words = [(row.get("give"), _("får se")), (row.get("obtain"), _("kan fortelle fengselet")),
             (row.get("share"), _("kan fortelle resten av teamet"))]  # fmt: skip
    return ", ".join(word for given, word in words if given)


def item(change: Change, words: Words) -> Line | None:
    row, before = change.after or {}, change.before or {}
    if not row.get("ended_at") or before.get("ended_at") or row.get("end_reason") == "replaced":
        return None
    about = f"{words.recipient(row)}: {words.area(row.get('topic_id'))}"
    return Line(_("Samtykke gjelder ikke lenger"), about)


def exclusion(change: Change, words: Words) -> Line:
    row = change.after or {}
    what = _("Unntak tatt bort") if row.get("lifted_at") else _("Unntak: får ikke se")
    return Line(what, f"{words.recipient(row)}: {words.area(row.get('topic_id'))}")


def receipt(change: Change, words: Words) -> Line:
    return Line(_("Samtykke trukket tilbake, med kvittering"))


def preconsent(change: Change, words: Words) -> Line:
    """Rule B3: one agency is told that the person is coming, until consent is asked."""
    row = change.after or {}
    over = {
        "asked": _("Spørsmålet om samtykke er stilt"),
        "signed": _("Et vanlig samtykke er signert"),
        "refused": _("Ønsker ikke å dele"),
        "withdrawn": _("Trukket tilbake"),
        "replaced": _("En annen etat ble valgt"),
        "merged": _("To planer ble slått sammen"),
    }
    if not row.get("ended_at"):
        return Line(_("En etat får vite at personen kommer"), words.recipient(row))
    why = over.get(str(row.get("end_reason")), "")
    return Line(
        _("En etat får ikke lenger vite at personen kommer"), words.recipient(row), [(_("Hvorfor"), "", why)]
    )


def scan(change: Change, words: Words) -> Line:
    return Line(_("Skannet ark lagt ved et samtykke"))


def groundwork(change: Change, words: Words) -> Line:
    return Line(_("Grunnlaget for planen"), "", words.fields(change.table, change.before, change.after or {}))


def refusal(change: Change, words: Words) -> Line:
    row = change.after or {}
    what = _("Et nei er tatt tilbake") if row.get("ended_on") else _("Sa nei")
    field_ = MODELS[change.table]._meta.get_field("kind")
    return Line(what, words.say(field_, row.get("kind")))  # type: ignore[arg-type]


def version(change: Change, words: Words) -> Line:
    return Line(_("Versjon %(number)s er laget") % {"number": (change.after or {}).get("number")})


def answer(change: Change, words: Words) -> Line:
    row = change.after or {}
    field_ = MODELS[change.table]._meta.get_field("answer")
    about = words.say(field_, row.get("answer"))  # type: ignore[arg-type]
    return Line(
        _("Svar på en versjon"),
        about,
        [(_("Med egne ord"), "", row["own_words"])] if row.get("own_words") else [],
    )


def expected(change: Change, words: Words) -> Line | None:
    """Expected dates that moved with the facts, all at once."""
    rows = moved.of(change.before, change.after)
    shown = [(row.name, row.old, row.new) for row in rows]
    return Line(_("Forventede datoer er endret"), "", shown) if shown else None


SAID: dict[str, Callable[[Change, Words], Line | None]] = {
    "plans_focusarea": area,
    "plans_ownarea": area,
    "plans_plan": plan,
    "plans_groundwork": groundwork,
    "plans_refusal": refusal,
    "plans_version": version,
    "plans_versionanswer": answer,
    moved.TABLE: expected,
    "plans_meetinginvitee": invitee,
    "plans_contactopening": opening,
    # What they are about says it.
    "plans_historyrow": lambda change, words: None,
    "plans_choicesheet": lambda change, words: None,
    "wishes_wishslip": lambda change, words: None,
    "looks_lookquestion": lambda change, words: None,
    "looks_lookanswer": lambda change, words: None,
    "teams_contactteammember": contact_team,
    "teams_supportteammember": support_team,
    "teams_mainchoice": main_contact,
    "teams_namedaccess": named,
    "teams_privatetie": tie,
    "consents_consent": consent,
    "consents_consentitem": item,
    "consents_exclusion": exclusion,
    "consents_withdrawalreceipt": receipt,
    "consents_consentscan": scan,
    "consents_preconsent": preconsent,
}
