"""What can be read off the database's own catalogue, for every table and function there is or will be."""

import pytest
from django.db import Error, IntegrityError, connection, transaction

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import agency, user
from pop.plans.models import Measure, MeasureNote
from tests.access.facts import rows

RANDOM = "a random key says nothing"
REGISTER = "a public register, kept by the administrator"
BY_PLAN = "within one plan, of which the writer sees the row that is in the way"
BY_ACTOR = "one's own row"
OWN_CARD = "whoever may make a card works there, and sees the one that is in the way"
HIDDEN = "within one plan; tells the contact team, to a guessed number, that somebody they may not know of is there"

UNIQUE = {
    "worklists_keptfilter(user_id)": BY_ACTOR,
    "worklists_officerteam(unit_id,name)": "the leader of the unit sees its teams",
    "worklists_rosterday(user_id,day)": BY_ACTOR,
    "worklists_teammembership(team_id,user_id)": "the leader of the unit sees its teams",
    'changelog_subject("table",row_id)': "written by the trigger of the log only",
    "history_readmark(user_id,plan_id)": BY_ACTOR,
    "meetings_meetingset(meeting_id)": "set up by whoever sees the meeting, and so how it is set up",
    "meetings_calendarfeed(user_id)": "written by access.make_feed only",
    "meetings_calendarfeed(mac)": "written by access.make_feed only",
    "meetings_calendarmark(meeting_id)": "written by access.mark_calendar only",
    "meetings_calendarmark(uid)": "written by access.mark_calendar only",
    "meetings_meetingconsent(meeting_id,need_id,user_id)": "whoever writes it sees the meeting, the need, and all that is said yes to",
    "meetings_turn(meeting_id)": "whoever writes it sees the meeting, and so whether it has a turn",
    "meetings_turn(round)": "written by access.open_turn only",
    "notices_choice(user_id,kind,channel)": BY_ACTOR,
    "channel_reader(message_id,user_id)": "written by access.narrow only",
    "channel_messageread(message_id,user_id)": BY_ACTOR,
    "channel_unitchannel(unit_id)": "seen by whoever is logged in",
    "notices_contactpoint(user_id)": BY_ACTOR,
    "notices_delivery(notice_id,channel)": "written by access.plan_deliveries only",
    "notices_delivery(proof_id)": "written by access.ask_proof only",
    "notices_outgoing(delivery_id)": "written by access.keep_outgoing only",
    "gaps_dependency(plan_id,measure_id,waits_for_id)": BY_PLAN,
    "gaps_gap(plan_id,rule,subject_table,subject_id)": "written by access.refresh_gaps only",
    "gaps_gapsubject(gap_id)": "written by access.refresh_gaps only",
    "conversations_brikconsent(plan_id)": BY_PLAN,
    "conversations_saidwish(conversation_id,wish_id)": "whoever writes it sees both the conversation and the wish",
    "conversations_confidence(conversation_id)": "whoever writes it sees the conversation, and all that is said of it",
    "plans_version(plan_id,number)": "given by access.make_version only",
    "access_session(key_hash)": RANDOM,
    "access_submission(actor_id,key)": BY_ACTOR,
    "consents_consent(plan_id,id)": BY_PLAN,
    "consents_consent(plan_id,number)": "given by the database, whatever was asked for",
    "consents_consentitem(consent_id,recipient_key,topic_id)": "the contact team adds points to drafts of its own only",
    "consents_consentscan(consent_id)": BY_PLAN,
    "consents_consenttext(version)": REGISTER,
    "consents_preconsent(plan_id)": "whatever is open is ended by the trigger before the index is asked",
    "people_agency(kind,name)": REGISTER,
    "people_agencyrole(user_id,agency_id,since)": REGISTER,
    "people_personidentity(person_id)": "written by access.create_plan only",
    "people_region(name)": REGISTER,
    "people_secrecyacceptance(user_id,declaration_id)": BY_ACTOR,
    "people_secrecydeclaration(version)": REGISTER,
    "people_systemrole(user_id,role,since)": REGISTER,
    "people_unit(name)": REGISTER,
    "people_unitrole(user_id,unit_id,role,since)": REGISTER,
    "people_user(person_id)": "written by the owner only: the administrator registers nobody with a person",
    "people_username(user_id)": REGISTER,
    "people_ward(unit_id,name)": REGISTER,
    "plans_focusarea(plan_id,topic_id)": BY_PLAN,
    "plans_groundwork(plan_id)": BY_PLAN,
    "plans_measureneed(plan_id,measure_id,goal_id)": BY_PLAN,
    "plans_measureneed(plan_id,measure_id,need_id)": BY_PLAN,
    "plans_meetinginvitee(plan_id,meeting_id,user_id)": BY_PLAN,
    "sentences_milestone(plan_id,kind)": "written by access.keep_milestones only",
    "plans_needgoal(plan_id,need_id,goal_id)": BY_PLAN,
    "plans_ownarea(plan_id,topic_id)": BY_PLAN,
    "plans_refusal(plan_id,kind)": BY_PLAN,
    "process_guardianship(plan_id)": BY_PLAN,
    "process_planpathway(plan_id)": BY_PLAN,
    "process_stepwaived(plan_id,step)": BY_PLAN,
    "process_unitrule(unit_id,rule)": "rules of units are seen by whoever is logged in",
    "plans_topic(code)": REGISTER,
    "plans_topic(number)": REGISTER,
    "challenges_threadtie(plan_id,gap_id,thread_id)": BY_PLAN,
    "challenges_threadtie(plan_id,need_id,thread_id)": BY_PLAN,
    "challenges_threadversion(thread_id,number)": "everybody who is logged in reads the whole map",
    "benefits_baseline(measurement_id)": "an analyst reads that it is frozen",
    'benefits_baseline("only")': "an analyst reads that it is frozen",
    "benefits_figure(measurement_id,indicator,region_id,unit_id,part)": "written by the owner only",
    "benefits_aim(code)": "who writes one reads all; a code is drawn",
    "benefits_leads(cause_id,effect_id)": "who writes one reads all",
    "benefits_measurement(from_day)": "written by the owner only",
    "benefits_trialround(round_id)": "of a round of one's own",
    "benefits_trialunit(trial_id,unit_id)": "of a trial that one writes in",
    "surveys_box(round_id)": "written by access.open_round only",
    "surveys_codes(round_id)": "written by access.open_round only",
    "surveys_countedanswer(round_id,question,choice)": "of a round of one's own",
    "surveys_letthrough(round_id,question,text)": "of a round of one's own",
    "surveys_round(code)": "a code of six letters, drawn anew when it is taken",
    "surveys_survey(code,number)": "a code of the ready-made, or one drawn",
    "services_servicecard(agency_id)": OWN_CARD,
    "services_servicecard(unit_id)": OWN_CARD,
    "handovers_checklistmark(plan_id,code)": HIDDEN,
    "handovers_checklistmark(handover_id,code)": HIDDEN,
    "handovers_handoveritem(handover_id,measure_id)": HIDDEN,
    "handovers_handoveritem(handover_id,contact_member_id)": BY_PLAN,
    "handovers_handoveritem(handover_id,support_member_id)": HIDDEN,
    "teams_contactteammember(plan_id,user_id)": BY_PLAN,
    "teams_contactteammember(plan_id)": BY_PLAN,
    "teams_mainchoice(plan_id,answer)": BY_PLAN,
    "teams_namedaccess(plan_id,user_id)": BY_PLAN,
    "teams_supportteammember(plan_id,user_id)": HIDDEN,
}
"""Every unique index but row numbers and random keys, and why running into it tells nobody of a hidden row."""


