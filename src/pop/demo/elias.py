"""Elias Brekke, 22, near release: the plan that most pictures and tests show."""

from datetime import time, timedelta

from django.utils import timezone

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.demo.places import agency, user
from pop.people.models import User
from pop.plans import actions as plans
from pop.plans import plan_actions
from pop.plans.actions import Writer
from pop.plans.models import ChoiceWay, Measure, MeasureStatus, Need, Plan, Source
from pop.teams import actions as teams

HOUSING, FINANCES, SCHOOL, NETWORK, SERVICES, BODY, MIND, DRUGS, TREATMENT = 1, 2, 3, 4, 5, 6, 7, 9, 11
NAME, UNIT, RELEASE, ABOUT_ME = 40, 41, 43, 45


def days(count: int):  # type: ignore[no-untyped-def]
    """A date so many days from today."""
    return timezone.localdate() + timedelta(days=count)


def build() -> None:
    """From the first conversation to a plan in progress, step by step as it would happen."""
    from pop.demo.build import join, plan_of

    marte, elias = user("marte"), user("elias")
    with acting(marte.pk):
        plan = plan_of("elias")
        for slug, role in (("ola", "deputy"), ("farid", "coordinator")):
            teams.follow_up(plan=plan, user=user(slug), role=role)
    with acting(user("farid").pk):
        teams.no_private_tie(plan=plan, user=user("farid"))
    with acting(elias.pk):
        needs = conversation(plan, elias)
    for slug, kind, role in (
        ("kari", "nav", "Nav-veileder"),
        ("torbjorn", "school", "Lærer"),
        ("sunniva", "prison_health", "Sykepleier"),
        ("hanne", "home_municipality", "Boligkonsulent"),
        ("grete", "mediation", "Megler"),
        ("liv", None, "Frivillig"),
    ):
        join(plan, slug, kind=kind, role=role, by="marte")
    join(plan, "mona", kind="specialist_health", role="Behandler", by="elias")
    with acting(marte.pk):
        from pop.people.models import Agency

        further = Agency.objects.get(name="Sørvik kommune")
        teams.invite(plan=plan, user=user("per"), agency=further, role="Veileder", invited_by=marte)
    with acting(elias.pk):
        consent(plan, elias)
    for slug in ("kari", "torbjorn", "sunniva", "hanne", "grete", "mona", "liv"):
        with acting(user(slug).pk):
            teams.no_private_tie(plan=plan, user=user(slug))
    with acting(marte.pk):
        correctional(plan, marte)
    measures(plan, elias, needs)
    agencies_write(plan, needs)
    with acting(elias.pk):
        consents.withdraw(plan=plan, recipient=Recipient(agency=agency("mediation")))
        # B10: he would like his teacher to see to what is agreed, and has asked.
        teams.name_main_contact(plan=plan, user=user("torbjorn"))


