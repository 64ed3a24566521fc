"""Writing in a plan: every kind, by the person and by the contact team; and proposals by a partner."""

import uuid
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from pop.demo.places import user
from pop.people.models import Unit
from pop.plans import actions
from pop.plans.actions import Writer
from pop.plans.models import (
    Contact,
    Decision,
    ExpectedRelease,
    Goal,
    Measure,
    Meeting,
    MeetingInvitee,
    Need,
    Note,
    Placement,
    ProgressionWish,
    ServingForm,
    Source,
    Statement,
)
from pop.plans.tests.conftest import HOUSING, MIND, send, text

FIELDS = {
    "behov?1": (Need, {"text": "En egen seng", "acute": "on"}),
    "mal?1": (Goal, {"starter": "", "text": "Jeg bor alene"}),
    "notat?1": (Note, {"text": "Snakket om bolig"}),
    "om-meg": (Statement, {"kind": "do_myself", "text": "Stå opp om morgenen"}),
    "onske": (ProgressionWish, {"kind": "section_12", "own_words": "Nær søstera mi"}),
    "bestemt": (Decision, {"text": "Meldeplikt", "decided_by": "Retten", "decided_on": "1.9.2026"}),
    "kontakt": (Contact, {"name": "Kim", "relation": "venn", "private": "on", "permission": "may"}),
    "mote": (Meeting, {"subject": "Samtale", "date": "04.12.2026", "time": "13.00", "place": "B2"}),
}
RECORDS = {
    "form": (ServingForm, {"form": "lower_security", "since": "01.11.2026"}),
    "loslatelse": (ExpectedRelease, {"on": "2.2.27"}),
}


def new(slug: str) -> str:
    kind, _, topic = slug.partition("?")
    return f"{kind}/ny/?tema={topic}" if topic else f"{kind}/ny/"


@pytest.mark.parametrize("slug", FIELDS)
def test_the_person_writes(browse, url, act_as_member, plan, slug: str) -> None:
    model, fields = FIELDS[slug]
    answer = send(browse("elias"), url(new(slug)), kept="all", **fields)
    assert "Det står i planen nå." in text(answer)
    with act_as_member("elias"):
        row = model.objects.of(plan).latest("pk")
        assert (row.source, row.together, row.only_me) == ("person", False, False)


@pytest.mark.parametrize("slug", FIELDS | RECORDS)
@pytest.mark.parametrize("whose", ["person", "service"])
def test_the_contact_team_writes(browse, url, act_as_member, plan, slug: str, whose: str) -> None:
    model, fields = (FIELDS | RECORDS)[slug]
    page = browse("marte").get(url(new(slug)))
    asked = "Dette sier Elias selv" in text(page)
    answer = send(browse("marte"), url(new(slug)), **fields, **({"whose": whose} if asked else {}))
    assert "Det står i planen nå." in text(answer)
    with act_as_member("elias"):
        row = model.objects.of(plan).latest("pk")
        said = (whose == "person") if asked else model in (Statement, ProgressionWish)
        assert (row.source, row.together) == (("person", True) if said else ("correctional", False))


def test_the_contact_team_says_whose_words_they_are(browse, url) -> None:
    page = text(send(browse("marte"), url(f"behov/ny/?tema={HOUSING}"), text="En egen seng"))
    assert "Velg hvem som sier dette" in page


def test_a_new_stay_ends_the_one_before(browse, url, act_as_member, plan) -> None:
    with act_as_member("marte"):
        ward = Unit.objects.get(name="Solvik fengsel").wards.get(name="Avdeling A")
    send(browse("marte"), url("plassering/ny/"), where=str(ward.key), since="01.11.2026")
    with act_as_member("marte"):
        now = Placement.objects.of(plan).get(until=None)
        assert (now.ward, now.since) == (ward, date(2026, 11, 1))
    assert "Avdeling A" in text(browse("marte").get(url()))


def test_the_area_is_chosen_first_and_those_who_will_see_are_shown_before_saving(browse, url) -> None:
    client = browse("elias")
    assert "Hvilket område handler det om?" in text(client.get(url("behov/ny/")))
    housing, mind = text(client.get(url("behov/ny/?tema=1"))), text(client.get(url(f"behov/ny/?tema={MIND}")))
    assert "Hanne Vik, Boligkonsulent" in housing[housing.index("Dette får disse se") :]
    assert "Sunniva Lund" not in housing[housing.index("Dette får disse se") :]
    assert "Sunniva Lund, Sykepleier" in mind[mind.index("Dette får disse se") :]
    assert "Hanne Vik" not in mind[mind.index("Dette får disse se") :]
    body = client.get(url("behov/ny/?tema=1")).content.decode()
    assert body.index("Dette får disse se") < body.index("Skriv inn behovet</button>")


@pytest.mark.parametrize("topic", ["0", "20", "40", "99", "x", "", "1 or 1=1", "999999999999999999999"])
def test_an_area_that_is_not_there_is_not_found(browse, url, topic: str) -> None:
    assert browse("elias").get(url("behov/ny/"), {"tema": topic}).status_code == 404


