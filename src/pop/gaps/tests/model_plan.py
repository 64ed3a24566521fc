"""The model's rules about needs, measures, talks and consents."""

from datetime import date

from pop.gaps.tests.model import MET, Facts, Found, Row, chosen, days, norwegian, rule
from pop.gaps.tests.model_people import ended
from pop.plans.calendar import add_months, add_working_days


@rule()
def need_without_measure(f: Facts) -> Found:
    """A19: a no leaves in peace, but touches no acute help."""
    for need in f.needs:
        ripe = norwegian(need["written_at"]) + days(0 if need["acute"] else f.setting("need_measure", 7))
        left_in_peace = f.silent & {"no_plan", "no_answer"} and not need["acute"]
        met = any(m["status"] in MET or f.said_no(m["id"]) for m in f.measures_for(need["id"]))
        if ripe <= f.today and not met and not left_in_peace:
            yield need["id"], ripe, None, f.holder(need)


@rule()
def measure_overdue(f: Facts) -> Found:
    for m in f.running:
        if m["due"] and m["due"] < f.today:
            yield m["id"], m["due"] + days(1), m["due"], f.who(m)


@rule()
def measure_without_responsible(f: Facts) -> Found:
    for m in f.running:
        whose = m["responsible_user_id"], m["responsible_agency_id"], m["responsible_name"]
        if not any(whose) and not m["person_responsible"]:
            yield m["id"], chosen(m), None, f.holder(m)


@rule()
def measure_without_deadline(f: Facts) -> Found:
    for m in f.running:
        if not (m["due"] or m["due_text"] or m["recurring"]):
            yield m["id"], chosen(m), None, f.who(m)


@rule()
def waiting_too_long(f: Facts) -> Found:
    for m in f.running:
        due = f.since_status[m["id"]] + days(f.setting("waiting", 21))
        if m["status"] == "waiting" and due < f.today:
            yield m["id"], due + days(1), due, f.who(m)


@rule()
def no_note(f: Facts) -> Found:
    for m in f.running:
        notes = [norwegian(n["written_at"]) for n in f.measure_notes if n["measure_id"] == m["id"]]
        last = max([f.since_status[m["id"]], norwegian(m["written_at"]), *notes])
        due = last + days(f.setting("no_note", 30))
        if m["status"] == "in_progress" and due < f.today:
            yield m["id"], due + days(1), due, f.who(m)


@rule("remand")
def before_the_gate(f: Facts) -> Found:
    acute = {m["id"] for n in f.needs if n["acute"] for m in f.measures_for(n["id"])}
    for m in f.running:
        begun = m["status"] != "chosen" and not m["continued_from"] and not m["imported"]
        if begun and not f.needs_talk() and m["id"] not in acute:
            yield m["id"], chosen(m), None, f.contact


@rule()
def oral_unconfirmed(f: Facts) -> Found:
    for m in f.running:
        oral = m["chosen_way"] == "oral" and not m["chosen_confirmed_at"]
        due = chosen(m) + days(14)
        if oral and due < f.today:
            yield m["id"], due + days(1), due, f.contact


@rule()
def knot(f: Facts) -> Found:
    """A measure from which, going from what waits to what it waits for, one comes back."""
    alive = {m["id"] for m in f.measures if m["status"] not in ("done", "stopped")}
    ways = {(w["measure_id"], w["waits_for_id"]) for w in f.waits}
    ways = {(a, b) for a, b in ways if a in alive and b in alive}

    def back(start: int) -> bool:
        reached = {b for a, b in ways if a == start}
        while more := {b for a, b in ways if a in reached} - reached:
            reached |= more
        return start in reached

    for m in f.measures:
        if m["id"] in alive and back(m["id"]):
            yield m["id"], max(w["since"] for w in f.waits if w["measure_id"] == m["id"]), None, f.who(m)


@rule("remand", "waived:2", "community_sentence", "fine_service")
def first_talk_late(f: Facts) -> Found:
    """The week after arrival; after remand, the week after the judgment, when another form begins."""
    remand = max((r["since"] for r in f.forms if r["form"] == "remand"), default=None)
    judged = [r["since"] for r in f.forms if remand and r["form"] != "remand" and r["since"] >= remand]
    due = max(f.arrived, min(judged, default=f.arrived)) + days(f.setting("nearest_week", 7))
    if due < f.today and not f.needs_talk():
        yield f.id, due + days(1), due, f.contact