def unique_indexes() -> set[str]:
    found = rows(
        "select c.relname || '(' || (select string_agg(pg_get_indexdef(i.indexrelid, n, true), ',' order by n)"
        " from generate_series(1, i.indnatts) n) || ')'"
        " from pg_index i join pg_class c on c.oid = i.indrelid"
        " where i.indisunique and c.relnamespace = 'public'::regnamespace and c.relname <> 'django_migrations'"
    )
    names = {name for (name,) in found}
    return {n for n in names if not n.endswith(("(id)", "(key)")) and not n.endswith("(plan_id,id)")} | {
        n for n in names if n == "consents_consent(plan_id,id)"
    }


def test_no_unique_constraint_tells_of_a_row_that_one_may_not_see() -> None:
    assert unique_indexes() == set(UNIQUE)


def test_the_contact_team_runs_into_no_row_that_it_does_not_see() -> None:
    """Farid is kept from an area: the rules answer before the index does."""
    from pop.consents.actions import Recipient, exclude
    from pop.plans.plan_actions import name_own_area, tick_area

    with acting(user("elias").pk):
        plan = plan_of("elias")
        area = name_own_area(plan=plan, name="Hemmelig område")
        exclude(
            plan=plan, made_by=user("elias"), recipient=Recipient(user=user("farid")), topic=area.topic_id
        )
    with acting(user("farid").pk), pytest.raises(Error, match="row-level security"), transaction.atomic():
        tick_area(plan=plan, topic=area.topic_id)


