"""The model's rules about needs, measures, talks and consents."""

from collections.abc import Iterator

from pop.gaps.tests.model import MET, Facts, Row, days, norwegian, rule
from pop.plans.calendar import add_months, add_working_days


@rule("no_plan", "no_answer")
def need_without_measure(f: Facts) -> Iterator[int]:
    for need in f.needs:
        ripe = need["acute"] or norwegian(need["written_at"]) + days(7) <= f.today
        met = any(m["status"] in MET or f.said_no(m["id"]) for m in f.measures_for(need["id"]))
        if ripe and not met:
            yield need["id"]


@rule()
def measure_overdue(f: Facts) -> Iterator[int]:
    yield from (m["id"] for m in f.running if m["due"] and m["due"] < f.today)


@rule()
def measure_without_responsible(f: Facts) -> Iterator[int]:
    for m in f.running:
        whose = m["responsible_user_id"], m["responsible_agency_id"], m["responsible_name"]
        if not any(whose) and not m["person_responsible"]:
            yield m["id"]


@rule()
def measure_without_deadline(f: Facts) -> Iterator[int]:
    yield from (m["id"] for m in f.running if not (m["due"] or m["due_text"] or m["recurring"]))


@rule()
def waiting_too_long(f: Facts) -> Iterator[int]:
    for m in f.running:
        if m["status"] == "waiting" and f.since_status[m["id"]] + days(21) < f.today:
            yield m["id"]


@rule()
def no_note(f: Facts) -> Iterator[int]:
    for m in f.running:
        notes = [norwegian(n["written_at"]) for n in f.measure_notes if n["measure_id"] == m["id"]]
        last = max([f.since_status[m["id"]], norwegian(m["written_at"]), *notes])
        if m["status"] == "in_progress" and last + days(30) < f.today:
            yield m["id"]


@rule("remand")
def before_the_gate(f: Facts) -> Iterator[int]:
    acute = {m["id"] for n in f.needs if n["acute"] for m in f.measures_for(n["id"])}
    for m in f.running:
        begun = m["status"] != "chosen" and not m["continued_from"] and not m["imported"]
        if begun and not f.needs_talk() and m["id"] not in acute:
            yield m["id"]


@rule()
def oral_unconfirmed(f: Facts) -> Iterator[int]:
    for m in f.running:
        oral = m["chosen_way"] == "oral" and not m["chosen_confirmed_at"]
        if oral and norwegian(m["chosen_at"]) + days(14) < f.today:
            yield m["id"]


@rule()
def knot(f: Facts) -> Iterator[int]:
    """A measure from which, going from what waits to what it waits for, one comes back."""
    alive = {m["id"] for m in f.measures if m["status"] not in ("done", "stopped")}
    ways = {(w["measure_id"], w["waits_for_id"]) for w in f.waits}
    ways = {(a, b) for a, b in ways if a in alive and b in alive}

    def back(start: int) -> bool:
        reached = {b for a, b in ways if a == start}
        while more := {b for a, b in ways if a in reached} - reached:
            reached |= more
        return start in reached

    yield from filter(back, alive)


@rule("remand", "waived:2", "community_sentence", "fine_service")
def first_talk_late(f: Facts) -> Iterator[int]:
    """The week after arrival; after remand, the week after the judgment, when another form begins."""
    remand = max((r["since"] for r in f.forms if r["form"] == "remand"), default=None)
    judged = [r["since"] for r in f.forms if remand and r["form"] != "remand" and r["since"] >= remand]
    if max(f.arrived, min(judged, default=f.arrived)) + days(7) < f.today and not f.needs_talk():
        yield f.id


@rule("no_plan")
def no_next_talk(f: Facts) -> Iterator[int]:
    talks = [t for t in f.talks if not t["held_on"] and t["planned_on"] >= f.today]
    meetings = [m for m in f.meetings if m["held"] is None and m["date"] >= f.today]
    if f.arrived < f.today and not talks and not meetings:
        yield f.id


@rule()
def talk_missed(f: Facts) -> Iterator[int]:
    """Neither held nor put in the place of by a later one; any later talk will do for a regular one."""

    def replaced(talk: Row) -> bool:
        return any(
            (t["held_on"] or t["planned_on"]) > talk["planned_on"] and talk["kind"] in (t["kind"], "regular")
            for t in f.talks
            if t["id"] != talk["id"]
        )

    late = [t for t in f.talks if not t["held_on"] and t["planned_on"] < f.today]
    yield from (t["id"] for t in late if not replaced(t))


@rule("no_plan")
def regular_talk_late(f: Facts) -> Iterator[int]:
    held = [t["held_on"] for t in f.talks if t["held_on"]]
    if held and max(held) + days(14) < f.today:
        yield f.id


