"""A notice is written in the transaction of what it tells of, and is seen by its user alone."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone
from tests.access.conftest import both_logins
from tests.access.facts import past_the_rules

from pop.access.actor import acting
from pop.consents.actions import Recipient, withdraw
from pop.demo.build import plan_of
from pop.demo.places import agency, user
from pop.notices.models import Notice
from pop.plans import actions as plans
from pop.plans import proposal_actions
from pop.plans.actions import Writer
from pop.plans.models import MeetingInvitee, Need, Source
from pop.teams.models import Task
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
