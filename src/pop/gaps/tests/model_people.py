"""The model's rules about who stands around a person: the contact team, the group, and those who take over."""

from datetime import date

from pop.gaps.tests.model import MET, Facts, Found, Owner, Row, days, norwegian, rule
from pop.plans.calendar import add_months, add_working_days


@rule()
def no_main_contact(f: Facts) -> Found:
    left = [c["until"] for c in f.contacts if c["role"] == "main" and c["until"] and c["until"] < f.today]
    if not f.main:
        yield f.id, max(left) + days(1) if left else f.plan["created_on"], None, f.leader


@rule()
def contact_away(f: Facts) -> Found:
    if f.main and not any(c["user_id"] == f.main["user_id"] or c["role"] == "deputy" for c in f.able()):
        yield f.id, max(f.main["since"], min(unable_since(f, f.main["user_id"]))), None, f.leader


@rule()
def chosen_contact_cannot(f: Facts) -> Found:
    """B10: somebody named said yes, and cannot now."""
    for choice in f.choices:
        if f.named != choice:
            since = min(gone_since(f, choice["user_id"]), default=date.min)
            yield choice["id"], max(norwegian(choice["answered_at"]), since), None, f.contact


def gone_since(f: Facts, user: int) -> list[date]:
    """Out of both teams, what keeps a colleague away, and for somebody outside the end of the last consent to them."""
    inside = any(c["user_id"] == user for c in f.team)
    seats = [s for s in f.support if s["user_id"] == user]
    there = [s for s in seats if s in f.group]
    known = [day for day in unable_since(f, user, inside=inside) if day != date.min]
    if not inside and not there:
        ends = [s["until"] for s in (*f.contacts, *f.support) if s["user_id"] == user and s["until"]]
        known += [max(day for day in ends if day < f.today) + days(1)] if ends else []
    mine = [
        i
        for i in f.items
        if i["user_id"] == user or i["agency_id"] in {s["agency_id"] for s in seats} - {None}
    ]
    if there and not inside and mine and not any(i in f.in_force() for i in mine):
        known.append(max(ended(i, f.today) for i in mine))
    return known


def ended(i: Row, today: date) -> date:
    """The day on which what somebody was told of came to an end: taken back, or past its last day."""
    ends = [norwegian(i["ended_at"])] if i["ended_at"] else []
    ends += [i["ends_on"] + days(1)] if i["ends_on"] else []
    return min([*ends, today])


def unable_since(f: Facts, user: int, *, inside: bool = True) -> list[date]:
    """A private tie, leave without a deputy, the end of the work: from the first of those that hold."""
    known = f.users[user]
    since = [norwegian(known["tied_at"])] if known["tie"] not in ("", "no_tie") else []
    since += [
        a["since"]
        for a in f.absences
        if a["user_id"] == user
        and a["since"] <= f.today
        and f.still(a)
        and not (a["deputy_id"] or a["team_id"])
    ]
    if inside and not known["works"] and known["worked_until"]:
        since.append(known["worked_until"] + days(1))
    return since or [date.min]


@rule()
def role_change_without_overlap(f: Facts) -> Found:
    """T9: the one before and the new one were never there at the same time, and nobody has talked since."""
    for new in [f.main, *(c for c in f.team if c["role"] == "coordinator")]:
        if new and left_before(f, new) and not beside(f, new) and not talked_since(f, new["since"]):
            yield new["id"], new["since"], None, f.contact


def left_before(f: Facts, new: Row) -> bool:
    """Somebody else who had the role was gone when the new one came."""
    before = [c for c in f.contacts if c["role"] == new["role"] and c["user_id"] != new["user_id"]]
    return any(c["id"] < new["id"] and c["until"] and c["until"] < new["since"] for c in before)


def beside(f: Facts, new: Row) -> bool:
    """Somebody who has had the role was in the team already, and still on the day the new one came."""
    ever = {c["user_id"] for c in f.contacts if c["role"] == new["role"]} - {new["user_id"]}
    already = [c for c in f.contacts if c["user_id"] in ever and c["since"] < new["since"]]
    return any(c["until"] is None or c["until"] >= new["since"] for c in already)


def talked_since(f: Facts, day: date) -> bool:
    return any(t["held_on"] and t["held_on"] >= day for t in f.talks)


@rule()
def representative_without_overlap(f: Facts) -> Found:
    """T9, for an agency: nobody of it was there on the day its new one said yes, and the group has not met since."""
    for new in f.group:
        yes = norwegian(new["accepted_at"])
        before = [
            s
            for s in f.support
            if s["agency_id"]
            and (s["agency_id"] == new["agency_id"] and s["user_id"] != new["user_id"])
            and (s["accepted_at"] and s["accepted_at"] < new["accepted_at"])
        ]
        if before and all(s["until"] and s["until"] < yes for s in before) and not f.held_since(yes):
            yield new["id"], yes, None, (f.contact[0], new["agency_id"])


@rule()
def responsible_left(f: Facts) -> Found:
    """Whoever is on leave has not left: their deputy, or the leader, is told by `contact_away`."""
    there = {c["user_id"] for c in f.team if f.employed(c["user_id"])}
    there |= {s["user_id"] for s in f.support if f.still(s) and f.users[s["user_id"]]["active"]}
    for m in f.running:
        if (user := m["responsible_user_id"]) and user not in there:
            ends = [s["until"] for s in (*f.contacts, *f.support) if s["user_id"] == user and not f.still(s)]
            left = max(ends) + days(1) if ends else norwegian(m["written_at"])
            yield m["id"], left, None, f.holder(m)


def kinds(f: Facts) -> set[str]:
    return {f.kinds[s["agency_id"]] for s in f.group if s["agency_id"]}