@rule()
def meeting_not_held(f: Facts) -> Iterator[int]:
    yield from (m["id"] for m in f.meetings if m["held"] is None and m["date"] < f.today)


@rule()
def interpreter_not_booked(f: Facts) -> Iterator[int]:
    said = max(f.interpreters, key=lambda i: (i["written_at"], i["id"]), default=None)
    booked = {i["booked_for_id"] for i in f.interpreters}
    if said["needed"] if said else f.needs_interpreter:
        ahead = [t for t in f.talks if not t["held_on"] and t["planned_on"] >= f.today]
        yield from (t["id"] for t in ahead if t["id"] not in booked)


@rule("waived:3", "no_plan", "no_sharing")
def consent_not_asked(f: Facts) -> Iterator[int]:
    """T4: asked in the behovssamtale. One held elsewhere asks nothing for this plan."""
    here = [t["held_on"] for t in f.talks if t["kind"] == "needs_1" and t["held_on"] and not t["elsewhere"]]
    both = [t for t in f.talks if t["kind"] in ("needs_1", "needs_2")]
    asked = any(t["consent_asked"] or t["consent_not_asked_why"] == "wishes_not_to_share" for t in both)
    if here and min(here) < f.today and not f.signed and not asked:
        yield f.id


def shut_out(f: Facts) -> list[Row]:
    """Measures that the agency responsible, having written none of it, may not read."""
    return [
        m
        for m in f.running
        if (agency := m["responsible_agency_id"])
        and m["source_agency_id"] != agency
        and not f.told(agency, m["topic_id"])
    ]


def told_before(f: Facts, m: Row) -> bool:
    return any(
        (i["agency_id"], i["topic_id"]) == (m["responsible_agency_id"], m["topic_id"]) for i in f.items
    )


@rule("no_plan", "no_sharing")
def consent_missing(f: Facts) -> Iterator[int]:
    yield from (m["id"] for m in shut_out(f) if not told_before(f, m))


@rule()
def consent_narrowed(f: Facts) -> Iterator[int]:
    yield from (m["id"] for m in shut_out(f) if told_before(f, m))


@rule()
def consent_ending(f: Facts) -> Iterator[int]:
    for m in f.running:
        given = f.told(m["responsible_agency_id"], m["topic_id"]) if m["responsible_agency_id"] else []
        ends = [i["ends_on"] for i in given]
        if ends and None not in ends and max(ends) - days(14) <= f.today <= max(ends):
            yield m["id"]


@rule()
def paper_missing(f: Facts) -> Iterator[int]:
    for paper in f.signed:
        kept = paper["way"] != "paper" or paper["has_scan"] or paper["archive_reference"]
        if not kept and any(i["consent_id"] == paper["id"] and not i["ended_at"] for i in f.all_items):
            yield paper["id"]


@rule()
def wish_unanswered(f: Facts) -> Iterator[int]:
    answered = {a["wish_id"] for a in f.wish_answers}
    for wish in f.wishes:
        late = add_working_days(wish["asked_on"], 5) < f.today
        if late and not wish["withdrawn_on"] and wish["id"] not in answered:
            yield wish["id"]


@rule("no_plan")
def quiet(f: Facts) -> Iterator[int]:
    if f.touched + days(30) < f.today:
        yield f.id


@rule("abroad", "no_plan")
def released_no_contact(f: Facts) -> Iterator[int]:
    end = f.plan["sentence_ended_on"]
    if end + days(14) < f.today and not any(t["held_on"] and t["held_on"] > end for t in f.talks):
        yield f.id


@rule("no_plan")
def change_not_discussed(f: Facts) -> Iterator[int]:
    moved = [p for p in f.placements if p["since"] > f.arrived]
    changed = [r for rows in (f.forms, f.releases) for r in rows if any(o["id"] < r["id"] for o in rows)]
    told = [norwegian(r["written_at"]) for r in (*moved, *changed)]
    if any(day + days(14) < f.today and not f.held_since(day) for day in told):
        yield f.id


def before_release(f: Facts, months: int) -> bool:
    return bool(f.release and add_months(f.release, -months) <= f.today <= f.release)


@rule("remand", "preventive")
def checklist_open(f: Facts) -> Iterator[int]:
    done = {m["code"] for m in f.marks if m["handover_id"] is None and m["state"] != "open"}
    if before_release(f, 2):
        yield from (n for n, code in enumerate(f.points, start=1) if code not in done)


@rule("remand")
def measure_without_receiver(f: Facts) -> Iterator[int]:
    settled = {
        i["measure_id"]
        for i in f.asked
        if not i["replaced_at"] and (i["answer"] == "confirmed" or i["ended_at"])
    }
    for m in f.running:
        goes_on = not m["due"] or (f.release and m["due"] >= f.release)
        if before_release(f, 2) and goes_on and not m["person_responsible"] and m["id"] not in settled:
            yield m["id"]
