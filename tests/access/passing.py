"""Who knows what is passed on and what may be missed, said a second time. A part of the model.

Handovers and their checklists (B12), forhåndssamtykke (B3), and gaps (B9: outside the contact team a gap has a kind, a
date and an owner, and no more).
"""

from tests.access.model import World
from tests.access.things import Entry, Gap, Handed, Plan, User


def seen(world: World, user: User, plan: Plan) -> set[tuple[str, int]]:
    passing, inside = plan.passing, world.relation(user, plan) in ("own", "contact")
    whole = inside and not any(world.excluded(user, plan, x.topic) for x in plan.exclusions)
    own = world.relation(user, plan) == "own"
    gaps = {gap.id for gap in passing.gaps if sees_gap(world, user, plan, gap)}
    return {
        *(("handover", row) for row in passing.handovers if inside),
        *(("handed", one.id) for one in passing.handed if sees_handed(world, user, plan, one)),
        *(
            ("mark", mark.id)
            for mark in passing.marks
            if inside and open_topic(world, user, plan, mark.topic)
        ),
        *(("farewell", row) for row in passing.farewells if own or whole),
        *(
            ("preconsent", one.id)
            for one in passing.preconsents
            if own
            or (inside and (one.registered_by == user.id or world.may_be_told(user, plan, one.agency_id * 2)))
        ),
        *(("gap", gap) for gap in gaps),
        *(("gap_subject", gap.id) for gap in passing.gaps if sees_subject(world, user, plan, gap)),
        *(("gap_act", act.id) for act in passing.acts if act.gap in gaps and (inside or act.by == user.id)),
    }


def open_topic(world: World, user: User, plan: Plan, topic: int | None) -> bool:
    """Nothing is kept from the person; from others what the person keeps from them."""
    own = world.relation(user, plan) == "own"
    return own or topic is None or not world.excluded(user, plan, topic)


# What is handed over


def sees_handed(world: World, user: User, plan: Plan, one: Handed) -> bool:
    """The person all; the contact team what it may know all parts of; whoever is asked, what consent covers."""
    relation = world.relation(user, plan)
    if relation == "own":
        return True
    measure = next((e for e in plan.entries if e.kind == "measure" and e.id == one.measure), None)
    if relation == "contact":
        parts = (
            measure is None or world.sees(user, plan, measure) is not None,
            one.chair is None or one.chair in world.chairs_seen(user, plan),
            one.agency_id is None or world.may_be_told(user, plan, one.agency_id * 2),
        )
        if all(parts):
            return True
    return one.asked and is_asked(world, user, plan, one) and reaches(world, user, plan, one, measure)


def is_asked(world: World, user: User, plan: Plan, one: Handed) -> bool:
    """By name, or as one of those who sit in the team for the agency that is asked."""
    if one.user_id is not None:
        return one.user_id == user.id
    sits = one.agency_id is not None and one.agency_id * 2 in world.seats(user, plan)
    named = not plan.named_only or user.id in plan.named
    return sits and named and plan.ties.get(user.id) == "no_tie"


def reaches(world: World, user: User, plan: Plan, one: Handed, measure: Entry | None) -> bool:
    """A measure is read as in the plan; of a role the own colleagues need no consent, and everybody else does (A10, A13)."""
    if not user.active:
        return False
    if measure is not None:
        return not measure.only_me and not measure.removed and world.sees(user, plan, measure) is not None
    if one.agency_id is None and user.staff(world.today):
        named = not plan.named_only or user.id in plan.named
        return named and plan.ties.get(user.id) in (None, "no_tie")
    return world.is_partner(user, plan)


# Gaps


def entry_of(gap: Gap) -> Entry:
    return Entry("need", 0, gap.topic or 0, "agency" if gap.source_key else "person", gap.source_key)


def inside(world: World, user: User, plan: Plan, gap: Gap) -> bool:
    """The person; the contact team where the topic is open, and what an agency has written where it may be obtained."""
    relation = world.relation(user, plan)
    if relation != "contact":
        return relation == "own"
    if not open_topic(world, user, plan, gap.topic):
        return False
    return gap.source_key == 0 or obtained(world, user, plan, gap)


def obtained(world: World, user: User, plan: Plan, gap: Gap) -> bool:
    """By kriminalomsorgen, or shared with what one sits for."""
    topic = gap.topic or 0
    if world.number_of(plan, "obtain", {gap.source_key}, topic) is not None:
        return True
    given = world.number_of(plan, "give", world.receives_as(user, plan), topic) is not None
    return given and world.number_of(plan, "share", {gap.source_key}, topic) is not None


def sees_gap(world: World, user: User, plan: Plan, gap: Gap) -> bool:
    own = world.relation(user, plan) == "own"
    # What an entry is about tells whose it is; what is about nothing that one reads, names no secret agency.
    told = gap.topic is not None and gap.about != "handovers_handoveritem"
    named = gap.owner_agency is None or world.may_be_told(user, plan, gap.owner_agency * 2)
    if inside(world, user, plan, gap) and (own or told or named):
        return True
    return owns(world, user, plan, gap) or leads(world, user, plan, gap)


def owns(world: World, user: User, plan: Plan, gap: Gap) -> bool:
    """A partner's: one's own, and what belongs to the agency one sits for while consent reaches it."""
    if not world.is_partner(user, plan) or not open_topic(world, user, plan, gap.topic):
        return False
    reached = world.receives_as(user, plan) & {item.recipient for _c, item in world.in_force(plan)}
    return user.id in gap.owners or (gap.owner_agency is not None and gap.owner_agency * 2 in reached)


def leads(world: World, user: User, plan: Plan, gap: Gap) -> bool:
    """The leader of where the person is, without a private tie, and never an agency whose name tells something."""
    if plan.ties.get(user.id, "no_tie") != "no_tie":
        return False
    secret = gap.owner_agency is not None and (
        world.agencies[gap.owner_agency].sensitive and gap.owner_agency not in user.works_for(world.today)
    )
    return user.active and bool(user.leads(world.today) & plan.units) and not secret


def sees_subject(world: World, user: User, plan: Plan, gap: Gap) -> bool:
    """Where the topic is read; what belongs to no topic only inside."""
    if inside(world, user, plan, gap):
        return True
    if gap.topic is None or not world.is_partner(user, plan) or not open_topic(world, user, plan, gap.topic):
        return False
    return world.as_partner(user, plan, entry_of(gap)) is not None
