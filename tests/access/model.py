"""Who sees what, said a second time: in plain Python, from the documents and not from the rules' SQL.

Written from section 6 of the design and the rules A1–A19, so that a mistake in `access/*.sql` and a mistake
here are two different mistakes. `test_histories` compares the two row by row. Nothing here talks to a database.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.access.things import (
    Agency,
    Chair,
    Consent,
    Entry,
    Exclusion,
    Following,
    Item,
    Plan,
    Receipt,
    Span,
    User,
)

__all__ = [
    "Agency",
    "Chair",
    "Consent",
    "Entry",
    "Exclusion",
    "Following",
    "Item",
    "Plan",
    "Receipt",
    "Span",
    "User",
    "World",
]

NAME, MEETINGS, OWN_MEETINGS = 40, 47, 48
PAPER_LIFE = timedelta(days=14)


@dataclass
class World:
    """One moment: the day, the users, and the plans."""

    now: datetime
    today: date
    users: dict[int, User]
    agencies: dict[int, Agency]
    plans: list[Plan]

    # Consent (rules A1, A4–A6, A8)

    def in_force(self, plan: Plan) -> Iterator[tuple[Consent, Item]]:
        """Signed, not ended, within its dates, for the sentence or for the time after, on paper documented in time."""
        over = plan.sentence_ended_on is not None and plan.sentence_ended_on < self.today
        for consent in plan.consents:
            lapsed = (
                consent.signed_at is None
                or (consent.ends_on is not None and consent.ends_on < self.today)
                or over != consent.after_sentence
                or (
                    consent.way == "paper"
                    and not consent.documented
                    and consent.signed_at + PAPER_LIFE < self.now
                )
            )
            if not lapsed:
                yield from ((consent, item) for item in consent.items if not item.ended)

    def number_of(self, plan: Plan, what: str, recipients: set[int], topic: int) -> int | None:
        """The consent that lets one of the recipients give, obtain or share a topic; None when none does."""
        numbers = [
            consent.number
            for consent, item in self.in_force(plan)
            if item.recipient in recipients and item.topic == topic and getattr(item, what)
        ]
        return max(numbers, default=None)

    def excluded(self, user: User, plan: Plan, topic: int) -> bool:
        """Kept out by name, or through an agency that one works for or sits for."""
        mine = (
            {user.id * 2 + 1} | {agency * 2 for agency in user.works_for(self.today)} | self.seats(user, plan)
        )
        return any(x.topic == topic and x.recipient in mine for x in plan.exclusions if not x.lifted)

    # What one is to a plan (section 6; rules A9, A10, A13)

    def seats(self, user: User, plan: Plan) -> set[int]:
        """Recipients for which one sits in the team today, by an accepted invitation (and rule A9)."""
        return (
            set()
            if not user.accepted_secrecy
            else {
                user.id * 2 + 1 if chair.agency_id is None else chair.agency_id * 2
                for chair in plan.chairs
                if chair.user_id == user.id
                and chair.accepted
                and chair.span.holds(self.today)
                and (chair.agency_id is None or chair.agency_id in user.works_for(self.today))
            }
        )

    def receives_as(self, user: User, plan: Plan) -> set[int]:
        """Recipients whose consent reaches one: what one sits for, and oneself by name."""
        seats = self.seats(user, plan)
        return seats | {user.id * 2 + 1} if seats else set()

    def follows(self, user: User, plan: Plan) -> bool:
        """In the contact team today, and still at work in kriminalomsorgen."""
        return user.staff(self.today) and any(
            f.user_id == user.id and f.span.holds(self.today) for f in plan.contact_team
        )

    def has_consent(self, user: User, plan: Plan) -> bool:
        mine = self.receives_as(user, plan)
        return any(item.recipient in mine for _consent, item in self.in_force(plan))

    def relation(self, user: User, plan: Plan) -> str | None:
        """own, contact, partner; assigned or invited before one has said whether there is a tie; else None."""
        if not user.active:
            return None
        if user.person_id is not None:
            return "own" if user.person_id == plan.person_id else None
        if plan.named_only and user.id not in plan.named:
            return None
        answer = plan.ties.get(user.id)
        if answer not in (None, "no_tie"):
            return None
        if self.follows(user, plan):
            return "contact" if answer else "assigned"
        if self.has_consent(user, plan):
            return "partner" if answer else "invited"
        return None

    def is_partner(self, user: User, plan: Plan) -> bool:
        """Also somebody of the contact team may sit in the team for an agency."""
        relation = self.relation(user, plan)
        return relation == "partner" or (relation == "contact" and self.has_consent(user, plan))

    # Entries

    def sees(self, user: User, plan: Plan, entry: Entry) -> str | None:
        """The ground on which one sees an entry, as `access.ground()` names it, or None."""
        if entry.blocked:
            return None
        relation = self.relation(user, plan)
        if relation == "own":
            return "own_plan"
        if relation not in ("contact", "partner") or self.excluded(user, plan, entry.topic):
            return None
        if entry.kind == "message" and not self.is_meant_for(user, plan, entry):
            return None
        if entry.only_me:
            return "named_contact" if entry.named_contact == user.id else None
        contact = self.as_contact(plan, entry) if relation == "contact" else None
        return contact or (self.as_partner(user, plan, entry) if self.is_partner(user, plan) else None)

    def as_contact(self, plan: Plan, entry: Entry) -> str | None:
        """All but what an agency has written; that only where the person lets kriminalomsorgen obtain it."""
        if entry.source_key == 0:
            return "contact_team"
        number = self.number_of(plan, "obtain", {entry.source_key}, entry.topic)
        return None if number is None else f"consent:{number}"

    def as_partner(self, user: User, plan: Plan, entry: Entry) -> str | None:
        """One's own; what is given; another agency's where that one may share it as well."""
        mine = self.receives_as(user, plan)
        if any(
            entry.source_key == item.recipient for _c, item in self.in_force(plan) if item.recipient in mine
        ):
            return "authorship"
        if entry.kind == "letter":
            return None
        if entry.kind == "contact":
            return "opened" if entry.opened_to & mine else None
        if self.is_called(user, plan, entry):
            return "called"
        number = self.number_of(plan, "give", mine, entry.topic)
        if entry.source_key and number is not None:
            number = self.number_of(plan, "share", {entry.source_key}, entry.topic)
        return None if number is None else f"consent:{number}"

    def is_called(self, user: User, plan: Plan, entry: Entry) -> bool:
        """A meeting that one is called to, by the person or kriminalomsorgen (rule A2)."""
        if entry.kind == "message" and entry.written_at and entry.source_key == 0:
            # What is written at a meeting is read by whoever is called to it.
            thing = next((e for e in plan.entries if (e.kind, e.id) == entry.written_at), None)
            return thing is not None and self.is_called(user, plan, thing)
        return (
            entry.kind == "meeting"
            and entry.source_key == 0
            and user.id in entry.called
            and not self.excluded(user, plan, OWN_MEETINGS)
            and self.number_of(plan, "give", self.receives_as(user, plan), OWN_MEETINGS) is not None
        )

    def is_meant_for(self, user: User, plan: Plan, entry: Entry) -> bool:
        """A message is for those whom its writer chose, and for those who see what it is written at (rule C4)."""
        if entry.meant_for is not None and user.id not in entry.meant_for:
            return False
        if entry.written_at is None:
            return True
        if entry.written_at[0] == "handover":
            return self.relation(user, plan) == "contact"
        thing = next(e for e in plan.entries if (e.kind, e.id) == entry.written_at)
        return self.sees(user, plan, thing) is not None

    def viewers(self, plan: Plan, entry: Entry) -> dict[int, str]:
        """Everybody but the person who sees an entry, and why (rule A3)."""
        found = {user.id: self.sees(user, plan, entry) for user in self.users.values()}
        return {number: ground for number, ground in found.items() if ground not in (None, "own_plan")}

    def visible(self, user: User, plan: Plan) -> set[tuple[str, int]]:
        return {(e.kind, e.id) for e in plan.entries if self.sees(user, plan, e)}

    def threads(self, user: User, plan: Plan) -> set[tuple[str, int]]:
        """A thread is seen by whoever sees all its ends; who is called or opened to, by the contact team."""
        seen = self.visible(user, plan)
        inside = self.relation(user, plan) in ("own", "contact")
        return {
            (table, row)
            for table, row, ends in plan.threads
            if seen.issuperset(ends)
            and (inside or table not in ("opening", "invitee", "said_wish"))
            # An opening names its recipient.
            and (table != "opening" or self.may_be_told(user, plan, plan.openings[row]))
        }

    # Names (rules A2, A10; `Agency.sensitive`)

    def knows_name(self, user: User, plan: Plan) -> bool:
        """The person; and, unless the name is kept from them, the contact team and a partner given it.

        Also before the question about private ties is answered: nobody can answer it about a stranger.
        """
        relation = self.relation(user, plan)
        if relation == "own" or relation is None:
            return relation == "own"
        given = self.number_of(plan, "give", self.receives_as(user, plan), NAME) is not None
        return (relation in ("contact", "assigned") or given) and not self.excluded(user, plan, NAME)

    def hears_from(self, user: User, plan: Plan, agency: Agency) -> bool:
        """Whether one may see anything that an agency has written in a plan."""
        topics = {item.topic for _consent, item in self.in_force(plan) if item.recipient == agency.id * 2}
        return any(
            ground is not None and ground.startswith("consent:")
            for topic in topics
            for ground in [self.sees(user, plan, Entry("note", 0, topic, "agency", agency.id * 2))]
        )

    def ties_agency(self, user: User, plan: Plan, agency: Agency) -> bool:
        """Whether one may know that an agency has to do with this person."""
        return (
            not agency.sensitive
            or self.relation(user, plan) == "own"
            or agency.id in user.works_for(self.today)
            or self.hears_from(user, plan, agency)
            or (self.relation(user, plan) == "contact" and agency.id in plan.written_down.get(user.id, ()))
        )

    def sees_agency(self, user: User, agency: Agency) -> bool:
        """An agency whose name reveals something is known to those who may see what it writes."""
        if not user.active:
            return False
        if not agency.sensitive or user.person_id is not None:
            return True
        if agency.id in user.works_for(self.today) or user.has("administrator", self.today):
            return True
        return any(self.ties_agency(user, plan, agency) for plan in self.plans)

    # Who knows what has been agreed

    def may_be_told(self, user: User, plan: Plan, recipient: int) -> bool:
        """A recipient whose name reveals something is not named to those who may not know it."""
        return recipient % 2 == 1 or self.ties_agency(user, plan, self.agencies[recipient // 2])

    def items_seen(self, user: User, plan: Plan) -> set[int]:
        """Rows of consent: the person, the contact team, and the recipient while any is in force (I4, A4)."""
        relation = self.relation(user, plan)
        rows = [(c, i) for c in plan.consents for i in c.items]
        if relation == "own":
            return {item.id for _consent, item in rows}
        open_rows = [(c, i) for c, i in rows if not self.excluded(user, plan, i.topic)]
        seen: set[int] = set()
        if relation == "contact":
            seen |= {i.id for _c, i in open_rows if self.may_be_told(user, plan, i.recipient)}
        if self.is_partner(user, plan):
            reached = self.receives_as(user, plan) & {i.recipient for _c, i in self.in_force(plan)}
            seen |= {i.id for c, i in open_rows if i.recipient in reached and c.signed_at}
        return seen

    def exclusions_seen(self, user: User, plan: Plan) -> set[int]:
        """The person and the contact team; whoever is kept out is not told."""
        relation = self.relation(user, plan)
        if relation == "own":
            return {x.id for x in plan.exclusions}
        if relation == "contact":
            return {
                x.id
                for x in plan.exclusions
                if self.may_be_told(user, plan, x.recipient) and not self.excluded(user, plan, x.topic)
            }
        return set()

    def chairs_seen(self, user: User, plan: Plan) -> set[int]:
        """Who sits in the team: the person, the contact team and partners; one's own invitation always."""
        relation = self.relation(user, plan)
        seen = {chair.id for chair in plan.chairs if chair.user_id == user.id and user.active}
        if relation in ("own", "contact", "partner"):
            seen |= {
                chair.id
                for chair in plan.chairs
                if chair.agency_id is None or self.ties_agency(user, plan, self.agencies[chair.agency_id])
            }
        return seen