def conversation(plan: Plan, elias: User) -> dict[str, Need]:
    """Behovssamtale: what Elias needs, wants, and can do himself."""
    own = Writer(elias, Source.PERSON)
    plans.say_about_me(
        plan=plan, writer=own, kind="about_me",
        text="Jeg er god med hendene og liker å ha noe å gjøre. Jeg blir stressa av å vente uten å vite.",
    )  # fmt: skip
    for strength in ("Jeg kan snekre og bli ferdig med det jeg begynner på", "Jeg er flink til å lære bort"):
        plans.say_about_me(plan=plan, writer=own, kind="strength", text=strength)
    plans.say_about_me(plan=plan, writer=own, kind="do_myself", text="Møte på skolen hver dag")
    plans.say_about_me(plan=plan, writer=own, kind="do_myself", text="Ringe søstera mi på søndager")
    plans.say_about_me(plan=plan, writer=own, kind="need_help", text="Finne bolig – kommunen og Nav")
    rows = {
        "home": (HOUSING, "Et fast sted å bo", "Ha min egen plass å bo", False),
        "debt": (FINANCES, "Oversikt over gjelda", "Vite hva jeg skylder, og betale litt hver måned", False),
        "school": (SCHOOL, "Fullføre utdanningen", "Ta fagbrev som tømrer", False),
        "sister": (NETWORK, "Kontakt med familie", "Ha kontakt med søstera mi", False),
        "sleep": (MIND, "Sove bedre", "Sove om natta og holde meg rusfri", True),
        "clinic": (
            TREATMENT,
            "Fortsette behandlingen ute",
            "Ha en plass i behandling når jeg kommer ut",
            False,
        ),
    }
    needs = {}
    for name, (topic, need, goal, acute) in rows.items():
        needs[name] = plans.write_need(
            plan=plan, writer=own, topic=topic, text=need, acute=acute, said_by="Elias"
        )
        plans.write_goal(plan=plan, writer=own, topic=topic, text=goal, needs=(needs[name],))
    needs["friends"] = plans.write_need(
        plan=plan, writer=own, topic=NETWORK, text="Nye folk å være sammen med",
        own_words="Jeg trenger nye folk å være sammen med",
    )  # fmt: skip
    secret = plans.write_need(plan=plan, writer=own, topic=NETWORK, text="Snakke med faren min")
    plans.keep_to_me(secret, kept=True)
    plans.write_goal(plan=plan, writer=own, topic=BODY, text="Begynne å trene", parked=True)
    for kind in ("leave_plan", "day_release_plan", "section_16a"):
        plans.wish(plan=plan, writer=own, kind=kind)
    plans.add_contact(
        plan=plan, writer=own, name="Sara", relation="søster", private=True, permission="ask_first",
        wants_along="yes", at_gate=True,
        protected=True,
    )  # fmt: skip
    return needs


def consent(plan: Plan, elias: User) -> None:
    """Elias gives each what they need, makes two exceptions, and signs himself."""
    nav, town = Recipient(agency=agency("nav")), Recipient(agency=agency("home_municipality"))
    school, health = Recipient(agency=agency("school")), Recipient(agency=agency("prison_health"))
    mediation, clinic = Recipient(agency=agency("mediation")), Recipient(agency=agency("specialist_health"))
    liv = Recipient(user=user("liv"))
    choices = [
        *(Choice(nav, topic, give=True, obtain=True, share=True) for topic in (HOUSING, FINANCES)),
        Choice(nav, SCHOOL, give=True),
        Choice(nav, RELEASE, give=True),
        *(Choice(town, topic, give=True, obtain=True, share=True) for topic in (HOUSING, FINANCES)),
        Choice(town, MIND, give=True),
        Choice(town, RELEASE, give=True),
        Choice(school, SCHOOL, give=True, obtain=True, share=True),
        Choice(school, MIND, give=True),
        Choice(health, BODY, give=True, obtain=True),
        *(Choice(health, topic, give=True) for topic in (MIND, DRUGS, TREATMENT)),
        Choice(clinic, TREATMENT, give=True),
        Choice(mediation, NETWORK, give=True),
        Choice(liv, NETWORK, give=True),
    ]
    consents.sign(consents.draft(plan=plan, drafted_by=elias, choices=choices))
    for who in (user("hanne"), user("torbjorn")):
        consents.exclude(plan=plan, made_by=elias, recipient=Recipient(user=who), topic=MIND)


def correctional(plan: Plan, marte: User) -> None:
    """What kriminalomsorgen knows: form of serving, expected release, meetings, what is decided."""
    service = Writer(marte, Source.CORRECTIONAL)
    plans.set_serving_form(plan=plan, writer=service, form="high_security", since=days(-300))
    plans.expect_release(plan=plan, writer=service, on=days(65))
    plan_actions.explain(plan=plan, language="norsk")
    plans.plan_meeting(
        plan=plan, writer=service, subject="Møte med teamet", place="Møterom 1 og video", date=days(9),
        time=time(10, 0), called_by="Farid Rahimi", invite=(user("kari"), user("torbjorn"), user("hanne")),
    )  # fmt: skip
    plans.state_decision(
        plan=plan, writer=service, text="Møteplikt hos friomsorgen i tre måneder etter løslatelsen",
        decided_by="Solvik fengsel", decided_on=days(-6), complaint_deadline=days(1),
    )  # fmt: skip


