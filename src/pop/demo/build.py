"""Builds the cast's plans by real actions, each done by the one who would do it, under the rules."""

from datetime import date, timedelta

from django.utils import timezone

from pop.access.actor import acting, web_login
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.demo import (
    arriving,
    benefits,
    challenges,
    conversations,
    disagreements,
    elias,
    gaps,
    handovers,
    history,
    letters,
    looks,
    meetings,
    messages,
    notices,
    places,
    process,
    proposals,
    sentences,
    services,
    surveys,
    whole_way,
    wishes,
    worklists,
)
from pop.demo.cast import BY_SLUG, CAST, PERSONS
from pop.demo.places import agency, user
from pop.people.actions import NewPerson, accept_secrecy, create_plan
from pop.people.models import Person, Unit, User, Ward
from pop.plans import actions as plans
from pop.plans import plan_actions
from pop.plans.actions import Writer
from pop.plans.models import ChoiceWay, Plan, Source
from pop.teams import actions as teams
from pop.teams.models import SupportTeamMember

PARTNERS = ("kari", "torbjorn", "sunniva", "hanne", "per", "grete", "mona", "liv")


def build() -> None:
    """The whole cast, in an empty database. As the owner: the registers; through the web login: the rest."""
    places.build()
    with web_login():
        for slug in PARTNERS:
            with acting(user(slug).pk):
                accept_secrecy(user(slug))
        start_plan("elias", by="marte", born=date(2004, 5, 3), unit="Solvik fengsel", ward="Avdeling B",
                   archive="202600518")  # fmt: skip
        start_plan("leyla", by="ola", born=date(1991, 2, 14), unit="Solvik fengsel", ward="Avdeling A",
                   archive="202600733", language="tyrkisk")  # fmt: skip
        start_plan("ida", by="jorgen", born=date(1995, 9, 30), unit="Nordnes friomsorgskontor",
                   archive="202600891")  # fmt: skip
        arriving.start()
    for member in CAST:
        if member.group == PERSONS:
            log_in_for(member.slug)
    notices.prove()
    with web_login():
        whole_way.change_contact()
        conversations.begin()
        elias.build()
        leyla()
        ida()
        sentences.build()
        looks.build()
        services.build()
        wishes.build()
        proposals.build()
        conversations.build()
        whole_way.build()
        notices.build()
        handovers.build()
        process.build()
        gaps.build()
        disagreements.build()
        history.build()
        arriving.build()
        worklists.build()
        messages.build()
        letters.build()
        challenges.build()
        surveys.build()
        meetings.build()
    services.grow_old()
    benefits.build()


def start_plan(
    slug: str,
    *,
    by: str,
    born: date,
    unit: str,
    archive: str,
    ward: str = "",
    language: str = "",
    national_id: str = "",
    arrives: date | None = None,
) -> None:
    """The officer registers the person, and confirms that there is no private tie."""
    given, family = BY_SLUG[slug].name.split()
    officer = user(by)
    with acting(officer.pk):
        place = Unit.objects.get(name=unit)
        key = create_plan(
            NewPerson(
                given_name=given,
                family_name=family,
                birth_date=born,
                unit=place,
                ward=Ward.objects.get(unit=place, name=ward) if ward else None,
                archive_number=archive,
                language=language,
                national_id=national_id,
                arrives=arrives,
            )
        )
        teams.no_private_tie(plan=Plan.objects.get(key=key), user=officer)


def log_in_for(slug: str) -> None:
    """The person's own user. As the owner, until persons can be given a login of their own."""
    given, family = BY_SLUG[slug].name.split()
    person = Person.objects.get(given_name=given, family_name=family)
    User.objects.create(
        key=BY_SLUG[slug].key,
        person=person,
        title=BY_SLUG[slug].title,
        language="en" if slug == "leyla" else "",
    )


def plan_of(slug: str) -> Plan:
    """The plan of a person of the cast, as the one who acts may see it."""
    return Plan.objects.get(person__user__key=BY_SLUG[slug].key)