# Foreign keys ignore the rules: those within a plan carry the plan


def test_every_key_between_rows_of_a_plan_carries_the_plan() -> None:
    loose = rows(
        "with owned as (select attrelid from pg_attribute where attname = 'plan_id' and not attisdropped),"
        " keys as (select c.conrelid, c.confrelid, c.conkey, (select attnum from pg_attribute a"
        "   where a.attrelid = c.conrelid and a.attname = 'plan_id') as plan"
        "  from pg_constraint c where c.contype = 'f' and c.connamespace = 'public'::regnamespace"
        "   and c.conrelid in (select * from owned) and c.confrelid in (select * from owned))"
        " select conrelid::regclass::text, confrelid::regclass::text, conkey from keys k"
        " where not plan = any (conkey) and not exists (select 1 from keys o where o.conrelid = k.conrelid"
        "   and o.confrelid = k.confrelid and o.plan = any (o.conkey) and k.conkey <@ o.conkey)"
    )
    # The change log is written by the owner's trigger alone. Merging moves what is handed over, not the teams:
    # access.guard_handover_item says that a role belongs to its plan.
    assert {(near, far) for near, far, _ in loose} == {
        ("changelog_change", "changelog_subject"),
        ("handovers_handoveritem", "teams_contactteammember"),
        ("handovers_handoveritem", "teams_supportteammember"),
    }


CROSSING = {
    "plans_needgoal": "insert into plans_needgoal (plan_id, need_id, goal_id)"
    " select %(plan)s, %(need)s, min(id) from plans_goal where plan_id = %(plan)s",
    "plans_measureneed": "insert into plans_measureneed (plan_id, measure_id, need_id)"
    " select %(plan)s, min(id), %(need)s from plans_measure where plan_id = %(plan)s",
    "plans_contactopening": "insert into plans_contactopening (plan_id, contact_id, user_id)"
    " values (%(plan)s, %(contact)s, %(user)s)",
    "plans_meetinginvitee": "insert into plans_meetinginvitee (plan_id, meeting_id, user_id)"
    " values (%(plan)s, %(meeting)s, %(user)s)",
    "consents_consentitem": "insert into consents_consentitem (plan_id, consent_id, topic_id, user_id, give, obtain,"
    " share, end_reason) values (%(plan)s, %(consent)s, 1, %(user)s, true, true, true, '')",
}


@pytest.mark.parametrize("table", CROSSING)
def test_nothing_of_one_plan_is_tied_to_another(table) -> None:
    """Marte is in both contact teams and sees both rows; still no thread crosses."""
    with acting(user("marte").pk):
        leyla, elias = plan_of("leyla").pk, plan_of("elias").pk
        [values] = rows(
            "select (select min(id) from plans_need where plan_id = %s), (select min(id) from plans_contact where plan_id = %s),"
            " (select min(id) from plans_meeting where plan_id = %s), (select min(id) from consents_consent where plan_id = %s)",
            [leyla, leyla, elias, leyla],
        )
        names = dict(zip(("need", "contact", "meeting", "consent"), values, strict=True))
        plan = leyla if table == "plans_meetinginvitee" else elias
        refused = pytest.raises((IntegrityError, Error))
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(CROSSING[table], names | {"plan": plan, "user": user("liv").pk})


