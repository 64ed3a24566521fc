"""What the form says in the person's own words: areas, wishes, about me, goals, BRIK, and its change log."""

from django.utils import timezone
from django.utils.translation import gettext as _

from pop.imports.draft import PLACES
from pop.imports.guess import OWN
from pop.imports.storing.desk import NOTE_LENGTH, Desk
from pop.people import labels
from pop.people.models import PersonIdentity
from pop.plans import actions as plans
from pop.plans import plan_actions
from pop.plans.models import Goal, Groundwork, ProgressionWish, Statement, StatementKind


def areas(desk: Desk) -> None:
    """Ticks the areas of the form, and names its own (requirements (a.3))."""
    for code in desk.form.areas:
        plan_actions.tick_area(plan=desk.plan, topic=desk.number(code))
    for number, name in enumerate(desk.form.own_areas):
        own_area(desk, f"{OWN}{number}", name, chosen=desk.choices.own_areas[number])
    desk.counts["areas"] = len(desk.form.areas) + len(desk.form.own_areas)


def own_area(desk: Desk, code: str, name: str, *, chosen: str) -> None:
    """An own area stands by itself, or is one of the printed in other words."""
    where = PLACES["areas"]
    if not chosen.startswith(OWN):
        desk.own_numbers[code] = desk.number(chosen)
        plan_actions.tick_area(plan=desk.plan, topic=desk.number(chosen))
        desk.leave(name, where=where, topic=desk.number(chosen))
        return
    try:
        area = plan_actions.name_own_area(plan=desk.plan, name=desk.fit(name, 100, where=where))
    except plan_actions.NoRoomForArea:
        desk.leave(name, where=where)
    else:
        desk.own_numbers[code] = area.topic_id


def needs(desk: Desk) -> None:
    """A need for each area, so that its thread can start."""
    ticked = [desk.number(code) for code in desk.form.areas] + list(desk.own_numbers.values())
    for topic in ticked:
        desk.need(topic)


def statements(desk: Desk) -> None:
    """«Om meg», line by line, as they stand (requirements (a.5))."""
    form = desk.form
    about = [form.about_me[at : at + NOTE_LENGTH] for at in range(0, len(form.about_me), NOTE_LENGTH)]
    lines = [(StatementKind.ABOUT_ME, text) for text in about]
    lines += [(StatementKind.DO_MYSELF, text) for text in form.own_efforts]
    lines += [(StatementKind.NEED_HELP, text) for text in form.help_needed]
    there = set(Statement.objects.of(desk.plan).values_list("kind", "text"))
    for kind, text in lines:
        if (kind, text) not in there:
            plans.say_about_me(plan=desk.plan, writer=desk.person, kind=kind, text=text, imported=True)
            desk.counts["statements"] += 1


def wishes(desk: Desk) -> None:
    """The wishes for progression that are not in the plan yet (requirements (a.4))."""
    there = set(ProgressionWish.objects.of(desk.plan).values_list("kind", flat=True))
    for kind in desk.form.wishes:
        if kind not in there:
            plans.wish(plan=desk.plan, writer=desk.person, kind=kind, imported=True)
            desk.counts["wishes"] += 1


def goals(desk: Desk) -> None:
    """«Mine mål», each in the area that was chosen for it."""
    there = set(Goal.objects.of(desk.plan).values_list("topic", "text"))
    for text, code in zip(desk.form.goals, desk.choices.goals, strict=True):
        topic = desk.number(code)
        fitted = desk.fit(text, 500, where=PLACES["goals"], topic=topic)
        if (topic, fitted) not in there:
            plans.write_goal(
                plan=desk.plan,
                writer=desk.person,
                topic=topic,
                text=fitted,
                needs=(desk.need(topic),),
                imported=True,
            )
            desk.counts["goals"] += 1


def brik(desk: Desk) -> None:
    """BRIK as it stands in the form; «nei, ønsker ikke» is a refusal and no blank (rules A19, A22)."""
    text = desk.form.brik_text
    if desk.form.brik_refused:
        refusal = plan_actions.refuse(plan=desk.plan, kind="no_answer", own_words=text)
        if refusal.own_words != text:
            desk.leave(text, where=PLACES["brik"])
        desk.counts["refusals"] += 1
    elif text:
        groundwork(desk, text)


def groundwork(desk: Desk, text: str) -> None:
    there = Groundwork.objects.filter(plan=desk.plan).first()
    if there and there.brik_completed and there.brik_completed != text:
        desk.leave(text, where=PLACES["brik"])
        return
    plan_actions.lay_groundwork(
        plan=desk.plan,
        brik_completed=desk.fit(text, 60, where=PLACES["brik"]),
        explained_on=there.explained_on if there else None,
        explained_language=there.explained_language if there else "",
    )


def history(desk: Desk) -> None:
    """The form's own change log, and a last line that says that it was read in."""
    where = PLACES["change_log"]
    rows = [
        {
            "version": desk.fit(row.version, 40, where=where),
            "date": desk.fit(row.date.text, 40, where=where),
            "change": row.change,
            "changed_by": desk.fit(row.by, 150, where=where),
        }
        for row in desk.form.changes
    ]
    today = f"{timezone.localdate():%d.%m.%Y}"
    read_in = {"version": "", "date": today, "change": top_of_form(desk), "changed_by": reader(desk)}
    plan_actions.keep_history(plan=desk.plan, rows=[*rows, read_in])


def top_of_form(desk: Desk) -> str:
    """What stands at the top of the form and has no field in the plan."""
    form = desk.form
    identity = PersonIdentity.objects.filter(person=desk.plan.person_id).first()
    lines = [_("Lest inn fra skjemaet «Min POP».")]
    if form.created.text:
        lines.append(_("Dato for opprettelse: %(text)s") % {"text": form.created.text})
    if form.case_worker:
        lines.append(_("Saksbehandler/kontaktbetjent: %(text)s") % {"text": form.case_worker})
    if form.name and form.name != str(desk.whose):
        lines.append(_("Navn i skjemaet: %(text)s") % {"text": form.name})
    if form.archive_number and (not identity or form.archive_number != identity.archive_number):
        lines.append(_("Doculivenummer i skjemaet: %(text)s") % {"text": form.archive_number})
    return "\n".join(lines)


def reader(desk: Desk) -> str:
    """Whoever read it in; a shielded employee is a role only (rule A12)."""
    if desk.user.shielded:
        return desk.user.title
    return str(labels.users([desk.user.pk]).get(desk.user.pk) or labels.somebody())
