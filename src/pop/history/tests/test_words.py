"""Each kind of change is in the log with its words, and with who did it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils.text import capfirst

from pop.changelog.models import Change
from pop.consents import actions as consents
from pop.consents.models import Consent, Exclusion
from pop.demo.places import agency, user
from pop.history.actions import answer_version, make_version
from pop.history.lines import Ends, one
from pop.history.values import MODELS, Words
from pop.people.models import Unit
from pop.plans import actions, plan_actions
from pop.plans import proposal_actions as proposals
from pop.plans.actions import Writer
from pop.plans.models import Contact, Measure, MeasureStatus, Meeting, Need, Plan, Source, Version
from pop.plans.tests.conftest import text
from pop.teams import actions as teams
from pop.teams.models import SupportTeamMember
from pop.wishes import actions as wishes
from pop.wishes.models import Wish

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


def running(plan: Plan) -> Measure:
    rows = Measure.objects.filter(plan=plan, source__in=("person", "correctional"), status="in_progress")
    return rows.first() or measure_of(plan)


def proposed(plan: Plan) -> Measure:
    return next(m for m in Measure.objects.filter(plan=plan, status="proposed") if not m.expired)


def told() -> Writer:
    return Writer(user("marte"), Source.PERSON, together=True)


def propose(plan: Plan, writer: Writer) -> None:
    actions.propose_measure(plan=plan, writer=writer, topic=ANY, text="Søke jobb", needs=(need_of(plan),))


def sign(plan: Plan, writer: Writer) -> None:
    choice = consents.Choice(recipient=consents.Recipient(agency=agency("school")), topic=ANY, give=True)
    draft = consents.draft(plan=plan, drafted_by=user("elias"), choices=[choice])
    consents.sign(draft)


def refuse_and_take_back(plan: Plan, writer: Writer) -> None:
    plan_actions.take_back_refusal(plan_actions.refuse(plan=plan, kind="no_answer"))


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
    ("version", lambda plan, writer: (actions.remove(need_of(plan)), make_version(plan)), "er laget"),
    ("goal of a need", lambda plan, writer: actions.write_goal(plan=plan, writer=writer, topic=ANY, text="Et mål til",
                                                               needs=(need_of(plan),)), "Svarer nå på:"),
    ("placement", lambda plan, writer: actions.place(plan=plan, writer=writer, since=date(2026, 1, 5),
                                                     unit=Unit.objects.get(name="Havnes fengsel")), ": Havnes fengsel"),
    ("form", write(actions.set_serving_form, form="home", since=date(2026, 1, 5)), ": Utenfor fengsel (§ 16)"),
    ("status", lambda plan, writer: actions.set_status(running(plan), status=MeasureStatus.WAITING, reason="svar"),
     "Før: I gang Nå: Venter"),
    ("rewritten", lambda plan, writer: actions.edit(running(plan), text="Noe ganske annet"), "Nå: Noe ganske annet"),
    ("muntlig ja", lambda plan, writer: proposals.answer(proposed(plan), writer=told(), kind="chosen", present="Marte og Elias"),
     "Svar på forslag lagt til"),
    ("disagrees", lambda plan, writer: actions.contest(measure_of(plan), words="Ikke sånn", together=True), "Uenig i: tiltak"),
    ("follows", lambda plan, writer: teams.follow_up(plan=plan, user=user("silje"), role="deputy"), "Med i kontaktteamet : Silje Bakke"),
    ("version answer", lambda plan, writer: answer_version(
        version=Version.objects.filter(plan=plan).latest("number"), answer="agree", own_words="Greit", answered_by=user("marte"),
        together=True, present="Marte"), "Svar på en versjon"),
    ("wish together", lambda plan, writer: wishes.ask(plan=plan, writer=told(), topic=ANY, text="En ny lampe"),
     "Ønske lagt til : En ny lampe"),
    ("wish answered", lambda plan, writer: wishes.answer(wish=Wish.objects.filter(plan=plan, asked_agency=None).first(),
                                                         writer=writer, answer="no", reason="Ikke nå"), "Svar på ønske lagt til"),
    ("leave", write(wishes.plan_leave, kind="leave", purpose="Bursdag", status="planned"), "Bursdag"),
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
    ("declined", lambda plan, writer: proposals.answer(proposed(plan), writer=writer, kind="declined", words="Nei"),
     "Nå: Stoppet"),
    ("change asked", lambda plan, writer: proposals.answer(proposed(plan), writer=writer, kind="change", words="Bare én kveld"),
     "Bare én kveld"),
    ("disagrees alone", lambda plan, writer: actions.contest(measure_of(plan), words="Ikke sånn", together=False), "Uenig i: tiltak"),
    ("refusal taken back", refuse_and_take_back, "Et nei er tatt tilbake"),
    ("wish", lambda plan, writer: wishes.ask(plan=plan, writer=writer, topic=ANY, text="En ny lampe"), "En ny lampe"),
    ("wish withdrawn", lambda plan, writer: wishes.withdraw(Wish.objects.filter(plan=plan, withdrawn_on=None).first(), way="own_login"),
     "Måten det ble tatt tilbake på"),
    ("wish opened", lambda plan, writer: wishes.open_up(wishes.ask(plan=plan, writer=writer, topic=ANY, text="En lampe til", only_me=True)),
     "Bare for meg Før: Ja Nå: Nei"),
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


ROWS = (
    "challenges_threadtie", "channel_attachment", "channel_channelmode", "conversations_brikconsent", "conversations_confidence", "conversations_mappinground", "conversations_saidwish",
    "conversations_sitting",
    "gaps_dependency", "meetings_series", "process_guardianship", "process_planpathway", "process_stepwaived",
)  # fmt: skip
"""Rows that are no entries and are told of by their name."""
ENTRIES_ELSEWHERE = (
    "conversations_brikresult", "conversations_conversation", "conversations_economy", "conversations_interpreterneed",
    "conversations_mappinganswer", "conversations_preparation", "sentences_interruption", "sentences_sentencefacts",
    "sentences_restriction", "sentences_sentenceterm", "letters_letter", "channel_message", "meetings_agendaitem",
    "meetings_minuteline",
)  # fmt: skip
"""Entries that are written on their own pages, and told of as every entry is."""


@pytest.mark.parametrize("table", [*ROWS, *ENTRIES_ELSEWHERE])
def test_what_has_no_sentence_of_its_own_is_told_of_by_its_name(table: str) -> None:
    name = capfirst(str(MODELS[table]._meta.verbose_name))
    row = {"id": 1, "plan_id": 1, "topic_id": 1}
    change = Change(table=table, row_id=1, action="insert", before=None, after=row)
    line = one(change, None, Words(Plan(pk=1), [change]), Ends([change]))
    assert line is not None
    assert line.what == f"{name} lagt til"


ELSEWHERE = {
    "handovers_handover": "handovers/tests, in the words of handovers/told.py",
    "handovers_handoveritem": "the same",
    "handovers_checklistmark": "the same",
    **dict.fromkeys(
        (
            "meetings_meetingset",
            "meetings_answer",
            "meetings_presence",
            "meetings_turn",
            "meetings_meetingconsent",
        ),
        "meetings/tests/test_told.py, in the words of meetings/told.py",
    ),
    "gaps_gapact": "gaps/tests/test_disagreeing.py: only that the person disagrees is told of",
    "handovers_farewelltalk": "the same",
    **dict.fromkeys(ROWS, "above, by its name"),
    **dict.fromkeys(ENTRIES_ELSEWHERE, "above, as every entry"),
    "consents_consentscan": "consents/tests/test_paper.py",
    "consents_withdrawalreceipt": "withdrawn, above: one line for both",
    "consents_preconsent": "consents/tests/test_preconsent.py",
    "plans_historyrow": "says nothing: it is the log of a form on paper",
    "teams_mainchoice": "teams/tests/test_main_contact.py",
    "teams_namedaccess": "teams/tests/test_team.py",
    "teams_privatetie": "asked away, above: of which the person has the row",
    "plans_choicesheet": "says nothing: what it confirms says it",
    "wishes_wishslip": "says nothing: the wish says it",
    "plans_plan": "end, above",
    "looks_lookquestion": "asked of the leader, and no change of the plan",
    "looks_lookanswer": "the same",
}
"""Kinds of change that have no act of their own here, and why."""


def test_every_kind_of_change_is_told_of(plan, act_as_member) -> None:
    """Each table that the trigger hangs on is changed by one of the acts above, or stands in `ELSEWHERE`."""
    told_of: set[str] = set()
    for who, source, acts in (("marte", Source.CORRECTIONAL, MARTE), ("elias", Source.PERSON, ELIAS)):
        for _name, act, _words in acts:
            with transaction.atomic():
                with act_as_member("elias"):
                    before = Change.objects.latest("pk").pk
                with act_as_member(who):
                    act(plan, Writer(user(who), source))
                with act_as_member("elias"):
                    told_of |= set(Change.objects.filter(pk__gt=before).values_list("table", flat=True))
                transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid where t.tgname = 'log_change'"
        )
        logged = {row[0] for row in cursor.fetchall()}
    assert logged - told_of - set(ELSEWHERE) == set()
    assert set(ELSEWHERE) <= logged
