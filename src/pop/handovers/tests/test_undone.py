"""A release that is put off, a person who comes back: however often, the plan is as it was, but for its history.

Steps are drawn at random by whoever would do them; afterwards every handover is broken off, and everything in the plan, who
may open it and what is missing are compared with before.
"""

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from tests.access.conftest import both_logins
from tests.access.facts import past_the_rules, rows

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.cast import CAST
from pop.demo.places import user
from pop.handovers import actions
from pop.handovers.models import Handover, HandoverItem, HandoverState
from pop.handovers.pathways import pathways
from pop.plans.models import Plan
from pop.plans.opening import relation_to
from pop.teams.models import ContactTeamMember, SupportTeamMember

__all__ = ["both_logins"]

HISTORY = ("handovers_", "changelog_", "gaps_", "access_", "teams_task", "history_", "worklists_", "notices_")
"""What tells what has happened, to whom it was told, and what was missing meanwhile."""
ALREADY_GOING = ("quiet",)
"""Something has happened in the plan: that is no longer missing."""


def tables() -> list[str]:
    return [
        name
        for (name,) in rows(
            "select table_name from information_schema.columns join information_schema.tables using (table_schema, table_name)"
            " where table_schema = 'public' and column_name = 'plan_id' and table_type = 'BASE TABLE' order by 1"
        )
        if not name.startswith(HISTORY)
    ]


def whole(plan: Plan) -> dict[str, object]:
    """Everything that is in the plan, who may open it as what, and what is missing in it."""
    with past_the_rules():
        # The new ones' rows stay, with an end before their beginning: that somebody was to come is history.
        found: dict[str, object] = {
            name: rows(
                f"select to_jsonb(t)::text from {name} t where plan_id = %s"
                + (
                    " and (until is null or until >= since)"
                    if name.startswith("teams_") and name.endswith("member")
                    else ""
                )
                + " order by 1",
                [plan.pk],
            )
            for name in tables()
        }
        found["gaps"] = rows(
            "select rule, subject_table, subject_id, owner_user_id, owner_agency_id, topic_id, source_key, due from gaps_gap"
            " where plan_id = %s and closed_at is null and rule <> all (%s)"
            " and subject_table <> 'handovers_handoveritem' order by 1, 2, 3",
            [plan.pk, list(ALREADY_GOING)],
        )
    for member in CAST:
        with acting(user(member.slug).pk):
            found[f"what the plan is to {member.slug}"] = relation_to(plan.key)
    return found


class Play:
    def __init__(self, plan: Plan, seed: int) -> None:
        self.plan, self.draw = plan, Random(seed)

    def going(self, *states: str) -> Handover | None:
        found = list(Handover.objects.filter(plan=self.plan, state__in=states))
        return self.draw.choice(found) if found else None

    def begin(self) -> None:
        with acting(user("marte").pk):
            day = timezone.localdate() + timedelta(self.draw.choice([-3, 0, 5, 60]))
            contacts = list(ContactTeamMember.objects.filter(plan=self.plan, until=None))
            chairs = list(
                SupportTeamMember.objects.filter(plan=self.plan, until=None, accepted_at__isnull=False)
            )
            measures = actions.to_hand_over(self.plan)
            if self.draw.random() < 0.6:  # noqa: PLR2004  (a small one is finished more often)
                contacts, chairs, measures = contacts[:1], chairs[:1], []
            actions.begin(
                plan=self.plan, begun_by=user("marte"), on_day=day,
                pathway=pathways()[self.draw.choice(list(pathways()))],
                leaving=self.draw.sample(contacts, self.draw.randint(0, len(contacts)))
                + self.draw.sample(chairs, self.draw.randint(0, min(1, len(chairs)))),
                measures=self.draw.sample(measures, self.draw.randint(0, min(2, len(measures)))),
            )  # fmt: skip

    def ask(self) -> None:
        with acting(user("marte").pk):
            item = self.an_item(asked_at=None, measure=None)
            if item and item.contact_member_id:
                key = actions.choose_receiver(
                    item, user=user(self.draw.choice(["silje", "ola", "jorgen", "farid"]))
                )
            elif item:
                key = actions.choose_receiver(item, outside="Nora Lie")
            else:
                return
            chosen = HandoverItem.objects.filter(key=key).first()
            if chosen and chosen.receiver_name:
                actions.agree(chosen)
            if chosen:
                actions.ask(chosen)

    def an_item(self, **where: object) -> HandoverItem | None:
        found = HandoverItem.objects.filter(
            plan=self.plan, replaced_at=None, ended_at=None, handover__state="open", **where
        )
        return self.draw.choice(list(found)) if found else None

    def answer(self) -> None:
        with acting(user("elias").pk):
            item = self.an_item(asked_at__isnull=False, answer="", receiver_user__isnull=False)
        if item and item.receiver_user_id:
            said = self.draw.choice(["confirmed", "confirmed", "confirmed", "declined", "question"])
            with acting(item.receiver_user_id):
                actions.answer(item, answer=said, reason="" if said == "confirmed" else "Passer ikke")

    def nobody(self) -> None:
        with acting(user("marte").pk):
            item = self.an_item()
            if item:
                actions.needs_nobody(item, reason="Trengs ikke")

    def postpone(self) -> None:
        with acting(user("marte").pk):
            handover = self.going("open", "done")
            if handover:
                actions.postpone(handover, reason="Ny sak")

    def move(self) -> None:
        with acting(user("marte").pk):
            handover = self.going("open", "postponed", "done")
            if handover:
                actions.move(handover, on_day=timezone.localdate() + timedelta(self.draw.choice([-1, 7, 90])))

    def cancel(self) -> None:
        with acting(user("marte").pk):
            handover = self.going("open", "postponed", "done")
            if handover:
                actions.cancel(handover, reason="Kom tilbake")

    def happen(self, step: Callable[[], None]) -> None:
        """A step that the database refuses is one that did not happen."""
        try:
            with transaction.atomic():
                step()
        except DatabaseError:
            pass

    def undo(self) -> None:
        """Everything that goes on or is done is broken off, the newest first."""
        with acting(user("marte").pk):
            for handover in (
                Handover.objects.filter(plan=self.plan).exclude(state="cancelled").order_by("-pk")
            ):
                assert actions.cancel(handover, reason="Kom tilbake")
            assert not Handover.objects.filter(plan=self.plan).exclude(state=HandoverState.CANCELLED).exists()


@pytest.mark.parametrize("seed", range(3))
def test_begun_put_off_moved_and_broken_off_leaves_the_plan_as_it_was(both_logins: str, seed: int) -> None:
    with acting(user("marte").pk):
        plan = plan_of("elias")
        for handover in Handover.objects.filter(plan=plan).exclude(state="cancelled"):
            actions.cancel(handover, reason="Begynner på nytt")
    before = whole(plan)
    play = Play(plan, seed)
    steps = [play.begin, play.ask, play.ask, play.ask, play.answer, play.answer, play.answer, play.nobody, play.postpone, play.move, play.cancel]  # fmt: skip
    for _ in range(3):
        play.happen(play.begin)
        for _ in range(18):
            play.happen(play.draw.choice(steps))
    with acting(user("elias").pk):
        assert Handover.objects.filter(plan=plan).count() > 3
    play.undo()
    after = whole(plan)
    different = {name: (before[name], value) for name, value in after.items() if before[name] != value}
    assert different == {}, different
