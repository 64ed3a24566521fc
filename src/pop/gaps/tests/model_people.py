"""The model's rules about who stands around a person: the contact team, the group, and those who take over."""

from collections.abc import Iterator

from pop.gaps.tests.model import MET, Facts, Row, days, norwegian, rule
from pop.plans.calendar import add_months, add_working_days


@rule()
def no_main_contact(f: Facts) -> Iterator[int]:
    if not f.main:
        yield f.id


@rule()
def contact_away(f: Facts) -> Iterator[int]:
    if f.main and not any(c["user_id"] == f.main["user_id"] or c["role"] == "deputy" for c in f.able()):
        yield f.id


@rule()
def role_change_without_overlap(f: Facts) -> Iterator[int]:
    """T9: the one before and the new one were never there at the same time, and the new one has not talked yet."""
    if not (new := f.main):
        return
    before = [
        c
        for c in f.contacts
        if c["role"] == "main" and c["user_id"] != new["user_id"] and c["id"] < new["id"]
    ]
    gone = [c for c in before if c["until"] and c["until"] < new["since"]]
    ever = {c["user_id"] for c in f.contacts if c["role"] == "main"}
    beside = [
        c
        for c in f.contacts
        if c["user_id"] in ever - {new["user_id"]}
        and c["since"] < new["since"]
        and (c["until"] is None or c["until"] >= new["since"])
    ]
    talked = any(t["held_on"] and t["held_on"] >= new["since"] for t in f.talks)
    if gone and not beside and not talked:
        yield new["id"]


@rule()
def responsible_left(f: Facts) -> Iterator[int]:
    """Whoever is on leave has not left: their deputy, or the leader, is told by `contact_away`."""
    there = {c["user_id"] for c in f.team if f.employed(c["user_id"])}
    there |= {s["user_id"] for s in f.support if f.still(s) and f.users[s["user_id"]]["active"]}
    yield from (
        m["id"] for m in f.running if m["responsible_user_id"] and m["responsible_user_id"] not in there
    )


def kinds(f: Facts) -> set[str]:
    return {f.kinds[s["agency_id"]] for s in f.group if s["agency_id"]}


@rule("waived:4", "no_plan")
def input_missing(f: Facts) -> Iterator[int]:
    wrote = {
        e["source_agency_id"] for rows in (f.every_measure, f.every_note, f.every_measure_note) for e in rows
    }
    reached = {
        i["agency_id"]
        for i in f.in_force()
        if i["topic_id"] < 40
        and any(
            s["agency_id"] == i["agency_id"]
            and f.free(s["user_id"])
            and s["agency_id"] in f.users[s["user_id"]]["agencies"]
            for s in f.group
        )
    }
    for s in f.group:
        if (talk := f.needs_talk()) and s["agency_id"] in reached - wrote:
            first = max(talk, norwegian(s["accepted_at"]))
            if add_working_days(first, 5) < f.today:
                yield s["id"]


@rule("waived:6.2", "no_plan", "no_sharing")
def group_meeting_late(f: Facts) -> Iterator[int]:
    met = [m["date"] for m in f.meetings if m["held"] and m["date"] <= f.today]
    if f.group:
        last = max(met, default=min(norwegian(s["accepted_at"]) for s in f.group))
        if last + days(42) < f.today:
            yield f.id


@rule("no_plan", "no_sharing")
def group_lacks_service(f: Facts) -> Iterator[int]:
    for need in f.needs:
        helpers = set(f.helpers[need["topic_id"]])
        ripe = norwegian(need["written_at"]) + days(7) <= f.today
        met = any(m["status"] in MET for m in f.measures_for(need["id"]))
        if ripe and helpers and not helpers & kinds(f) and not met:
            yield need["id"]


@rule("remand", "preventive", "no_plan", "no_sharing")
def group_not_updated(f: Facts) -> Iterator[int]:
    """Only of somebody who was here when the six months began; whoever comes later has a new group anyway."""
    if not f.release_within(6) or (begins := add_months(f.release, -6)) <= f.arrived:
        return
    fresh = any(norwegian(s["accepted_at"]) >= begins for s in f.group)
    if not fresh and not f.met_since(begins):
        yield f.id


@rule("remand", "preventive", "abroad", "no_plan", "no_sharing")
def no_home_municipality(f: Facts) -> Iterator[int]:
    if f.release_within(6) and not kinds(f) & {"home_municipality", "district"}:
        yield f.id


@rule("remand", "preventive", "abroad", "no_plan", "no_sharing")
def no_nav_outside(f: Facts) -> Iterator[int]:
    if f.release_within(6) and "nav" not in kinds(f):
        yield f.id


@rule("no_plan", "no_sharing")
def young_without_contact(f: Facts) -> Iterator[int]:
    young = add_months(f.born, 12 * 25) > f.today
    if young and f.arrived + days(30) < f.today and not f.group:
        yield f.id


@rule()
def representative_changed(f: Facts) -> Iterator[int]:
    for new in f.group:
        before = [
            s
            for s in f.support
            if s["agency_id"]
            and (s["agency_id"] == new["agency_id"] and s["user_id"] != new["user_id"])
            and (s["accepted_at"] and s["accepted_at"] < new["accepted_at"] and s["until"])
        ]
        if before and not f.held_since(norwegian(new["accepted_at"])):
            yield new["id"]


def open_questions(f: Facts) -> list[Row]:
    return [
        i
        for i in f.asked
        if i["asked_at"]
        and i["state"] == "open"
        and not i["replaced_at"]
        and not i["ended_at"]
        and not i["kept"]
    ]


def unanswered(f: Facts, after: int) -> set[int]:
    late = [i for i in open_questions(f) if add_working_days(norwegian(i["asked_at"]), after) < f.today]
    return {i["id"] for i in late if not i["answer"]}


@rule()
def receipt_late(f: Facts) -> Iterator[int]:
    yield from unanswered(f, 5) - unanswered(f, 10)


@rule()
def receipt_escalated(f: Facts) -> Iterator[int]:
    yield from unanswered(f, 10)


@rule()
def receipt_declined(f: Facts) -> Iterator[int]:
    yield from (i["id"] for i in open_questions(f) if i["answer"] in ("declined", "question"))