def test_what_was_done_is_written_to_no_measure_that_one_does_not_see() -> None:
    """The key alone would tell that there is one."""
    with acting(user("elias").pk):
        plan = plan_of("elias")
        hidden = Measure.objects.get(text="Bestille time hos psykolog")
        nav = agency("nav")
    note = MeasureNote(
        plan=plan, topic_id=1, source="agency", source_agency=nav, written_by=user("kari"),
        measure_id=hidden.pk, text="x",
    )  # fmt: skip
    with acting(user("kari").pk), pytest.raises(Error, match="row-level security"), transaction.atomic():
        note.save(force_insert=True)


# Tables, views and functions


def test_every_table_has_row_security_and_a_policy_or_no_grant() -> None:
    for name, secured, policies, granted in rows(
        "select c.relname, c.relrowsecurity, (select count(*) from pg_policy p where p.polrelid = c.oid),"
        " has_table_privilege('pop_web', c.oid, 'select, insert, update, delete, truncate')"
        " or has_any_column_privilege('pop_web', c.oid, 'select, insert, update')"
        " from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')"
    ):
        assert secured, name
        assert policies or not granted, name


def test_no_grant_reaches_beyond_the_policies() -> None:
    """A table may be deleted from, or truncated, only where some policy says so."""
    for name, privilege in rows(
        "select c.relname, p from pg_class c, unnest(array['select', 'insert', 'update', 'delete']) p"
        " where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'"
        " and has_table_privilege('pop_web', c.oid, p) and not exists (select 1 from pg_policies l"
        " where l.schemaname = 'public' and l.tablename = c.relname and lower(l.cmd) in (p, 'all'))"
    ):
        pytest.fail(f"{privilege} on {name} is granted, and no policy says for which rows")
    assert (
        rows(
            "select 1 from pg_class where has_table_privilege('pop_web', oid, 'truncate, references, trigger')"
            " and relnamespace in ('public'::regnamespace, 'access'::regnamespace, 'rule'::regnamespace)"
        )
        == []
    )


def test_every_definer_function_has_a_pinned_search_path() -> None:
    for name, settings in rows(
        "select oid::regprocedure::text, proconfig from pg_proc where prosecdef"
        " and pronamespace in ('access'::regnamespace, 'rule'::regnamespace, 'public'::regnamespace)"
    ):
        path = next((s for s in settings or () if s.startswith("search_path=")), "")
        assert path in ("search_path=public, pg_temp", "search_path=pg_catalog"), name


def test_no_login_reads_a_view_of_the_rules() -> None:
    """They see past every policy, and without a barrier a cheap function in a WHERE would see with them (pitfall 2)."""
    readable = rows(
        "select relname from pg_class where relkind = 'v' and relnamespace in"
        " ('rule'::regnamespace, 'access'::regnamespace)"
        " and (has_table_privilege('pop_web', oid, 'select') or has_any_column_privilege('pop_web', oid, 'select'))"
    )
    assert readable == []


def test_every_function_belongs_to_the_owner_and_none_is_open_to_all() -> None:
    for name, owner, for_all in rows(
        "select p.oid::regprocedure::text, pg_get_userbyid(proowner),"
        " exists (select 1 from aclexplode(coalesce(proacl, acldefault('f', proowner))) a where a.grantee = 0)"
        " from pg_proc p where pronamespace in ('access'::regnamespace, 'rule'::regnamespace)"
    ):
        assert owner == "pop_owner", name
        assert not for_all, name


def test_no_function_tells_anybody_by_a_notice() -> None:
    assert (
        rows(
            "select proname from pg_proc where pronamespace in ('access'::regnamespace, 'rule'::regnamespace)"
            r" and (prosrc ~* '\ynotify\y' or prosrc ~* 'raise +(notice|log|info|warning)')"
        )
        == []
    )
