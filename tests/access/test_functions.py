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
from pop.gaps.models import Gap
from pop.handovers.models import Handover, HandoverItem
from pop.plans.models import Measure, Meeting, Need, Plan
from pop.teams.models import SupportTeamMember
from tests.access.facts import rows

PLAN, KEY, ENTRY, PERSON, WHO, DRAFT, SHEET = "plan", "key", "entry", "person", "who", "draft", "sheet"
LOOK, CHAIR = "look", "chair"
ITEM, HANDOVER, MEETING = "item", "handover", "meeting"
GAP, MEASURE, MARTE, HANNE = "gap", "a measure", "marte", "hanne"
EMPTY: tuple[object, ...] = (None, [], False, "")
CALLS: dict[str, tuple[object, ...]] = {
    "access.keep_milestones": (PLAN, 0, "[]"),
    "access.closed_until": (PLAN,),
    "access.open_turn": (1, [MARTE]),
    "access.off_screen": (MARTE,),
    "rule.reads_figures": (),
    "rule.keeps_benefits": (),
    "rule.in_trial": (1,),
    "rule.runs_trial": (1,),
    "rule.asks_in": (1,),
    "access.survey_asked": ("XXXXXX",),
    "access.survey_answer": ("XXXXXX", "{}", ""),
    "access.survey_total": (1,),
    "access.survey_counts": (1,),
    "access.survey_shown": (1,),
    "access.survey_groups": (1,),
    "access.survey_named": (1,),
    "access.survey_split": (1, "next"),
    "access.survey_texts": (1,),
    "access.survey_codes": (1, ["x"]),
    "access.survey_begin": ("XXXXXX", "x", "y"),
    "access.channel_now": (PLAN,),
    "access.may_write_message": (PLAN, "correctional", False),
    "access.message_readers": (PLAN, 1, 0, None, None, None, None),
    "access.narrow": (1, [MARTE]),
    "access.meetings_kept_out": (PLAN,),
    "access.end_meeting": (MEETING,),
    "access.milestones": (PLAN,),
    "access.contest_date": (PLAN, "two_thirds", "x", False),
    "access.ask_away": (PLAN, WHO),
    "access.enter_room": (MEETING,),
    "access.hidden_in_room": (MEETING,),
    "access.person_in_room": (MEETING,),
    "access.order_agenda": (MEETING, "{}"),
    "access.pass_on": (ENTRY, MEETING, MEETING),
    "access.read_feed": ("0" * 64,),
    "access.ask_contact": (KEY,),
    "access.my_work": (True,),
    "access.my_done": (),
    "access.colleagues": (MARTE, HANNE),
    "access.give_task": ("measure", MEASURE, KEY),
    "access.take_task": ("measure", MEASURE),
    "access.withdraw_brik": (PLAN,),
    "access.hand_gap": (GAP, WHO),
    "access.snooze_gap": (GAP, date(2026, 12, 1), "x"),
    "access.take_gap": (GAP,),
    "access.led_gap": (GAP,),
    "access.assign_contact": (KEY, WHO, "main"),
    "access.main_contact": (PLAN,),
    "access.series_days": (PLAN, "2027-04-19", 4, 2),
    "access.main_candidates": (PLAN,),
    "access.names_main": (PLAN,),
    "access.name_main_contact": (PLAN, WHO),
    "access.answer_main_contact": (KEY, True),
    "access.end_main_contact": (KEY,),
    "access.block_entry": ("plans_need", ENTRY),
    "access.close_for_me": (PLAN,),
    "access.count_prints": (PLAN, "utskrift: hele planen"),
    "access.draft_of_sheet": (PLAN, SHEET),
    "access.drop_draft": (DRAFT,),
    "access.may_preconsent": (PLAN,),
    "access.named_to_us": (),
    "access.dead_letters": (),
    "access.ask_proof": ("email",),
    "access.prove_address": ("email", "000000"),
    "access.given_topics": (PLAN, 1),
    "access.acute_circle": (PLAN,),
    "access.tell_acute": (PLAN, "acute_call", [MARTE]),
    "access.send_again": (KEY,),
    "access.row_seen": ("consents_consent", PLAN),
    "access.untied_seen": (PLAN,),
    "access.holds_measure": (PLAN,),
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
    "access.say_disagrees": ("plans_need", ENTRY, "x", False),
    "access.take_sheet": (PLAN, SHEET),
    "access.the_person": (PLAN,),
    "access.undo_merge": (KEY,),
    "access.merge_plans": (KEY, KEY),
    "access.unit_overview": (),
    "access.unit_gaps": (None, None, None),
    "access.unit_steps": ("1",),
    "access.viewers": (PLAN, 1, 0, False, None, None),
    "access.register_choices": (PLAN, "0000-0000", date(2026, 1, 2), []),
    "access.register_slip": ("0000-0000", "nav", 1, "x", "", date(2026, 1, 2)),
    "access.withdraw": (PLAN, None, None),
    "access.withdraw_told": ("Elias Brekke", "all"),
    "rule.has_role": ("dpo",),
    "access.agree_receiver": (ITEM,),
    "access.answer_by_code": (ITEM, "0000-0000", "confirmed", "", "x"),
    "access.answer_request": (ITEM, "confirmed", ""),
    "access.ask_receiver": (ITEM,),
    "access.choose_receiver": (ITEM, WHO, None, ""),
    "access.covered_items": (PLAN,),
    "access.seen_along": (PLAN, [1, 2, 3], [1], [0], [False], [None], [None], [1, 2]),
    "access.end_item": (ITEM, "x"),
    "access.live_codes": (PLAN,),
    "access.make_handover_code": (ITEM, "link"),
    "access.handover_to_move": (HANDOVER,),
    "access.move_handover": (HANDOVER, date(2027, 1, 2), None, None),
    "access.not_in_contact": (HANDOVER,),
    "access.open_handover_code": (ITEM, "0000-0000"),
    "access.register_handover_slip": ("0000-0000", "confirmed", "", "x"),
    "access.remind_receiver": (ITEM,),
    "access.request_facts": (ITEM,),
    "access.stop_handover": (HANDOVER, "cancelled", "x"),
}
KNOWN = {
    "access.on_duty": "whether one is at work oneself",
    "access.in_demo": "whether this is a demo, which its pages say",
    "rule.in_person": "whether one sees a plan as another",
    "access.colleagues": "who works in a unit, which staff may read; nothing to anybody else",
    "access.deputies": "who works for one's own agency, and can come instead of oneself; nothing to anybody else",
    "access.my_desk": "one's own teams, roster and filter",
    "rule.worked_units": "where one works",
    "access.every_plan": "nothing; it takes back what narrows",
    "access.narrowed": "what one has said oneself",
    "access.unit_days": "what a word means in a unit, which is public; whose unit it is, only to whoever sees it",
    "access.step_dates": "rows under their own policies (process/tests/test_steps.py)",
    "access.circle": "who may see the changes of a table, which is public",
    "access.open_plan": "what access.relation tells, and rows under their own policies (plans/tests/test_rows.py)",
    "access.plan_rows": "rows under their own policies (plans/tests/test_rows.py)",
    "access.names": "names under the policies of users and agencies (people/tests/test_labels.py)",
    "access.head": "who one is",
    "access.open_session": "a session, for its key, of which no table has more than a hash (test_door)",
    "access.keep_draft": "the key of what one keeps oneself (people/tests/test_kept.py)",
    "access.writer": "who one is",
    "access.me": "who one is",
    "access.moment": "the hour of deadlines",
    "access.add_working_days": "the calendar, which is everybody's",
    "access.is_working_day": "the same",
    "access.next_working_day": "the same",
    "access.working_days_between": "the same",
    "access.day": "the day of deadlines",
    "access.today": "the day",
    "access.rules_fingerprint": "the version of the rules, which is public",
    "access.demo_login": "an id, for a random key, in a demo (test_holes)",
    "access.create_plan": "asks whether one works in the unit (test_attacks)",
    "rule.key": "arithmetic",
    "access.row_key": "arithmetic",
    "access.meeting_stamp": "null for whoever may not hold the meeting (meetings/tests/test_live.py)",
    "access.make_feed": "a secret for one's own meetings (meetings/tests/test_calendar.py)",
    "access.room": "rows of which one sees nothing by it (meetings/tests/test_room.py)",
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
            ITEM: HandoverItem.objects.filter(plan=plan, asked_at__isnull=False, answer="")[0].key,
            HANDOVER: Handover.objects.filter(plan=plan)[0].key,
            GAP: Gap.objects.filter(plan=plan, closed_at=None)[0].key,
            MEETING: Meeting.objects.filter(plan=plan).values_list("pk", flat=True).first(),
            MEASURE: Measure.objects.filter(plan=plan)[0].key, MARTE: user("marte").pk, HANNE: user("hanne").pk,
            CHAIR: SupportTeamMember.objects.get(plan=plan, user=user("kari")).key,
        }  # fmt: skip

    def given(value: object) -> object:
        if isinstance(value, list):
            return [given(one) for one in value]
        return real.get(value, value) if isinstance(value, str) else value

    return [given(value) for value in CALLS.get(name, ())]


