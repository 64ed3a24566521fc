"""Each look is recorded with who, which page, what for, and what let them look at that moment."""

import ast
from pathlib import Path

import pytest
from django.urls import reverse

import pop
from pop.access.actor import acting
from pop.access.models import Look
from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.demo.places import agency, user
from pop.looks.tests.conftest import looks_of, newest_look
from pop.people import looked
from pop.plans.models import Meeting, Need


@pytest.fixture(autouse=True)
def no_typesetting(monkeypatch) -> None:
    monkeypatch.setattr("weasyprint.HTML.write_pdf", lambda *arguments, **options: b"%PDF-1.7")


PAGES = [
    ("plan", {}, "plan", "oppfølging"),
    ("entry_new", {"kind": "notat"}, "write", "oppfølging"),
    ("team", {}, "teamet", "oppfølging"),
    ("consent", {}, "samtykke", "oppfølging"),
    ("print_plan", {}, "utskrift: valg", "utskrift"),
    ("print_whole", {}, "utskrift: hele planen", "utskrift"),
    ("print_pocket", {}, "utskrift: neste steg", "utskrift"),
    ("print_easy", {}, "utskrift: lett å lese", "utskrift"),
    ("tie", {}, "habilitet", "oppfølging"),
]
"""Pages that the contact team and a partner both have."""
CONTACT_PAGES = [
    ("consent_history", {}, "samtykke", "oppfølging"),
    ("consent_one", {"number": 1}, "samtykke", "oppfølging"),
    ("exclusion_new", {}, "unntak", "oppfølging"),
    ("consent_withdraw", {}, "samtykke", "oppfølging"),
    ("team_invite", {}, "teamet: inviter", "oppfølging"),
    ("team_named", {}, "teamet: hvem kan åpne", "oppfølging"),
    ("areas", {}, "areas", "oppfølging"),
    ("refusals", {}, "refusals", "oppfølging"),
    ("groundwork", {}, "groundwork", "oppfølging"),
    ("sentence_end", {}, "sentence end", "oppfølging"),
]


@pytest.mark.parametrize(
    ("who", "ground", "name", "more", "page", "purpose"),
    [
        *(("marte", "contact_team", *row) for row in [*PAGES, *CONTACT_PAGES]),
        *(("kari", "consent:1", *row) for row in PAGES),
    ],
)
def test_a_page_is_recorded_with_person_page_purpose_and_ground(
    browse, plan, who, ground, name, more, page, purpose
) -> None:
    before = len(looks_of())
    assert browse(who).get(reverse(name, kwargs={"key": plan.key, **more})).status_code == 200
    [look] = looks_of()[before:]
    assert (look.user_id, look.page, look.purpose, look.ground) == (user(who).pk, page, purpose, ground)


@pytest.mark.parametrize(
    ("kind", "slug", "find"),
    [("behov", "behov", {"model": Need, "topic": 1}), ("mote", "mote", {"model": Meeting})],
)
def test_an_entry_is_recorded_with_its_kind_and_nothing_of_what_it_says(
    browse, plan, kind, slug, find
) -> None:
    model = find.pop("model")
    with acting(user("elias").pk):
        entry = model.objects.filter(plan=plan, **find)[0]
    browse("marte").get(reverse("entry", args=[plan.key, kind, entry.key]))
    assert newest_look("marte").page == f"entry: {slug}"


def test_whoever_has_not_said_whether_there_is_a_private_tie_is_recorded_as_assigned(browse, plan) -> None:
    answer = browse("ola").get(reverse("plan", args=[plan.key]), follow=True)
    assert answer.redirect_chain
    look = newest_look("ola")
    assert (look.page, look.ground) == ("habilitet", "assigned")


def test_the_ground_is_that_of_the_moment(browse, plan) -> None:
    """A later consent does not change why somebody could look before."""
    kari = browse("kari")
    kari.get(reverse("plan", args=[plan.key]))
    before = newest_look("kari")
    with acting(user("elias").pk):
        elias, nav = user("elias"), Recipient(agency=agency("nav"))
        later = consents.sign(
            consents.draft(plan=plan, drafted_by=elias, choices=[Choice(nav, 1, give=True)])
        )
        number = later.number if later else consents.Consent.objects.latest("number").number
    kari.get(reverse("plan", args=[plan.key]))
    after = newest_look("kari")
    assert before.ground == "consent:1"
    assert after.ground == f"consent:{number}"
    assert number > 1
    with acting(user("elias").pk):
        assert Look.objects.get(pk=before.pk).ground == "consent:1"


def test_whoever_is_given_nothing_but_keeps_the_own_is_recorded_as_author(browse, plan) -> None:
    """Rule A4: what the nurse has written stays with her while any consent to her is in force."""
    with acting(user("elias").pk):
        elias, health = user("elias"), Recipient(agency=agency("prison_health"))
        consents.sign(consents.draft(plan=plan, drafted_by=elias, choices=[Choice(health, 6, obtain=True)]))
        for topic in (40, 48):
            consents.withdraw(plan=plan, recipient=health, topic=topic)
    browse("sunniva").get(reverse("plan", args=[plan.key]))
    assert newest_look("sunniva").ground == "authorship"


def test_a_look_that_was_turned_away_is_not_recorded(browse, plan) -> None:
    before = len(looks_of())
    for who in ("silje", "per", "grete", "anders", "tone"):
        assert browse(who).get(reverse("plan", args=[plan.key])).status_code == 404
    assert len(looks_of()) == before


def test_a_look_with_a_made_up_confinement_is_nobodys(plan) -> None:
    """The plan in the signed actor cannot be put there, or taken off, from outside."""
    from pop.access.actor import set_local
    from pop.looks.tests.conftest import rows

    with acting(user("kari").pk):
        [(told,)] = rows("select current_setting('pop.actor')")
        who, expires, process, mac = told.split(":")
        set_local("pop.actor", f"{who}:{expires}:{process}:{plan.pk}:{mac}")
        assert rows("select access.me()") == [(None,)]
        assert rows("select count(*) from plans_plan") == [(0,)]


def codes() -> set[str]:
    """What each page of a plan is recorded as, read from the code."""
    found = set()
    for path in Path(pop.__file__).parent.glob("*/views/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(getattr(node, "func", None), "id", "")
            if name in ("plan_page", "record_look") and isinstance(node, ast.Call):
                text = node.args[0 if name == "plan_page" else 1]
                found |= {text.value} if isinstance(text, ast.Constant) else set()
    return {str(code) for code in found}


OWN = {"sett", "som"}
"""For the person alone: never a look."""


@pytest.mark.no_database
def test_every_page_of_a_plan_has_words_for_the_person() -> None:
    assert {code for code in codes() - OWN if code not in looked.PAGES} == set()


@pytest.mark.no_database
def test_a_kind_of_entry_without_words_is_called_an_entry() -> None:
    assert looked.page_in_words("entry: noe-nytt") == looked.page_in_words("entry")
    assert looked.page_in_words("noe nytt") == "Noe nytt"


@pytest.mark.no_database
def test_grounds_in_words_name_every_consent() -> None:
    assert looked.ground_in_words("consent:1,2,4") == "Samtykke nummer 1, 2 og 4"
    assert looked.ground_in_words("consent:3") == "Samtykke nummer 3"
    assert looked.ground_in_words("") == "Ikke registrert"
