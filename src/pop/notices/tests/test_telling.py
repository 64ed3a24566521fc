"""A notice is written in the transaction of what it tells of, and is seen by its user alone."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from tests.access.conftest import both_logins
from tests.access.facts import past_the_rules

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient, withdraw
from pop.conversations.actions import talks
from pop.demo.build import plan_of
from pop.demo.places import agency, user
from pop.gaps.models import Gap
from pop.gaps.tests.stage import Stage
from pop.notices.models import Notice
from pop.plans import actions as plans
from pop.plans import proposal_actions
from pop.plans.actions import Writer
from pop.plans.models import ChoiceWay, Measure, MeetingInvitee, Need, Plan, Source
from pop.teams import actions as teams
from pop.teams.models import SupportTeamMember, Task
from pop.worklists.actions import ask_contact

__all__ = ["both_logins"]


def a_task_for_marte() -> None:
    """The leader asks how it goes."""
    with acting(user("elias").pk):
        plan = plan_of("elias")
    with acting(user("anders").pk):
        assert ask_contact(plan_key=plan.key)


def test_a_task_is_told_of_in_its_transaction() -> None:
    a_task_for_marte()
    with acting(user("marte").pk):
        notice = Notice.objects.filter(what="leader_asks").get()
        assert notice.read_at is None
        assert notice.at - timezone.now() < timedelta(minutes=1)


def test_nobody_else_sees_it() -> None:
    a_task_for_marte()
    for slug in ("anders", "elias", "kari", "ola", "silje"):
        with acting(user(slug).pk):
            assert not Notice.objects.filter(what="leader_asks").exists(), slug


def test_the_person_is_told_of_a_proposal_and_the_one_who_proposed_of_the_answer() -> None:
    with acting(user("elias").pk):
        plan = plan_of("elias")
        kari = Writer(user("kari"), Source.AGENCY, agency=agency("nav"))
    with acting(kari.user.pk):
        need = Need.objects.filter(plan=plan, topic__number__lte=42)[0]
        measure = plans.propose_measure(
            plan=plan, writer=kari, topic=need.topic_id, text="Et kurs", needs=(need,)
        )
    with acting(user("elias").pk):
        assert Notice.objects.filter(what="proposed", about=measure.key).exists()
        elias = Writer(user("elias"), Source.PERSON)
        proposal_actions.answer(measure, writer=elias, kind="change", words="Kan vi vente?")
    with acting(kari.user.pk):
        assert Notice.objects.filter(what="proposal_answered", about=measure.key).exists()
    with acting(user("marte").pk):
        assert not Notice.objects.filter(about=measure.key).exists()


def test_whoever_is_called_to_a_meeting_is_told_and_nobody_else() -> None:
    with acting(user("elias").pk):
        called = MeetingInvitee.objects.filter(user=user("kari"))
        assert called.exists()
    with acting(user("kari").pk):
        assert Notice.objects.filter(what="meeting_called").exists()
    with acting(user("silje").pk):
        assert not Notice.objects.exists()


def test_what_one_may_not_see_any_more_one_is_not_told_of() -> None:
    """Kari loses all consent: her notices of the plan are gone from her page (rule I4)."""
    with acting(user("kari").pk):
        assert Notice.objects.exclude(plan=None).exists()
    with acting(user("elias").pk):
        plan = plan_of("elias")
        withdraw(plan=plan, recipient=Recipient(agency=agency("nav")))
        withdraw(plan=plan, recipient=Recipient(user=user("kari")))
    with acting(user("kari").pk):
        assert not Notice.objects.filter(plan=plan).exists()


def test_a_task_for_later_is_told_of_later() -> None:
    with acting(user("marte").pk):
        ahead = Task.objects.filter(at__gt=timezone.now()).values_list("key", flat=True)
        assert not Notice.objects.filter(about__in=list(ahead)).exists()


def test_whoever_owns_a_letter_without_an_answer_is_told_once_and_nobody_outside(both_logins) -> None:
    with past_the_rules(), connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute(UNANSWERED, {"plan": plan_key(), "owner": user("marte").pk})
            cursor.execute("set session_replication_role = replica")
            cursor.execute("update gaps_gap set closed_at = now() where rule = 'letter_unanswered'")
            cursor.execute("set session_replication_role = origin")
    with acting(user("marte").pk):
        assert Notice.objects.filter(what="letter_unanswered", kind="task").count() == 1
    for slug in ("farid", "kari", "elias", "anders", "silje"):
        with acting(user(slug).pk):
            assert not Notice.objects.filter(what="letter_unanswered").exists(), slug


def plan_key() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "select p.key from plans_plan p join people_user u on u.person_id = p.person_id where u.key = %s",
            [user("elias").key],
        )
        return str((cursor.fetchone() or ("",))[0])


UNANSWERED = """
    insert into gaps_gap (key, plan_id, rule, since, due, opened_at, owner_user_id, subject_table, subject_id, topic_id, source_key)
    select gen_random_uuid(), l.plan_id, 'letter_unanswered', current_date, current_date - 1, now(), %(owner)s, 'letters_letter', l.id,
           l.topic_id, l.source_key
    from letters_letter l join plans_plan p on p.id = l.plan_id where p.key = %(plan)s order by l.id limit 1