@rule("no_plan")
def no_next_talk(f: Facts) -> Found:
    """One thing is one gap: when the last talk was missed, that gap says it, and a new day mends both."""
    talks = [t for t in f.talks if not t["held_on"] and t["planned_on"] >= f.today]
    meetings = [m for m in f.meetings if m["held"] is None and m["date"] >= f.today]
    behind = [t["held_on"] or t["planned_on"] for t in f.talks] + [m["date"] for m in f.meetings]
    begins = max([f.arrived, *(day for day in behind if day <= f.today)]) + days(1)
    missed = [t for t in f.talks if not t["held_on"] and t["planned_on"] < f.today]
    held = max((t["held_on"] for t in f.talks if t["held_on"]), default=date.min)
    unsaid = any(t["planned_on"] > held for t in missed)
    if f.arrived < f.today and not talks and not meetings and not unsaid:
        yield f.id, min(begins, f.today), None, f.holder()


@rule()
def talk_missed(f: Facts) -> Found:
    """Neither held nor put in the place of by a later one; any later talk will do for a regular one."""

    def replaced(talk: Row) -> bool:
        return any(
            (t["held_on"] or t["planned_on"]) > talk["planned_on"] and talk["kind"] in (t["kind"], "regular")
            for t in f.talks
            if t["id"] != talk["id"]
        )

    late = [t for t in f.talks if not t["held_on"] and t["planned_on"] < f.today]
    for t in late:
        if not replaced(t):
            yield t["id"], t["planned_on"] + days(1), t["planned_on"], f.holder(t)


@rule("no_plan")
def regular_talk_late(f: Facts) -> Found:
    held = [t["held_on"] for t in f.talks if t["held_on"]]
    due = max(held) + days(f.setting("talk_interval", 14)) if held else f.today
    if due < f.today:
        yield f.id, due + days(1), due, f.holder()


@rule()
def meeting_not_held(f: Facts) -> Found:
    for m in f.meetings:
        if m["held"] is None and m["date"] < f.today:
            yield m["id"], m["date"] + days(1), m["date"], f.holder(m)


@rule()
def interpreter_not_booked(f: Facts) -> Found:
    said = max(f.interpreters, key=lambda i: (i["written_at"], i["id"]), default=None)
    booked = {i["booked_for_id"] for i in f.interpreters}
    if said["needed"] if said else f.needs_interpreter:
        ahead = [t for t in f.talks if not t["held_on"] and t["planned_on"] >= f.today]
        for t in ahead:
            if t["id"] not in booked:
                yield t["id"], norwegian(t["written_at"]), t["planned_on"], f.contact


@rule("waived:3", "no_plan", "no_sharing")
def consent_not_asked(f: Facts) -> Found:
    """T4: asked in the behovssamtale. One held elsewhere asks nothing for this plan."""
    here = [t["held_on"] for t in f.talks if t["kind"] == "needs_1" and t["held_on"] and not t["elsewhere"]]
    both = [t for t in f.talks if t["kind"] in ("needs_1", "needs_2")]
    asked = any(t["consent_asked"] or t["consent_not_asked_why"] == "wishes_not_to_share" for t in both)
    if here and min(here) < f.today and not f.signed and not asked:
        yield f.id, min(here) + days(1), min(here), f.contact


def shut_out(f: Facts) -> list[Row]:
    """Measures that the agency responsible, having written none of it, may not read."""
    return [
        m
        for m in f.running
        if (agency := m["responsible_agency_id"])
        and m["source_agency_id"] != agency
        and not f.told(agency, m["topic_id"])
    ]


def told_before(f: Facts, m: Row) -> list[Row]:
    return [
        i for i in f.items if (i["agency_id"], i["topic_id"]) == (m["responsible_agency_id"], m["topic_id"])
    ]


@rule("no_plan", "no_sharing")
def consent_missing(f: Facts) -> Found:
    for m in shut_out(f):
        if not told_before(f, m):
            yield m["id"], max(norwegian(m["written_at"]), chosen(m)), None, f.contact


@rule()
def consent_narrowed(f: Facts) -> Found:
    for m in shut_out(f):
        if before := told_before(f, m):
            yield m["id"], max(ended(i, f.today) for i in before), None, f.contact


@rule()
def consent_ending(f: Facts) -> Found:
    for m in f.running:
        given = f.told(m["responsible_agency_id"], m["topic_id"]) if m["responsible_agency_id"] else []
        ends = [i["ends_on"] for i in given]
        if ends and None not in ends and max(ends) - days(14) <= f.today <= max(ends):
            yield m["id"], max(ends) - days(14), max(ends), f.contact


