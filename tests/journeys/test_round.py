"""A samarbeidsmøte over five persons: one after another on one screen, each with what they have said yes to, and nothing of the others."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.demo.build import join, plan_of
from pop.demo.places import agency, user
from pop.meetings import actions
from pop.meetings.models import Turn
from pop.people.actions import NewPerson, create_plan
from pop.people.models import Unit
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Need, Plan, Source
from pop.teams import actions as teams
from tests.journeys.test_plan_meeting import look

pytestmark = pytest.mark.browser
OTHERS = ("Nils", "Odd", "Pia")
SUBJECT = "Tverretatlig samarbeidsmøte"


@pytest.fixture
def five(site) -> None:
    """Marte follows up three more, and Sunniva with her; each with a need of their own."""
    marte = user("marte")
    for year, name in enumerate(OTHERS, start=1990):
        with acting(marte.pk):
            key = create_plan(
                NewPerson(
                    given_name=name, family_name="Holt", birth_date=date(year, 1, 2), unit=Unit.objects.get(name="Solvik fengsel"),
                    ward=None, archive_number=f"20260{year}",
                )
            )  # fmt: skip
            teams.no_private_tie(plan=Plan.objects.get(key=key), user=marte)
            plan = Plan.objects.get(key=key)
            told = Writer(marte, Source.PERSON, together=True)
            plans.write_need(plan=plan, writer=told, topic=1, text=f"Et sted å bo for {name}")
        join(plan, "sunniva", kind="prison_health", role="Sykepleier", by="marte")
    for plan in plans_of_marte():
        consent(plan)
    with acting(user("sunniva").pk):
        for plan in Plan.objects.all():
            teams.no_private_tie(plan=plan, user=user("sunniva"))


def plans_of_marte() -> list[Plan]:
    with acting(user("marte").pk):
        return list(Plan.objects.filter(contact_team__user=user("marte")))


def consent(plan: Plan) -> None:
    """Housing and family to the health service, on paper: what somebody does not see is not talked of with them either."""
    marte = user("marte")
    with acting(marte.pk):
        clinic = Recipient(agency=agency("prison_health"))
        paper = consents.draft(
            plan=plan,
            drafted_by=marte,
            language="norsk",
            choices=[Choice(clinic, topic, give=True, obtain=False) for topic in (1, 4)],
        )
        consents.register_paper(
            paper, registered_by=marte, witness=user("farid"), signed_on=timezone.localdate(), read_aloud=True, language="norsk",
            interpreter="",
        )  # fmt: skip


def said_yes(turn: Turn, *named: str) -> None:
    """What the person has told Marte before a colleague."""
    with acting(user("marte").pk):
        needs = Need.objects.of(turn.plan).filter(only_me=False).values_list("pk", flat=True)
        actions.consent_to_talk(
            meeting=turn.meeting, by=user("marte"), way="oral", present="Farid",
            wanted={(user(name).pk, need) for name in named for need in needs},
        )  # fmt: skip


def called() -> list[Turn]:
    """The round that was called last, in order."""
    with acting(user("marte").pk):
        return list(
            Turn.objects.filter(round=Turn.objects.latest("pk").round).select_related("meeting", "plan")
        )


def test_five_persons_are_talked_of_one_by_one_and_each_as_they_have_said(five, visit):
    marte = visit("marte")
    marte.get_by_role("link", name="Mine planer").click()
    marte.get_by_role("link", name="Møter om flere").click()
    marte.get_by_role("link", name="Nytt møte om flere").click()
    marte.get_by_role("link", name=SUBJECT, exact=True).click()
    day = timezone.localdate() + timedelta(days=6)
    marte.get_by_label("Dato").fill(f"{day.day}.{day.month}.{day.year}")
    marte.get_by_label("Når begynner det?").fill("09.00")
    for name in ("Elias Brekke", "Leyla Demir", *(f"{name} Holt" for name in OTHERS)):
        marte.get_by_label(name).check()
    marte.get_by_label("Sunniva Lund").check()
    look(marte, "round-new")
    marte.get_by_role("button", name="Lagre møtet").click()
    expect(marte.get_by_text("Har ikke sagt ja ennå, og står ikke på sakslista.")).to_have_count(5)
    own_screen = marte.url

    # Four name Sunniva; Odd says yes to Marte alone.
    for turn in called():
        with acting(user("marte").pk):
            odd = str(turn.plan.person.given_name) == "Odd"
        said_yes(turn, "marte", *(() if odd else ("sunniva",)))
    marte.reload()
    expect(marte.get_by_text("Har ikke sagt ja ennå, og står ikke på sakslista.")).to_have_count(0)
    look(marte, "round-own")
    marte.get_by_label("Sunniva Lund").check()
    marte.get_by_role("button", name="Begynn på den delte skjermen").click()

    # Through them by keyboard alone: something is said of each, and it stands with the one whom it is about.
    seen = []
    for number in range(1, 6):
        expect(marte.get_by_text(f"Nummer {number} av 5")).to_be_visible()
        if marte.get_by_text("Denne kan ikke vises for alle som er her nå").is_visible():
            expect(marte.get_by_text("Odd")).to_have_count(0)
            look(marte, "round-waits")
        else:
            place = marte.get_by_text(f"Nummer {number} av 5:")
            expect(place).to_be_visible()
            seen.append(place.inner_text().split(": ")[1].split()[0])
            expect(marte.get_by_text("av 10 minutter brukt")).to_be_visible()
            marte.get_by_label("Hva ble sagt?").fill(f"Sagt om {seen[-1]}")
            marte.keyboard.press("Enter")
            expect(marte.get_by_text("Det står i referatet nå.")).to_be_visible()
            expect(marte.get_by_text("Sagt om")).to_have_count(1)
            if number == 1:
                look(marte, "round-room")
        if number < 5:
            marte.get_by_role("button", name="Neste").focus()
            marte.keyboard.press("Enter")
    assert sorted(seen) == ["Elias", "Leyla", "Nils", "Pia"]
    marte.get_by_role("button", name="Forrige").click()
    expect(marte.get_by_text("Denne kan ikke vises")).to_be_visible()
    marte.get_by_role("button", name="Forrige").click()
    expect(marte.get_by_text("Nummer 3 av 5: Nils")).to_be_visible()

    # Over: the minutes are in the plan of each.
    marte.goto(own_screen)
    marte.get_by_role("button", name="Møtet er ferdig").click()
    expect(marte.get_by_text("Brukt: 1 minutt").first).to_be_visible()
    links = marte.get_by_role("link", name="Referatet")
    expect(links).to_have_count(4)
    look(marte, "round-over")
    links.first.click()
    expect(marte.get_by_text("Sagt om Elias").first).to_be_visible()
    for other in ("Leyla", *OTHERS):
        expect(marte.get_by_text(f"Sagt om {other}")).to_have_count(0)

    elias = visit("elias", wide=False)
    with acting(user("elias").pk):
        plan = plan_of("elias")
        meeting = next(turn.meeting for turn in Turn.objects.filter(plan=plan).order_by("-pk"))
    elias.goto(f"{own_screen.split('/moterunder/')[0]}/planer/{plan.key}/moter/{meeting.key}/tatt-opp/")
    expect(elias.get_by_text("Sagt om Elias")).to_be_visible()
    expect(elias.get_by_text("Sagt om Leyla")).to_have_count(0)