def join(plan: Plan, slug: str, *, kind: str | None, role: str, by: str) -> SupportTeamMember:
    """Invited by one, accepted by the other."""
    with acting(user(by).pk):
        member = teams.invite(
            plan=plan, user=user(slug), agency=agency(kind) if kind else None, role=role, invited_by=user(by)
        )
    with acting(user(slug).pk):
        teams.accept_invitation(member)
    return member


def leyla() -> None:
    """35, two children, little Norwegian, protected address; consent on paper with interpreter, one refusal."""
    marte, ola = user("marte"), user("ola")
    with acting(marte.pk):
        plan = plan_of("leyla")
        teams.follow_up(plan=plan, user=user("farid"), role="coordinator")
        for slug in ("marte", "farid", "sunniva"):
            plan.named_access.create(user=user(slug))
        Plan.objects.filter(pk=plan.pk).update(named_only=True)
        Person.objects.filter(pk=plan.person_id).update(protection="confidential", needs_interpreter=True)
        told = Writer(marte, Source.PERSON, together=True)
        plans.say_about_me(plan=plan, writer=told, kind="about_me", text="I have two children. I miss them.")
        plans.say_about_me(plan=plan, writer=told, kind="strength", text="I cook for many and keep order.")
        plans.say_about_me(plan=plan, writer=told, kind="need_help", text="Interpreter in all meetings.")
        see_children = plans.write_need(
            plan=plan,
            writer=told,
            topic=4,
            text="Se barna oftere",
            own_words="I want to see my children more often.",
        )
        goal = plans.write_goal(
            plan=plan, writer=told, topic=4, text="I see my children every week", needs=(see_children,)
        )
        visit = plans.propose_measure(
            plan=plan, writer=Writer(marte, Source.CORRECTIONAL), topic=4, text="Søke om besøk i besøkshuset",
            demands="Du må si hvilke dager som passer.", needs=(see_children,), goals=(goal,),
            responsible_user=marte, due=timezone.localdate() + timedelta(days=9),
        )  # fmt: skip
        plans.choose_measure(visit, way=ChoiceWay.ORAL, present="Marte Nygård og tolk")
        plans.write_need(plan=plan, writer=told, topic=6, text="Vondt i kneet", acute=True)
        plans.add_contact(
            plan=plan,
            writer=told,
            relation="datter",
            is_child=True,
            private=True,
            permission="ask_first",
        )
        plan_actions.explain(plan=plan, language="tyrkisk, med tolk")
        plan_actions.refuse(plan=plan, kind="no_answer", own_words="I do not want to answer about money now.")
    with acting(user("farid").pk):
        teams.no_private_tie(plan=plan, user=user("farid"))
    join(plan, "sunniva", kind="prison_health", role="Sykepleier", by="marte")
    with acting(marte.pk):
        health = Recipient(agency=agency("prison_health"))
        paper = consents.draft(
            plan=plan,
            drafted_by=marte,
            language="tyrkisk",
            choices=[Choice(health, 6, give=True, obtain=True)],
        )
        consents.register_paper(
            paper, registered_by=marte, witness=ola, signed_on=timezone.localdate() - timedelta(days=2),
            read_aloud=True, language="tyrkisk", interpreter="Tolk på telefon, kvalifisert",
        )  # fmt: skip


def ida() -> None:
    """31, samfunnsstraff, strictly protected address: only named users open the plan."""
    jorgen = user("jorgen")
    with acting(jorgen.pk):
        plan = plan_of("ida")
        plan.named_access.create(user=jorgen)
        Plan.objects.filter(pk=plan.pk).update(named_only=True)
        Person.objects.filter(pk=plan.person_id).update(protection="strict")
        told = Writer(jorgen, Source.PERSON, together=True)
        plans.set_serving_form(
            plan=plan, writer=Writer(jorgen, Source.CORRECTIONAL), form="community_sentence",
            since=timezone.localdate() - timedelta(days=40),
        )  # fmt: skip
        plans.state_decision(
            plan=plan, writer=Writer(jorgen, Source.CORRECTIONAL), text="120 timer samfunnsstraff",
            decided_by="Nordnes tingrett", decided_on=timezone.localdate() - timedelta(days=60),
        )  # fmt: skip
        plans.write_need(plan=plan, writer=told, topic=3, text="Jobb på dagtid")