def of_nothing(value: object) -> bool:
    """A heap of answers, each of which is nothing."""
    return isinstance(value, dict) and not any(value.values())


@pytest.mark.parametrize("who", [None, "silje"])
def test_no_function_tells_an_outsider_anything(who) -> None:
    for name, arguments in callable_functions():
        if name in KNOWN or (who and name == "rule.is_staff"):
            continue
        assert arguments == 0 or name in CALLS, f"{name}: say how it is called"
        values = values_for(name)
        with acting(user(who).pk if who else None):
            answers = rows(f"select * from {name}({', '.join(['%s'] * len(values))})", values)
            rows("select set_config('pop.room', '', true)")  # out of the room again, if that was the function
        told = [value for row in answers for value in row if value not in EMPTY and not of_nothing(value)]
        assert not told, (name, told)


def test_what_an_outsider_calls_leaves_no_trace_on_the_plan() -> None:
    def traces() -> list[tuple[object, ...]]:
        with acting(user("elias").pk):
            mine = rows(
                "select (select count(*) from access_look), (select count(*) from consents_withdrawalreceipt),"
                " (select count(*) from teams_privatetie), (select count(*) from consents_consentitem where ended_at is null),"
                " (select count(*) from plans_need), (select count(*) from teams_contactteammember),"
                " (select count(*) from consents_consent where dropped_at is null and registered_by_id is null),"
                " (select count(*) from conversations_brikresult where removed_at is null),"
                " (select string_agg(i::text, ',' order by i.id) from handovers_handoveritem i),"
                " (select string_agg(h::text, ',' order by h.id) from handovers_handover h),"
                " (select count(*) from gaps_gapact), (select count(*) from gaps_gap where taken_at is not null),"
                " (select string_agg(m::text, ',' order by m.kind) from access.milestones((select id from plans_plan)) m)"
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
        "keep_milestones",
        "contest_date",
        "withdraw_brik",
        "take_gap",
        "hand_gap",
        "snooze_gap",
        "give_task",
        "take_task",
        "ask_contact",
        "choose_receiver",
        "agree_receiver",
        "ask_receiver",
        "remind_receiver",
        "end_item",
        "answer_request",
        "answer_by_code",
        "make_handover_code",
        "register_handover_slip",
        "move_handover",
        "handover_to_move",
        "stop_handover",
    ):
        values = values_for(f"access.{name}")
        with acting(user("silje").pk):
            rows(f"select access.{name}({', '.join(['%s'] * len(values))})", values)
    assert traces() == before
