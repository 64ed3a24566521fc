"""Every function that the web server may call, called by somebody who is nothing to anybody."""

from datetime import date

import pytest

from pop.access.actor import acting
from pop.access.models import Look
from pop.consents.actions import Choice, Recipient, draft
from pop.consents.models import Consent
from pop.consents.sheets import code_of
from pop.demo.build import plan_of
from pop.demo.places import agency, user
from pop.plans.models import Need, Plan
from pop.teams.models import SupportTeamMember
from tests.access.facts import rows

PLAN, KEY, ENTRY, PERSON, WHO, DRAFT, SHEET = "plan", "key", "entry", "person", "who", "draft", "sheet"
LOOK, CHAIR = "look", "chair"
EMPTY: tuple[object, ...] = (None, [], False, "")
CALLS: dict[str, tuple[object, ...]] = {
    "access.ask_away": (PLAN, WHO),
    "access.assign_contact": (KEY, WHO, "main"),
    "access.block_entry": ("plans_need", ENTRY),
    "access.close_for_me": (PLAN,),
    "access.count_prints": (PLAN, "utskrift: hele planen"),
    "access.draft_of_sheet": (PLAN, SHEET),
    "access.drop_draft": (DRAFT,),
    "access.row_seen": ("consents_consent", PLAN),
    "access.ground": (PLAN, 1, 0, False, None, None),
    "access.make_version": (PLAN,),
    "access.must_accept_secrecy": (),
    "access.invite_by_code": (PLAN, "BCDF-GHJK-LMNP-QRST", "x"),
    "access.invite_by_name": (PLAN, KEY, "Kari Moen", "x"),
    "access.let_back": (PLAN, WHO),
    "access.my_agency_in": (PLAN,),
    "access.answer_look_question": (KEY, "x"),
    "access.ask_about_look": (LOOK, "question", "x"),
    "access.look_questions": (),
    "access.view_as": (PLAN, CHAIR),
    "access.record_look": (PLAN, "x", "y"),
    "access.record_print": (PLAN, "x"),
    "access.region_counts": (),
    "access.relation": (KEY,),
    "access.take_sheet": (PLAN, SHEET),
    "access.undo_merge": (KEY,),
    "access.merge_plans": (KEY, KEY),
    "access.unit_overview": (),
    "access.viewers": (PLAN, 1, 0, False, None, None),
    "access.register_choices": (PLAN, "0000-0000", date(2026, 1, 2), []),
    "access.register_slip": ("0000-0000", "nav", 1, "x", "", date(2026, 1, 2)),
    "access.withdraw": (PLAN, None, None),
    "access.withdraw_told": ("Elias Brekke", "all"),
    "rule.has_role": ("dpo",),
}
KNOWN = {
    "access.every_plan": "nothing; it takes back what narrows",
    "access.narrowed": "what one has said oneself",
    "access.circle": "who may see the changes of a table, which is public",
    "access.open_plan": "what access.relation tells, and rows under their own policies (plans/tests/test_rows.py)",
    "access.plan_rows": "rows under their own policies (plans/tests/test_rows.py)",
    "access.keep_draft": "the key of what one keeps oneself (people/tests/test_kept.py)",
    "access.writer": "who one is",
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


def a_draft(plan: Plan) -> Consent:
    """Something that waits for Elias's signature."""
    waiting = Consent.objects.filter(plan=plan, signed_at=None).first()
    nav = Recipient(agency=agency("nav"))
    return waiting or draft(plan=plan, drafted_by=user("elias"), choices=[Choice(nav, 5, give=True)])


def values_for(name: str) -> list[object]:
    with acting(user("elias").pk):
        plan = plan_of("elias")
        real = {
            PLAN: plan.pk, KEY: plan.key, ENTRY: Need.objects.filter(plan=plan)[0].key, PERSON: plan.person_id,
            WHO: user("silje").pk, DRAFT: a_draft(plan).pk, SHEET: code_of(a_draft(plan)),
            LOOK: Look.objects.filter(plan_id=plan.pk).latest("pk").pk,
            CHAIR: SupportTeamMember.objects.get(plan=plan, user=user("kari")).key,
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
                " (select count(*) from plans_need), (select count(*) from teams_contactteammember),"
                " (select count(*) from consents_consent where dropped_at is null and registered_by_id is null)"
            )
        with acting(user("anders").pk):
            return mine + rows("select count(*) from teams_task")

    values_for("access.drop_draft")
    before = traces()
    for name in (
        "drop_draft",
        "take_sheet",
        "record_look",
        "withdraw",
        "withdraw_told",
        "close_for_me",
        "ask_away",
        "let_back",
        "invite_by_code",
        "invite_by_name",
        "block_entry",
        "assign_contact",
    ):
        values = values_for(f"access.{name}")
        with acting(user("silje").pk):
            rows(f"select access.{name}({', '.join(['%s'] * len(values))})", values)
    assert traces() == before