@rule("waived:4", "no_plan")
def input_missing(f: Facts) -> Found:
    wrote = {
        e["source_agency_id"] for rows in (f.every_measure, f.every_note, f.every_measure_note) for e in rows
    }
    told = {i["agency_id"] for i in f.in_force() if i["topic_id"] < 40}
    for s in f.group:
        if (talk := f.needs_talk()) and f.acts_for(s) and s["agency_id"] in told - wrote:
            first = max(talk, norwegian(s["accepted_at"]))
            due = add_working_days(first, f.setting("nearest_work_week", 5))
            if due < f.today:
                yield s["id"], due + days(1), due, (s["user_id"], s["agency_id"])


@rule("waived:6.2", "no_plan", "no_sharing")
def group_meeting_late(f: Facts) -> Found:
    met = [m["date"] for m in f.meetings if m["held"] and m["date"] <= f.today]
    if f.group:
        last = max(met, default=min(norwegian(s["accepted_at"]) for s in f.group))
        due = last + days(f.setting("group_interval", 42))
        if due < f.today:
            yield f.id, due + days(1), due, f.holder()


@rule("abroad", "waived:0.2", "no_plan", "no_sharing")
def group_lacks_service(f: Facts) -> Found:
    for need in f.needs:
        helpers = set(f.helpers[need["topic_id"]])
        ripe = norwegian(need["written_at"]) + days(f.setting("need_measure", 7))
        met = any(m["status"] in MET for m in f.measures_for(need["id"]))
        if ripe <= f.today and helpers and not helpers & kinds(f) and not met:
            yield need["id"], ripe, None, f.holder(need)


@rule("remand", "preventive", "waived:0.2", "waived:7", "no_plan", "no_sharing")
def group_not_updated(f: Facts) -> Found:
    """Only of somebody who was here when the six months began; whoever comes later has a new group anyway."""
    if not f.release_within(6) or (begins := add_months(f.release, -6)) <= f.arrived:
        return
    fresh = any(norwegian(s["accepted_at"]) >= begins for s in f.group)
    if not fresh and not f.met_since(begins):
        yield f.id, begins, f.release, f.contact


@rule("remand", "preventive", "abroad", "waived:0.2", "no_plan", "no_sharing")
def no_home_municipality(f: Facts) -> Found:
    if f.release_within(6) and not kinds(f) & {"home_municipality", "district"}:
        yield f.id, max(add_months(f.release, -6), f.known_from), f.release, f.contact


@rule("remand", "preventive", "abroad", "waived:0.2", "no_plan", "no_sharing")
def no_nav_outside(f: Facts) -> Found:
    if f.release_within(6) and "nav" not in kinds(f):
        yield f.id, max(add_months(f.release, -6), f.known_from), f.release, f.contact


@rule("no_plan", "no_sharing")
def young_without_contact(f: Facts) -> Found:
    young = add_months(f.born, 12 * 25) > f.today
    due = f.arrived + days(f.setting("young", 30))
    if young and due < f.today and not f.group:
        yield f.id, due + days(1), due, f.contact


@rule()
def representative_changed(f: Facts) -> Found:
    """B11, when the two overlapped; without overlap it is `representative_without_overlap`, and only that."""
    for new in f.group:
        before = [
            s
            for s in f.support
            if s["agency_id"]
            and (s["agency_id"] == new["agency_id"] and s["user_id"] != new["user_id"])
            and (s["accepted_at"] and s["accepted_at"] < new["accepted_at"])
        ]
        yes = norwegian(new["accepted_at"])
        replaced = any(s["until"] for s in before)
        overlap = any(not s["until"] or s["until"] >= yes for s in before)
        if replaced and overlap and not f.held_since(yes):
            yield new["id"], yes, None, (f.contact[0], new["agency_id"])


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


def unanswered(f: Facts, after: int) -> dict[int, tuple[Row, date]]:
    """Questions without an answer after so many working days, and the last of those days."""
    last = {i["id"]: (i, add_working_days(norwegian(i["asked_at"]), after)) for i in open_questions(f)}
    return {number: (i, day) for number, (i, day) in last.items() if day < f.today and not i["answer"]}


@rule()
def receipt_late(f: Facts) -> Found:
    for number, (i, day) in unanswered(f, 5).items():
        if number not in unanswered(f, 10):
            yield number, day + days(1), day, asker(f, i)


@rule()
def receipt_escalated(f: Facts) -> Found:
    """B9: to the named one in an agency that consent covers; otherwise the giver's leader gets it."""
    for number, (i, day) in unanswered(f, 10).items():
        inside = asker(f, i) if asker(f, i)[1] else f.leader
        yield number, day + days(1), day, named_receiver(f, i) or inside


def named_receiver(f: Facts, i: Row) -> Owner | None:
    asked, agency = i["receiver_user_id"], i["receiver_agency_id"]
    if not agency or not f.told(agency, i["topic_id"]):
        return None
    seats = [
        s for s in f.group if s["agency_id"] == agency and asked in (None, s["user_id"]) and f.acts_for(s)
    ]
    return (min(seats, key=lambda s: s["id"])["user_id"], agency) if seats else None


def asker(f: Facts, i: Row) -> Owner:
    """The contact; where the name of an agency tells something, whoever asked it, and so knows, as long as they can."""
    telling = f.sensitive & {i["receiver_agency_id"], i["seat_agency_id"]}
    able = {c["user_id"] for c in f.able()}
    user = i["asked_by_id"] if telling and i["asked_by_id"] in able else f.contact[0]
    return user, min(telling, default=None)


@rule()
def receipt_declined(f: Facts) -> Found:
    for i in open_questions(f):
        if i["answer"] in ("declined", "question"):
            yield i["id"], norwegian(i["answered_at"]), None, asker(f, i)