@rule()
def paper_missing(f: Facts) -> Found:
    for paper in f.signed:
        kept = paper["way"] != "paper" or paper["has_scan"] or paper["archive_reference"]
        points = [i for i in f.all_items if i["consent_id"] == paper["id"] and not i["ended_at"]]
        if not kept and points:
            day = norwegian(paper["signed_at"])
            helper = paper["registered_by_id"]
            user = helper if helper in {c["user_id"] for c in f.able()} else f.contact[0]
            # A consent that is only about agencies whose name tells something is known to fewer.
            telling = {i["agency_id"] for i in points} <= f.sensitive
            yield (
                paper["id"],
                day,
                day + days(14),
                (user, min(i["agency_id"] for i in points) if telling else None),
            )


@rule()
def letter_unanswered(f: Facts) -> Found:
    followed = {b["follows_id"] for b in f.letters if b["sent_on"]}
    for letter in f.letters:
        due = letter["answer_due"]
        if due and due < f.today and not letter["answered_on"] and letter["id"] not in followed:
            yield letter["id"], due + days(1), due, f.contact


@rule()
def wish_unanswered(f: Facts) -> Found:
    answered = {a["wish_id"] for a in f.wish_answers}
    for wish in f.wishes:
        due = add_working_days(wish["asked_on"], 5)
        if due < f.today and not wish["withdrawn_on"] and wish["id"] not in answered:
            asked = f.chair(wish["asked_agency_id"], wish["topic_id"]) or f.contact
            yield wish["id"], due + days(1), due, asked


@rule("no_plan")
def quiet(f: Facts) -> Found:
    due = f.touched + days(f.setting("quiet", 30))
    if due < f.today:
        yield f.id, due + days(1), due, f.holder()


@rule("abroad", "no_plan")
def released_no_contact(f: Facts) -> Found:
    end = f.plan["sentence_ended_on"]
    due = end + days(14)
    if due < f.today and not any(t["held_on"] and t["held_on"] > end for t in f.talks):
        yield f.id, due + days(1), due, f.holder()


@rule("no_plan")
def change_not_discussed(f: Facts) -> Found:
    moved = [p for p in f.placements if p["since"] > f.arrived]
    changed = [r for rows in (f.forms, f.releases) for r in rows if any(o["id"] < r["id"] for o in rows)]
    told = [norwegian(r["written_at"]) for r in (*moved, *changed)]
    told += [day for kind, day in changed_words(f) if kind == "releases" or has_met(f)]
    wait = days(f.setting("change", 14))
    unsaid = min((day for day in told if not f.held_since(day)), default=f.today)
    if unsaid + wait < f.today:
        yield f.id, unsaid + wait + days(1), unsaid + wait, f.holder()


def changed_words(f: Facts) -> list[tuple[str, date]]:
    """What the person and kriminalomsorgen have written or changed, by kind and day; an agency's own is the agency's.

    A release that is put right on the day it was written has not been moved.
    """
    seen = {(kind, r["id"]): r for kind, _, _ in f.changes for r in f.tables[kind] if not r["source_key"]}
    return [
        (kind, day)
        for kind, row, day in f.changes
        if (kind, row) in seen and (kind != "releases" or day > norwegian(seen[kind, row]["written_at"]))
    ]


def has_met(f: Facts) -> bool:
    """Nothing is new to those who have not met yet."""
    return f.held_since(date.min)


def before_release(f: Facts, months: int) -> bool:
    return bool(f.release and add_months(f.release, -months) <= f.today <= f.release)


@rule("remand", "preventive")
def checklist_open(f: Facts) -> Found:
    done = {m["code"] for m in f.marks if m["handover_id"] is None and m["state"] != "open"}
    if before_release(f, 2):
        abroad = {"housing", "income"} if "abroad" in f.silent else set()
        for number, code in enumerate(f.points, start=1):
            if code not in done | abroad:
                yield number, max(add_months(f.release, -2), f.known_from), f.release, f.contact


@rule("remand", "waived:7")
def measure_without_receiver(f: Facts) -> Found:
    settled = {
        i["measure_id"]
        for i in f.asked
        if not i["replaced_at"] and (i["answer"] == "confirmed" or i["ended_at"])
    }
    for m in f.running:
        goes_on = not m["due"] or (f.release and m["due"] >= f.release)
        if before_release(f, 2) and goes_on and not m["person_responsible"] and m["id"] not in settled:
            yield m["id"], max(add_months(f.release, -2), f.known_from), f.release, f.contact