"""


def of_elias() -> Plan:
    with acting(user("elias").pk):
        return plan_of("elias")


def told(slug: str, what: str, **about: Any) -> int:
    with acting(user(slug).pk):
        return Notice.objects.filter(what=what, **about).count()


def test_who_proposed_is_told_of_a_yes_and_whoever_is_to_do_it_that_they_are() -> None:
    plan = of_elias()
    with acting(user("kari").pk):
        kari = Writer(user("kari"), Source.AGENCY, agency=agency("nav"))
        need = Need.objects.filter(plan=plan, topic__number__lte=42)[0]
        measure = plans.propose_measure(
            plan=plan,
            writer=kari,
            topic=need.topic_id,
            text="Et kurs",
            needs=(need,),
            responsible_user=user("marte"),
        )
    assert told("marte", "measure_given", about=measure.key) == 0, "nobody has said yes to it yet"
    with acting(user("elias").pk):
        assert plans.choose_measure(measure, way=ChoiceWay.OWN_LOGIN)
    assert told("kari", "proposal_answered", about=measure.key) == 1
    assert told("marte", "measure_given", about=measure.key) == 1
    assert told("kari", "measure_given", about=measure.key) == 0
    with acting(user("kari").pk):
        assert plans.edit(measure, responsible_user=user("farid"))
    assert told("farid", "measure_given", about=measure.key) == 1


def test_whoever_consent_does_not_reach_is_not_told_that_a_measure_is_theirs() -> None:
    plan = of_elias()
    with acting(user("elias").pk):
        need = Need.objects.of(plan).filter(topic__number__lte=42).first()
        assert need
        measure = Measure.objects.of(plan).filter(status="chosen").first()
        assert measure
        withdraw(plan=plan, recipient=Recipient(agency=agency("nav")))
        withdraw(plan=plan, recipient=Recipient(user=user("kari")))
    with past_the_rules(), connection.cursor() as cursor:
        cursor.execute(
            "update plans_measure set responsible_user_id = %s where id = %s", [user("kari").pk, measure.pk]
        )
        cursor.execute(
            "select count(*) from notices_notice where what = 'measure_given' and about = %s", [measure.key]
        )
        assert cursor.fetchone() == (0,)


def test_whoever_is_invited_to_a_group_is_told_until_they_have_answered() -> None:
    plan = of_elias()
    with acting(user("marte").pk):
        member = teams.invite(
            plan=plan,
            user=user("silje"),
            agency=None,
            role="Kontakt",
            invited_by=user("marte"),
        )
    assert told("silje", "group_invited", about=member.key, plan=None, read_at=None) == 1
    assert told("kari", "group_invited", about=member.key) == 0
    with acting(user("silje").pk):
        teams.accept_invitation(SupportTeamMember.objects.get(key=member.key))
    assert told("silje", "group_invited", about=member.key, read_at=None) == 0


def test_whoever_a_consent_lets_in_is_told_and_nobody_else() -> None:
    plan = of_elias()
    with acting(user("elias").pk):
        wanted = [Choice(Recipient(agency=agency("nav")), 3, give=True, obtain=True, share=True)]
        signed = consents.draft(plan=plan, drafted_by=user("elias"), choices=wanted)
        consents.sign(signed)
    assert told("kari", "consent_given", about=signed.key, plan=plan) == 1
    for slug in ("torbjorn", "marte", "elias", "silje"):
        assert told(slug, "consent_given", about=signed.key) == 0, slug


def test_the_person_is_told_of_a_talk_and_of_a_new_day_for_it() -> None:
    plan = of_elias()
    with acting(user("marte").pk):
        day = timezone.localdate() + timedelta(days=9)
        talk = talks.book(
            plan=plan, writer=Writer(user("marte"), Source.CORRECTIONAL), kind="regular", planned_on=day
        )
        talks.move(talk, planned_on=day + timedelta(days=1))
    assert told("elias", "talk_booked", about=talk.key) == 1
    assert told("elias", "talk_moved", about=talk.key) == 1
    assert told("kari", "talk_booked", about=talk.key) == 0


def test_whoever_owns_what_is_about_to_slip_is_told_once_until_they_open_their_tasks(
    both_logins, browse
) -> None:
    with past_the_rules(), connection.cursor() as cursor:
        cursor.execute("delete from notices_notice where what = 'work_new'")
        for _ in range(2):
            cursor.execute(A_GAP, {"plan": plan_key(), "owner": user("marte").pk})
    assert told("marte", "work_new", plan=None, read_at=None) == 1
    assert told("farid", "work_new") == told("elias", "work_new") == 0
    browse("marte").get("/oppgaver/")
    assert told("marte", "work_new", read_at=None) == 0


A_GAP = """
    insert into gaps_gap (key, plan_id, rule, since, due, opened_at, owner_user_id, subject_table, subject_id, topic_id, source_key)
    select gen_random_uuid(), m.plan_id, 'meeting_not_held', current_date, current_date - 1, now(), %(owner)s, 'plans_meeting', m.id,
           m.topic_id, m.source_key
    from plans_meeting m join plans_plan p on p.id = m.plan_id
    where p.key = %(plan)s and not exists (select 1 from gaps_gap g where g.subject_table = 'plans_meeting' and g.subject_id = m.id)
    order by m.id limit 1
"""


def test_what_one_has_just_done_oneself_is_no_news(both_logins) -> None:
    """A gap is found when the transaction ends, of whoever began it: Marte leaves out a day; somebody else did it to her."""
    stage = Stage.of_elias()
    with past_the_rules(), connection.cursor() as cursor:
        cursor.execute("update notices_notice set read_at = greatest(at, now()) where read_at is null")
    with stage.marte():
        measure = stage.measure(due=None)
    with acting(user("marte").pk):
        assert Gap.objects.filter(
            plan=stage.plan, rule="measure_without_deadline", owner_user=user("marte")
        ).exists()
    assert told("marte", "work_new", read_at=None) == 0
    with acting(user("farid").pk):
        assert plans.edit(measure, responsible_user=None)
    assert told("marte", "work_new", read_at=None) == 1