def measures(plan: Plan, elias: User, needs: dict[str, Need]) -> None:
    """What is to be done. Proposed by staff, chosen by Elias."""
    marte = user("marte")
    service = Writer(marte, Source.CORRECTIONAL)
    rows = (
        ("home", "Svare på søknaden om bolig", "hanne", "home_municipality", -4, "in_progress", ""),
        ("home", "Avklare depositum", "kari", "nav", 2, "in_progress", ""),
        ("home", "Legge fram behovet i boligmøtet", "farid", None, -14, "done", ""),
        ("debt", "Levere fakturaer til Kari", None, None, 3, "chosen", ""),
        ("debt", "Lage plan for gjelda", "kari", "nav", 17, "in_progress", ""),
        ("school", "Øve til prøven i Vg2", None, None, 24, "in_progress", ""),
        (
            "school",
            "Finne lærebedrift i Nordnes",
            "torbjorn",
            "school",
            31,
            "waiting",
            "Svar fra to bedrifter",
        ),
        ("sister", "Videosamtale hver søndag", "marte", None, -44, "done", ""),
        ("sleep", "Bestille time hos psykolog", "sunniva", "prison_health", 14, "in_progress", ""),
    )
    with acting(marte.pk):
        made: list[tuple[Measure, str, str]] = []
        for need, text, who, kind, due, status, reason in rows:
            measure = plans.propose_measure(
                plan=plan, writer=service, topic=needs[need].topic_id, text=text, needs=(needs[need],),
                person_responsible=who is None, responsible_user=user(who) if who else None,
                responsible_agency=agency(kind) if kind else None, due=days(due),
            )  # fmt: skip
            made.append((measure, status, reason))
        plans.propose_measure(
            plan=plan, writer=service, topic=needs["clinic"].topic_id, text="Avtale oppstart ute",
            needs=(needs["clinic"],),
        )  # fmt: skip
    with acting(elias.pk):
        for measure, status, reason in made:
            plans.choose_measure(measure, way=ChoiceWay.OWN_LOGIN)
            plans.set_status(measure, status=MeasureStatus(status), reason=reason)


def agencies_write(plan: Plan, needs: dict[str, Need]) -> None:
    """What the agencies write themselves; who else sees it is for Elias to say."""
    with acting(user("sunniva").pk):
        nurse = Writer(user("sunniva"), Source.AGENCY, agency=agency("prison_health"))
        plans.write_note(
            plan=plan, writer=nurse, topic=MIND, text="Elias sover tre timer i natta. Henvist til psykolog."
        )
        plans.write_note(plan=plan, writer=nurse, topic=BODY, text="Blodtrykket er målt og er fint.")
    with acting(user("kari").pk):
        adviser = Writer(user("kari"), Source.AGENCY, agency=agency("nav"))
        deposit = Measure.objects.get(plan=plan, text="Avklare depositum")
        plans.note_on_measure(measure=deposit, writer=adviser, text="Søknaden om depositum er registrert.")
    with acting(user("torbjorn").pk):
        teacher = Writer(user("torbjorn"), Source.AGENCY, agency=agency("school"))
        plans.propose_measure(
            plan=plan, writer=teacher, topic=SCHOOL, text="Leksehjelp to kvelder i uka",
            demands="Du må møte opp begge kveldene.", needs=(needs["school"],), responsible_user=user("torbjorn"),
            responsible_agency=agency("school"), due=days(12),
        )  # fmt: skip
    with acting(user("mona").pk):
        therapist = Writer(user("mona"), Source.AGENCY, agency=agency("specialist_health"))
        plans.write_note(
            plan=plan, writer=therapist, topic=TREATMENT, text="Vi holder av plass fra uka etter løslatelsen."
        )