def test_beside_free_text_stands_what_staff_must_pass_on(browse, url) -> None:
    for rest in ("behov/ny/?tema=1", "om-meg/ny/", "notat/ny/?tema=1", "nei/"):
        page = text(browse("elias").get(url(rest)))
        assert "Dette må ansatte melde fra om" in page, rest
        assert "Avgjørelser om progresjon kan bygge på det som står her." in page, rest


def test_a_form_with_errors_keeps_what_was_typed(browse, url) -> None:
    answer = send(
        browse("marte"),
        url("tiltak/ny/?tema=1"),
        text="Ringe utleier",
        due="31.2.2026",
        demands="Ha telefonkort",
    )
    body = answer.content.decode()
    assert 'value="Ringe utleier"' in body
    assert 'value="31.2.2026"' in body
    assert "Ha telefonkort" in body
    assert "Velg minst ett behov eller mål" in body
    assert "Du må rette" in body


def test_a_form_sent_again_acts_once(browse, url, act_as_member, plan) -> None:
    client, once = browse("elias"), str(uuid.uuid4())
    for _ in range(2):
        answer = client.post(url("behov/ny/?tema=1"), {"once": once, "text": "En egen seng", "kept": "all"})
        assert answer.status_code == 302
    with act_as_member("elias"):
        assert Need.objects.of(plan).filter(text="En egen seng").count() == 1


def test_a_need_can_be_kept_from_the_first_moment(browse, url, act_as_member, plan, member) -> None:
    send(browse("elias"), url("behov/ny/?tema=1"), text="Hemmelig", kept="alone")
    send(browse("elias"), url("behov/ny/?tema=1"), text="For Kari", kept=str(member("Kari Moen").key))
    with act_as_member("elias"):
        rows = {n.text: n for n in Need.objects.of(plan)}
    assert rows["Hemmelig"].only_me
    assert rows["For Kari"].only_me_contact_id == member("Kari Moen").pk
    kari = text(browse("kari").get(url()))
    assert "For Kari" in kari
    assert "Hemmelig" not in kari
    assert "Hemmelig" not in text(browse("marte").get(url()))


def test_a_ready_sentence_becomes_a_goal_tied_to_a_need(browse, url, act_as_member, plan, entry) -> None:
    need = entry(Need, text="Et fast sted å bo")
    send(
        browse("elias"),
        url("mal/ny/?tema=1"),
        starter="Jeg har et fast sted å bo",
        text="",
        needs=[str(need.key)],
        kept="all",
    )
    with act_as_member("elias"):
        goal = Goal.objects.of(plan).get(text="Jeg har et fast sted å bo")
        assert [link.need_id for link in goal.need_links.all()] == [need.pk]


def test_a_goal_needs_words(browse, url) -> None:
    page = text(send(browse("elias"), url("mal/ny/?tema=1"), starter="", text="", kept="all"))
    assert "Velg en setning, eller skriv målet med egne ord" in page


def measure_fields(entry, **more):
    need = str(entry(Need, text="Et fast sted å bo").key)
    return {"text": "Gå på visning", "whys": [need], "due_text": "Før løslatelsen", **more}


def test_what_the_person_writes_down_is_chosen(browse, url, act_as_member, plan, entry) -> None:
    send(
        browse("elias"),
        url("tiltak/ny/?tema=1"),
        responsible="person",
        due="4.12.26",
        kept="all",
        **measure_fields(entry),
    )
    with act_as_member("elias"):
        measure = Measure.objects.of(plan).get(text="Gå på visning")
    assert (measure.status, measure.chosen_way, measure.person_responsible) == ("chosen", "own_login", True)
    assert measure.due == date(2026, 12, 4)


def test_what_the_contact_team_writes_is_a_proposal(browse, url, act_as_member, plan, entry, member) -> None:
    farid = member("Farid Rahimi")
    answer = send(
        browse("marte"),
        url("tiltak/ny/?tema=1"),
        responsible=f"user:{farid.key}",
        whose="service",
        **measure_fields(entry),
    )
    assert "Det er med i planen når Elias har sagt ja." in text(answer)
    with act_as_member("elias"):
        measure = Measure.objects.of(plan).get(text="Gå på visning")
    assert (measure.status, measure.responsible_user_id, measure.chosen_at) == ("proposed", farid.pk, None)


@pytest.mark.parametrize(
    ("picked", "name", "shown"),
    [("name", "Utleier Olsen", "Utleier Olsen"), ("nobody", "", "Ingen ansvarlig"), ("person", "", "Elias")],
)
def test_somebody_else_or_nobody_can_answer_for_it(browse, url, entry, picked, name, shown) -> None:
    send(
        browse("marte"), url("tiltak/ny/?tema=1"), responsible=picked, responsible_name=name, whose="service",
        **measure_fields(entry),
    )  # fmt: skip
    page = text(browse("marte").get(url()))
    assert "Gå på visning" in page
    with_name = text(browse("elias").get(url()))
    assert shown in page or shown in with_name or picked == "nobody"


