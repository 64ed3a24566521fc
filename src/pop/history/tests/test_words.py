"""Each kind of change is in the log with its words, and with who did it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from pop.consents import actions as consents
from pop.consents.models import Consent, Exclusion
from pop.demo.places import agency, user
from pop.history.actions import make_version
from pop.plans import actions, plan_actions
from pop.plans.actions import Writer
from pop.plans.models import Contact, Measure, Meeting, Need, Plan, Source
from pop.plans.tests.conftest import text
from pop.teams import actions as teams
from pop.teams.models import SupportTeamMember

Act = Callable[[Plan, Writer], Any]
ANY = 1


def need_of(plan: Plan) -> Need:
    return Need.objects.filter(plan=plan, only_me=False, source="person").first()


def measure_of(plan: Plan) -> Measure:
    return Measure.objects.filter(plan=plan, source__in=("person", "correctional")).first()


def tie_first_measure(plan: Plan, writer: Writer) -> None:
    need = actions.write_need(plan=plan, writer=writer, topic=ANY, text="Et nytt behov")
    actions.tie_measure(measure_of(plan), needs=(need,))


def edit(fields: dict[str, Any]) -> Act:
    return lambda plan, writer: actions.edit(need_of(plan), **fields)


def write(function: Callable[..., Any], **fields: Any) -> Act:
    return lambda plan, writer: function(plan=plan, writer=writer, **fields)


def propose(plan: Plan, writer: Writer) -> None:
    actions.propose_measure(plan=plan, writer=writer, topic=ANY, text="Søke jobb", needs=(need_of(plan),))


def sign(plan: Plan, writer: Writer) -> None:
    choice = consents.Choice(recipient=consents.Recipient(agency=agency("school")), topic=ANY, give=True)
    draft = consents.draft(plan=plan, drafted_by=user("elias"), choices=[choice])
    consents.sign(draft)


MARTE: list[tuple[str, Act, str]] = [
    ("need", write(actions.write_need, topic=ANY, text="Noe nytt"), "Behov lagt til : Noe nytt"),
    ("goal", write(actions.write_goal, topic=ANY, text="Et nytt mål"), "Mål lagt til : Et nytt mål"),
    ("measure", propose, "Tiltak lagt til : Søke jobb"),
    ("thread", tie_first_measure, "Svarer nå på: Et nytt behov"),
    ("note", write(actions.write_note, topic=ANY, text="Et notat"), "Notat lagt til : Et notat"),
    ("decision", write(actions.state_decision, text="Møteplikt", decided_by="Friomsorgen", decided_on=date(2026, 1, 5)),
     "Dette er bestemt lagt til : Møteplikt"),
    ("release", write(actions.expect_release, on=date(2027, 2, 3)), "Forventet løslatelse lagt til : onsdag 3. februar 2027"),
    ("edit", edit({"said_by": "Mora til Elias"}), "Nå: Mora til Elias"),
    ("remove", lambda plan, writer: actions.remove(need_of(plan)), "Behov tatt ut"),
    ("done", lambda plan, writer: actions.note_on_measure(measure=measure_of(plan), writer=writer, text="Ringte"),
     "Notat til tiltak lagt til : Ringte"),
    ("meeting", write(actions.plan_meeting, subject="Samtale om bolig"), "Møte lagt til : Samtale om bolig"),
    ("called", lambda plan, writer: actions.call_to_meeting(Meeting.objects.filter(plan=plan).first(),
                                                            invite=(user("torbjorn"),)), "Kalt inn til møtet"),
    ("area", lambda plan, writer: plan_actions.tick_area(plan=plan, topic=14), "Innsatsområde valgt"),
    ("own area", lambda plan, writer: plan_actions.name_own_area(plan=plan, name="Hunden min"), "Hunden min"),
    ("groundwork", lambda plan, writer: plan_actions.explain(plan=plan, language="nynorsk"), "nynorsk"),
    ("end", lambda plan, writer: plan_actions.end_sentence(plan=plan, on=date(2027, 3, 1)), "Planen er endret"),
    ("invited", lambda plan, writer: teams.invite(plan=plan, user=user("silje"), agency=None,
                                                  invited_by=user("marte"), role="Rådgiver"), "Invitert i teamet"),
    ("version", lambda plan, writer: make_version(plan), "er laget"),
]  # fmt: skip

ELIAS: list[tuple[str, Act, str]] = [
    ("about me", write(actions.say_about_me, kind="about_me", text="Jeg liker å lese"), "Om meg lagt til : Jeg liker å lese"),
    ("wish", write(actions.wish, kind="section_12", own_words="Vil prøve"), "§ 12"),
    ("contact", write(actions.add_contact, name="Nina", relation="venn"), "lagt til : Nina"),
    ("opened", lambda plan, writer: actions.open_contact(Contact.objects.filter(plan=plan).first(), user=user("liv")),
     "Kontaktperson åpnet for"),
    ("kept", lambda plan, writer: actions.keep_to_me(need_of(plan), kept=True), "Bare for meg Før: Nei Nå: Ja"),
    ("refusal", lambda plan, writer: plan_actions.refuse(plan=plan, kind="no_answer"), "Sa nei : Ønsker ikke å svare"),
    ("chosen", lambda plan, writer: actions.choose_measure(Measure.objects.filter(plan=plan, status="proposed").first(),
                                                           way="own_login"), "Før: Foreslått Nå: Ikke startet"),
    ("consent", sign, "er signert"),
    ("exclusion", lambda plan, writer: consents.exclude(plan=plan, made_by=user("elias"), topic=ANY,
                                                        recipient=consents.Recipient(user=user("liv"))), "Unntak: får ikke se"),
    ("lifted", lambda plan, writer: consents.lift(Exclusion.objects.filter(plan=plan, lifted_at=None).first()), "Unntak tatt bort"),
    ("withdrawn", lambda plan, writer: consents.withdraw(plan=plan), "Samtykke gjelder ikke lenger"),
    ("asked away", lambda plan, writer: teams.ask_away(plan=plan, user=user("ola")), "Personen ba om en annen enn : Ola Rønning"),
    ("out of the team", lambda plan, writer: teams.leave_team(SupportTeamMember.objects.filter(plan=plan, user=user("torbjorn")).first()),
     "Går ut av teamet : Torbjørn Eide"),
]  # fmt: skip


@pytest.mark.parametrize(("act", "words"), [pytest.param(a, w, id=n) for n, a, w in MARTE])
def test_what_the_contact_team_does_is_told_to_the_person(
    browse, url, plan, act_as_member, act: Act, words: str
) -> None:
    with act_as_member("marte"):
        act(plan, Writer(user("marte"), Source.CORRECTIONAL))
    newest = text(browse("elias").get(url("logg/")))[:2500]
    assert words in newest
    assert "Marte Nygård" in newest[: newest.index(words) + 1500]


@pytest.mark.parametrize(("act", "words"), [pytest.param(a, w, id=n) for n, a, w in ELIAS])
def test_what_the_person_does_is_in_the_persons_log(
    browse, url, plan, act_as_member, act: Act, words: str
) -> None:
    with act_as_member("elias"):
        act(plan, Writer(user("elias"), Source.PERSON))
    assert words in text(browse("elias").get(url("logg/")))[:4000]


def test_a_draft_of_a_consent_is_no_news(browse, url, plan, act_as_member) -> None:
    client = browse("elias")
    before = text(client.get(url("logg/")))[:1500]
    with act_as_member("elias"):
        choice = consents.Choice(recipient=consents.Recipient(agency=agency("school")), topic=ANY, give=True)
        consents.draft(plan=plan, drafted_by=user("elias"), choices=[choice])
        assert Consent.objects.filter(plan=plan, signed_at=None).exists()
    assert text(client.get(url("logg/")))[:1500] == before
