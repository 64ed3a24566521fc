"""No policy is there for nothing: without any one of them somebody loses what they may do."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection, transaction

from pop.access.actor import act_as, acting
from pop.access.models import Submission
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.consents.models import Consent
from pop.conversations.actions import talks
from pop.conversations.actions import wishes as said
from pop.demo.build import plan_of
from pop.demo.cast import CAST
from pop.demo.places import agency, user
from pop.handovers.actions import tell_of_farewell
from pop.people.actions import NewPerson, create_plan
from pop.people.models import Unit
from pop.plans import actions as plans
from pop.plans import plan_actions, proposal_actions
from pop.plans.actions import Writer
from pop.plans.models import Contact, Plan, Source
from pop.plans.opening import record_look
from pop.process.actions import set_guardianship
from pop.sentences import actions as sentences
from pop.teams import actions as teams
from pop.worklists import actions as worklists
from tests.access import held, probes
from tests.access.facts import past_the_rules, rows
from tests.access.matrix import kept_draft


@pytest.fixture
def furnished(both_logins: str) -> Iterator[None]:
    """The cast, and a row in each table that the cast leaves empty."""
    with transaction.atomic():
        with acting(user("elias").pk):
            by_elias()
        with acting(user("marte").pk):
            by_marte()
        with acting(user("ola").pk):
            consents.withdraw_told(who="Leyla Demir", scope="topic:14")
        with acting(user("kari").pk):
            Submission.objects.create(actor_id=user("kari").pk, key=user("kari").key, answer="/")
            kept_draft()
        held.furnish()
        act_as(None)
        yield
        transaction.set_rollback(True)


def by_elias() -> None:
    plan = plan_of("elias")
    own = Writer(user("elias"), Source.PERSON)
    contact = Contact.objects.filter(plan=plan)[0]
    plans.open_contact(contact, agency=agency("nav"))
    area = plan_actions.name_own_area(plan=plan, name="Hund")
    plans.write_need(plan=plan, writer=own, topic=area.topic_id, text="Noen som passer hunden")
    nav = Recipient(agency=agency("nav"))
    consents.draft(plan=plan, drafted_by=user("elias"), choices=[Choice(nav, 1, give=True)])


def by_marte() -> None:
    plan, elias = plan_of("leyla"), plan_of("elias")
    plan_actions.keep_history(
        plan=elias, rows=[{"version": "1", "date": "1. mars", "change": "Ny", "changed_by": "Marte"}]
    )
    plan_actions.refuse(plan=elias, kind="no_answer")
    service = Writer(user("marte"), Source.CORRECTIONAL)
    plans.set_serving_form(plan=plan, writer=service, form="high_security", since=date(2026, 1, 1))
    paper = Consent.objects.filter(plan=plan, way="paper")[0]
    consents.attach_scan(paper, content=b"%PDF-1", content_type="application/pdf")
    record_look(elias, "plan", "oppfølging")
    proposal_actions.print_sheet(plan=elias, printed_by=user("marte"))
    tell_of_farewell(
        plan=elias, by=user("marte"), held_on=date(2026, 1, 2), worked="Faste samtaler", hindered=""
    )
    worklists.keep_filter(user=user("marte"), whose="", kind="talk", plan="")
    set_guardianship(plan=elias, scope="economy", by=user("marte"))
    sentences.restrict(plan=elias, writer=service, since=date(2026, 1, 2), until=date(2026, 1, 9))
    talk = talks.register_held(
        plan=elias, writer=service, kind="release_talk", held=talks.Held(date(2026, 1, 2), "Marte Nygård")
    )
    said.wish(talk, writer=service, kind="leave_plan")
    coming = create_plan(NewPerson("Odd", "Vang", None, Unit.objects.get(name="Solvik fengsel")))
    teams.no_private_tie(plan=Plan.objects.get(key=coming), user=user("marte"))
    consents.name_to_agency(
        plan=Plan.objects.get(key=coming), registered_by=user("marte"), agency=agency("nav"),
        archive_reference="2026/1",
    )  # fmt: skip
    twin = create_plan(NewPerson("Elias", "Brekke", None, Unit.objects.get(name="Solvik fengsel")), sure=True)
    teams.no_private_tie(plan=Plan.objects.get(key=twin), user=user("marte"))
    assert plan_actions.merge(keep=elias, other=Plan.objects.get(key=twin))


def all_policies() -> dict[str, list[tuple[str, str]]]:
    found = rows(
        "select tablename, policyname, cmd from pg_policies where schemaname = 'public' order by 1, 2"
    )
    return probes.policies(found)


def test_without_any_one_policy_somebody_loses_something(furnished) -> None:
    actors = [None, *(user(member.slug).pk for member in CAST)]
    idle = []
    for table, found in all_policies().items():
        for name, command in found:
            candidates = granted(table, command, actors)
            if name == "room":
                candidates = [(probe, probe.outcome()) for probe in probes.in_the_room(table, actors)]
            if not caught(table, name, candidates) and (name != "room" or table not in held.BY_HANGING):
                idle.append(f"{table}: {name} ({command})")
    assert not idle, "\n".join(idle)


known: dict[tuple[str, str], list[tuple[probes.Probe, str]]] = {}


def granted(table: str, command: str, actors: list[int | None]) -> list[tuple[probes.Probe, str]]:
    """The probes that somebody may do, with what comes of them while all policies are in place."""
    if (table, command) not in known:
        outcomes = [(probe, probe.outcome()) for probe in probes.probes(table, command, actors)]
        known[table, command] = [(probe, told) for probe, told in outcomes if not probes.refused(told)]
    return known[table, command]


def caught(table: str, name: str, candidates: list[tuple[probes.Probe, str]]) -> bool:
    """Whether dropping the policy changes the answer of some probe."""
    with transaction.atomic():
        with past_the_rules(), connection.cursor() as cursor:
            cursor.execute(f'drop policy "{name}" on {table}')
        told = any(probe.outcome() != before for probe, before in candidates)
        transaction.set_rollback(True)
    return told


def test_nobody_who_is_not_logged_in_sees_changes_or_adds_a_row(furnished) -> None:
    """But for the session that the browser itself has shown, and what a demo would have sent (of invented people)."""
    for table, found in all_policies().items():
        if table in ("access_session", "notices_outgoing"):
            continue
        for _name, command in found:
            for probe in probes.probes(table, command, [None]):
                told = probe.outcome()
                assert probes.refused(told) or told == "added" and added_nothing(probe), (
                    table,
                    command,
                    told,
                )


def added_nothing(probe: probes.Probe) -> bool:
    """A copy of no row is no row."""
    act_as(None)
    return rows(f"select count(*) from {probe.table}") == [(0,)]
