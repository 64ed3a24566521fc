"""Every function that the web server may call, called by somebody who is nothing to anybody."""

import pytest

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.plans.models import Need
from tests.access.facts import rows

PLAN, KEY, ENTRY, PERSON, WHO = "plan", "key", "entry", "person", "who"
EMPTY: tuple[object, ...] = (None, [], False, "")
CALLS: dict[str, tuple[object, ...]] = {
    "access.ask_away": (PLAN, WHO),
    "access.assign_contact": (KEY, WHO, "main"),
    "access.block_entry": ("plans_need", ENTRY),
    "access.close_for_me": (PLAN,),
    "access.ground": (PLAN, 1, 0, False, None, None),
    "access.must_accept_secrecy": (),
    "access.my_agency_in": (PLAN,),
    "access.record_look": (PLAN, "x", "y"),
    "access.region_counts": (),
    "access.relation": (KEY,),
    "access.undo_merge": (KEY,),
    "access.merge_plans": (KEY, KEY),
    "access.unit_overview": (),
    "access.viewers": (PLAN, 1, 0, False, None, None),
    "access.withdraw": (PLAN, None, None),
    "access.withdraw_told": ("Elias Brekke", "all"),
    "rule.has_role": ("dpo",),
}
KNOWN = {
    "access.me": "who one is",
    "access.today": "the day",
    "access.rules_fingerprint": "the version of the rules, which is public",
    "access.demo_login": "an id, for a random key, in a demo (test_holes)",
    "access.create_plan": "asks whether one works in the unit (test_attacks)",
    "rule.key": "arithmetic",
    "rule.hidden_agencies": "numbers of agencies, none of whose names one may know",
    "rule.sensitive_agencies": "the same",
}
"""Those that answer something to everybody, and what."""


def callable_functions() -> list[tuple[str, int]]:
    return [
        (name, arguments)
        for name, arguments in rows(
            "select n.nspname || '.' || p.proname, p.pronargs from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
            " where n.nspname in ('access', 'rule') and has_function_privilege('pop_web', p.oid, 'execute') order by 1"
        )
    ]


def values_for(name: str) -> list[object]:
    with acting(user("elias").pk):
        plan = plan_of("elias")
        real = {
            PLAN: plan.pk, KEY: plan.key, ENTRY: Need.objects.filter(plan=plan)[0].key, PERSON: plan.person_id,
            WHO: user("silje").pk,
        }  # fmt: skip
    return [real.get(value, value) if isinstance(value, str) else value for value in CALLS.get(name, ())]


@pytest.mark.parametrize("who", [None, "silje"])
def test_no_function_tells_an_outsider_anything(who) -> None:
    for name, arguments in callable_functions():
        if name in KNOWN or (who and name == "rule.is_staff"):
            continue
        assert arguments == 0 or name in CALLS, f"{name}: say how it is called"
        values = values_for(name)
        with acting(user(who).pk if who else None):
            answers = rows(f"select * from {name}({', '.join(['%s'] * len(values))})", values)
        told = [value for row in answers for value in row if value not in EMPTY]
        assert not told, (name, told)


def test_what_an_outsider_calls_leaves_no_trace_on_the_plan() -> None:
    def traces() -> list[tuple[object, ...]]:
        with acting(user("elias").pk):
            mine = rows(
                "select (select count(*) from access_look), (select count(*) from consents_withdrawalreceipt),"
                " (select count(*) from teams_privatetie), (select count(*) from consents_consentitem where ended_at is null),"
                " (select count(*) from plans_need), (select count(*) from teams_contactteammember)"
            )
        with acting(user("anders").pk):
            return mine + rows("select count(*) from teams_task")

    before = traces()
    for name in (
        "record_look",
        "withdraw",
        "withdraw_told",
        "close_for_me",
        "ask_away",
        "block_entry",
        "assign_contact",
    ):
        values = values_for(f"access.{name}")
        with acting(user("silje").pk):
            rows(f"select access.{name}({', '.join(['%s'] * len(values))})", values)
    assert traces() == before