def test_another_without_a_name_is_an_error(browse, url, entry) -> None:
    answer = send(
        browse("marte"),
        url("tiltak/ny/?tema=1"),
        responsible="name",
        whose="service",
        **measure_fields(entry),
    )
    assert "Skriv navnet" in text(answer)


def test_a_partner_proposes_in_an_area_given_to_them(browse, url, act_as_member, plan, entry) -> None:
    client = browse("kari")
    assert "Psykisk helse" not in text(client.get(url("tiltak/ny/")))
    answer = send(client, url("tiltak/ny/?tema=1"), responsible="nobody", **measure_fields(entry))
    assert "Det er med i planen når Elias har sagt ja." in text(answer)
    with act_as_member("elias"):
        measure = Measure.objects.of(plan).get(text="Gå på visning")
        assert (measure.source, measure.source_agency.name) == ("agency", "Nav Nordnes")
    assert "Fra Kari Moen, Nav Nordnes" in text(browse("elias").get(url()))


def test_a_partner_writes_a_note(browse, url, act_as_member, plan) -> None:
    send(browse("hanne"), url("notat/ny/?tema=1"), text="Søknaden er kommet inn")
    with act_as_member("elias"):
        assert (
            Note.objects.of(plan).get(text="Søknaden er kommet inn").source_agency.name == "Nordnes kommune"
        )


def test_a_measure_form_without_anything_to_answer_says_so(browse, url, act_as_member, plan) -> None:
    with act_as_member("elias"):
        for row in [*Need.objects.of(plan), *Goal.objects.of(plan)]:
            type(row).objects.filter(pk=row.pk).update(only_me=True)
    page = text(browse("kari").get(url("tiltak/ny/?tema=1")))
    assert "Skriv et behov eller et mål først" in page


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"name": "Kim Olsen", "private": "on"}, "Skriv bare fornavnet."),
        (
            {"name": "Kim", "private": "on", "phone": "22"},
            "Om privatpersoner skriver vi bare fornavn og relasjon",
        ),
        (
            {"relation": "sønn", "is_child": "on", "workplace": "Skole"},
            "Om barn skriver vi bare relasjonen",
        ),
        (
            {"name": "Kim", "relation": "sønn", "is_child": "on"},
            "Skriv ikke navnet på et barn. Relasjonen er nok.",
        ),
        ({"is_child": "on"}, "Skriv relasjonen, for eksempel datter"),
        ({"private": "on"}, "Skriv navnet"),
        ({"name": "Kim", "relation": "Fornærmet"}, "Den som ble utsatt for lovbruddet, skal aldri stå her"),
        ({"name": "Offeret"}, "Den som ble utsatt for lovbruddet, skal aldri stå her"),
        ({"name": "Kim", "protected": "on", "email": "k@x.no"}, "Den som har adressebeskyttelse"),
    ],
)
def test_of_private_persons_little_is_written(browse, url, fields, error) -> None:
    page = text(send(browse("elias"), url("kontakt/ny/"), permission="may", kept="all", **fields))
    assert error in page


def test_a_child_is_shown_as_a_relation_and_nothing_else(browse, url, act_as_member, plan) -> None:
    fields = {"relation": "datter", "is_child": "on", "permission": "ask_first"}
    page = text(send(browse("elias"), url("kontakt/ny/"), kept="all", **fields))
    assert "Datter" in page
    assert "Datter, datter" not in page
    assert "Datter, datter" not in text(browse("marte").get(url()))
    with act_as_member("elias"):
        child = Contact.objects.of(plan).get(relation="datter")
    assert (child.private, child.name) == (True, "")
    page = text(browse("marte").get(url(f"kontakt/{child.key}/")))
    assert page.count("Datter") == 1
    assert "Spør meg først" in page


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "Liam", "is_child": True, "private": True},
        {"name": "", "is_child": False},
        {"name": "", "is_child": True, "private": True, "phone": "22"},
    ],
)
def test_the_database_takes_no_child_with_a_name_and_nobody_else_without(act_as_member, plan, fields) -> None:
    with act_as_member("elias"), pytest.raises(IntegrityError), transaction.atomic():
        actions.add_contact(plan=plan, writer=Writer(user("elias"), Source.PERSON), relation="sønn", **fields)


def test_those_who_are_called_see_the_meeting(browse, url, act_as_member, plan, member) -> None:
    kari = member("Kari Moen")
    send(browse("marte"), url("mote/ny/"), subject="Boligmøte", date="24.12.2026", invite=[str(kari.key)])
    with act_as_member("elias"):
        assert MeetingInvitee.objects.get(meeting__subject="Boligmøte").user_id == kari.pk
    assert "Boligmøte" in text(browse("kari").get(url()))
    assert "Boligmøte" not in text(browse("hanne").get(url()))


def test_a_complaint_deadline_is_after_the_decision(browse, url) -> None:
    fields = {
        "text": "Vilkår",
        "decided_by": "Retten",
        "decided_on": "1.9.2026",
        "complaint_deadline": "1.8.2026",
    }
    assert "Klagefristen må være etter" in text(send(browse("marte"), url("bestemt/ny/"), **fields))
