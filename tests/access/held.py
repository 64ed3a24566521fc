"""A row in each table of meetings, letters, messages and notices, for tests that need something to be there."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from pop.access.actor import acting
from pop.benefits import actions as benefits
from pop.benefits.models import Aim
from pop.challenges import actions as challenges
from pop.challenges.models import Thread as MapThread
from pop.channel import actions as channel
from pop.channel.things import PLAN as WHOLE_PLAN
from pop.channel.things import Thread
from pop.consents.forms import Scan
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.letters import actions as letters
from pop.meetings import actions as meetings
from pop.meetings.models import Series
from pop.people.models import Unit
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Meeting, Need, Plan, Source
from pop.surveys import actions as surveys
from pop.surveys.models import Survey
from pop.surveys.replies import put
from tests.access.facts import past_the_rules

BY_HANGING = (
    "challenges_threadtie", "changelog_change", "channel_attachment", "channel_messageread", "channel_reader", "conversations_confidence",
    "conversations_saidwish", "conversations_sitting", "gaps_dependency", "gaps_gapact", "meetings_calendarmark",
    "meetings_turn", "plans_contactopening",
)  # fmt: skip
"""Their own policy asks for the row that they hang on, which is not on the shared screen: `room` only says so once more."""


def furnish() -> None:
    with acting(user("elias").pk):
        plan = plan_of("elias")
    with acting(user("marte").pk):
        by_marte(plan)
    with acting(user("elias").pk):
        by_elias(plan)
    with acting(user("anders").pk):
        solvik = Unit.objects.get(name="Solvik fengsel")
        letters.keep_template(code="", unit=solvik, content=b"PK", made_by=user("anders"))
        letters.write_text(code="transfer", unit=solvik, language="nb", text="Hei", written_by=user("anders"))
    with acting(user("marte").pk):
        asked = {"survey": Survey.objects.get(code="motet"), "by": user("marte"), "name": "Runden"}
        unit = Unit.objects.get(name="Solvik fengsel")
        held = surveys.open_round(**asked, unit=unit)
        surveys.bring_in(**asked, unit=unit, number=9, counted=[("next", "yes", 5)])
    for _n in range(5):
        put(code=held.code, reply={"better": {"text": "Kortere"}})
    with acting(user("marte").pk):
        surveys.let_through(of=held, by=user("marte"), texts=[("better", "Kortere")])
    with acting(user("eva").pk):
        goal = benefits.write_goal(
            by=user("eva"), kind="step", name={"nb": "Noe nytt"}, stakeholders={}, gain="",
            leads_to=[Aim.objects.get(code="integrated")],
        )  # fmt: skip
        benefits.plan(goal=goal, by=user("eva"), owner="Regionen")
    with acting(user("kari").pk):
        challenges.suggest(by=user("kari"), knot="home", phases=["always"], title="Kort sagt", text="Lengre")
    with past_the_rules(), connection.cursor() as cursor:
        cursor.execute(
            "insert into notices_outgoing (delivery_id, at, channel, sender, recipient, subject, text)"
            " values (1, now(), 'email', 'x', 'x', 'x', 'x')"
        )


def by_marte(plan: Plan) -> None:
    marte = user("marte")
    service = Writer(marte, Source.CORRECTIONAL)
    meeting = plans.plan_meeting(plan=plan, writer=service, subject="Møte", invite=(user("kari"),))
    meetings.set_up(meeting=meeting, by=marte, arena="support_group")
    case = meetings.raise_item(meeting=meeting, writer=service, topic=1, text="Bolig")
    later = plans.plan_meeting(plan=plan, writer=service, subject="Neste møte", invite=(user("kari"),))
    meetings.pass_on(meeting=meeting, case=str(case.key), to=later)
    meetings.write_line(meeting=meeting, writer=service, topic=1, kind="said", text="Om bolig")
    meetings.arrive(meeting=meeting, user=user("kari"))
    meetings.answer(meeting=meeting, user=marte, answer="yes")
    Series.objects.create(plan=plan, weeks=4, weekday=1)
    meetings.call(
        plan=plan, writer=service, setting={"arena": "agencies"}, invite=(user("kari"),), subject="Uten Elias",
        date=timezone.localdate() + timedelta(days=3),
    )  # fmt: skip
    meetings.in_a_row([meeting])
    of_housing = Need.objects.of(plan).filter(topic=1, only_me=False)[0]
    challenges.tie(
        plan=plan, about=of_housing, by=marte, threads=MapThread.objects.filter(key="uten-egen-bolig")
    )
    meetings.make_feed()


def by_elias(plan: Plan) -> None:
    own = Writer(user("elias"), Source.PERSON)
    letters.make(
        plan=plan, writer=own, topic=1, facts=[], only_me=False, code="housing", to_name="Kommunen", subject="Brev",
        text="Hei", purpose="x",
    )  # fmt: skip
    absent = Meeting.objects.of(plan).get(subject="Uten Elias")
    need = Need.objects.of(plan).filter(topic=1, only_me=False)[0]
    meetings.consent_to_talk(
        meeting=absent, by=user("elias"), wanted={(user("kari").pk, need.pk)}, way="own_login"
    )
    message, _unread = (
        channel.send(
            plan=plan, writer=own, thread=Thread(WHOLE_PLAN), text="Hei", only=[user("marte").pk],
            files=[Scan(b"x", "image/png")],
        )
        for _ in range(2)
    )  # fmt: skip
    with acting(user("marte").pk):
        channel.mark_read(user=user("marte"), messages=[message])
