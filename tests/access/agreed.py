"""Who knows what has been agreed: consents, signed sheets and receipts, said a second time. A part of the model."""

from tests.access.model import World
from tests.access.things import Item, Plan, Receipt, User


def told(world: World, user: User, plan: Plan, item: Item) -> bool:
    """A point that the contact team may know of."""
    return world.may_be_told(user, plan, item.recipient) and not world.excluded(user, plan, item.topic)


def consents_seen(world: World, user: User, plan: Plan) -> set[int]:
    """One that is only about what the contact team may not know is not there for it.

    Whoever wrote or registered it knows it anyway. What was dropped is the person's and its writer's.
    """
    relation = world.relation(user, plan)
    if relation == "own":
        return {consent.id for consent in plan.consents}
    seen: set[int] = set()
    if relation == "contact":
        for consent in plan.consents:
            registered = consent.registered_by == user.id
            known = registered or any(told(world, user, plan, item) for item in consent.items)
            if consent.drafted_by == user.id or (known and not consent.dropped):
                seen.add(consent.id)
    if world.is_partner(user, plan):
        reached = world.receives_as(user, plan) & {i.recipient for _c, i in world.in_force(plan)}
        signed = [consent for consent in plan.consents if consent.signed_at]
        seen |= {c.id for c in signed if any(item.recipient in reached for item in c.items)}
    return seen


def sheets_seen(world: World, user: User, plan: Plan) -> set[int]:
    """A signed sheet names all: the person, and those of the contact team from whom nothing is kept."""
    relation, sheets = world.relation(user, plan), [c for c in plan.consents if c.has_sheet]
    if relation == "own":
        return {consent.id for consent in sheets}
    if relation != "contact" or any(world.excluded(user, plan, x.topic) for x in plan.exclusions):
        return set()
    return {c.id for c in sheets if c.items and all(told(world, user, plan, i) for i in c.items)}


def receipts_seen(world: World, user: User, plan: Plan) -> set[int]:
    """The person, whoever was told, and the contact team when neither the words nor all that ended is hidden."""
    relation = world.relation(user, plan)
    if not user.active:
        return set()
    seen = {r.id for r in plan.receipts if r.registered_by == user.id or relation == "own"}
    if relation == "contact":
        seen |= {receipt.id for receipt in plan.receipts if receipt_told(world, user, plan, receipt)}
    return seen


def receipt_told(world: World, user: User, plan: Plan, receipt: Receipt) -> bool:
    if receipt.recipient is not None and not world.may_be_told(user, plan, receipt.recipient):
        return False
    if receipt.topic is not None and world.excluded(user, plan, receipt.topic):
        return False
    ended = [item for c in plan.consents for item in c.items if item.ended == receipt.at]
    return not ended or any(told(world, user, plan, item) for item in ended)
