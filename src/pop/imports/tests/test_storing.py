"""What is in the plan after a form has been read in, as those around the plan see it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pop.access.actor import acting
from pop.consents.models import Consent, ConsentItem
from pop.demo.places import user
from pop.imports.actions import Stored, store_as_new_plan, store_in_plan
from pop.imports.choices import LEAVE_OUT, Choices, suggested
from pop.imports.form import MinPop
from pop.imports.labels import AREAS, RECIPIENTS, WISHES
from pop.imports.minpop import read_form, to_json
from pop.imports.tests.build import areas, consent, contacts, docx, header, measures, meetings, p, with_extra
from pop.imports.tests.build import form as whole_form
from pop.imports.tests.filling import SAMPLES, filled, send, store
from pop.imports.tests.reading import squeezed
from pop.imports.text import MASK
from pop.people.actions import NewPerson
from pop.people.models import Person, PersonIdentity, Unit
from pop.plans.history import form_logs
from pop.plans.models import (
    ENTRIES,
    Contact,
    Decision,
    FocusArea,
    Goal,
    Groundwork,
    HistoryRow,
    Measure,
    MeasureNeed,
    MeasureNote,
    Meeting,
    Need,
    Note,
    OwnArea,
    Plan,
    ProgressionWish,
    Refusal,
    Source,
    Statement,
    Topic,
)

Browse = Callable[[str], Client]


def read(data: bytes) -> MinPop:
    return read_form(data, today=timezone.localdate())


def new_plan(data: bytes, choices: Callable[[Choices], Choices] = lambda c: c, **person: Any) -> Stored:
    """Stored as the one who acts, in Solvik."""
    form = read(data)
    whose = NewPerson(
        **{
            "given_name": "Ola",
            "family_name": "Prøve",
            "birth_date": None,
            "archive_number": form.archive_number,
        }
        | person,
        unit=Unit.objects.get(name="Solvik fengsel"),
    )
    chosen = choices(suggested(form, today=timezone.localdate()))
    return store_as_new_plan(user=user("marte"), person=whose, form=form, choices=chosen)


@pytest.fixture
def marte() -> Iterator[None]:
    """The officer acts, in one transaction."""
    with acting(user("marte").pk):
        yield


def plan_text(plan: Plan) -> str:
    """Every text of a plan that the one who acts can see, in one string."""
    found: list[Any] = []
    for kind in ENTRIES:
        found += kind.objects.filter(plan=plan)
    for rows in (HistoryRow, OwnArea, Groundwork, Refusal, Consent):
        found += rows.objects.filter(plan=plan)
    found += [plan.person, *PersonIdentity.objects.filter(person=plan.person_id)]
    found += Topic.objects.filter(number__in=FocusArea.objects.filter(plan=plan).values("topic"))
    return squeezed(" ".join(said(row) for row in found))


def said(row: Any) -> str:
    """All columns of a row, with dates and times as people write them, and choices in words."""
    values = [str(getattr(row, one.attname)) for one in row._meta.concrete_fields]
    values += [str(row._get_FIELD_display(one)) for one in row._meta.concrete_fields if one.choices]
    if isinstance(row, Person):
        values.append(str(row))
    if isinstance(row, Topic):
        values += row.names.values()
    return " ".join(values)


def texts_of(value: Any) -> Iterator[str]:
    """Every text of the JSON that somebody wrote; keys that stand for the form's own words become those."""
    if isinstance(value, dict):
        if "doubt" in value and not value["doubt"] and (value.get("date") or value.get("time")):
            # Understood without doubt: it stands in the plan as a date or a time.
            yield value.get("date") or f"{value['time']}:00"
            return
        skipped = {"date", "first", "last", "time", "doubt", "why_code", "why_nb", "where", "status"}
        for key, one in value.items():
            if key == "done_text" and one in ("Ja", "Nei"):
                continue  # whether a meeting was held is a box in the plan
            if key not in skipped or isinstance(one, dict):
                yield from texts_of(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts_of(one)
    elif isinstance(value, str) and value:
        known = {key: names[0] for key, names in {**AREAS, **WISHES, **RECIPIENTS}.items()}
        yield known.get(value, value)


def assert_nothing_is_lost(form: MinPop, plan: Plan) -> None:
    whole = plan_text(plan)
    told = to_json(form)
    # Two names in one field are looked at one by one as well; together they are the text of the field.
    for text in texts_of({"understood": told["understood"], "not_placed": told["not_placed"]}):
        for line in text.split("\n"):
            assert squeezed(line) in whole or is_history(line, form, whole), line


def is_history(line: str, form: MinPop, whole: str) -> bool:
    """The dates of the change log and of the signature are kept as they were written."""
    written = [row.date for row in form.changes] + [form.created, form.brik_date]
    written += [form.consent.date] if form.consent else []
    return any(one.date and one.date.isoformat() == line and one.text in whole for one in written)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.docx")), ids=lambda path: path.stem)
def test_no_text_of_the_samples_is_lost(browse: Browse, act_as_member: Any, path: Path) -> None:
    answer = store(browse("marte"), path.read_bytes())
    assert answer.status_code == 302
    with act_as_member("marte"):
        plan = Plan.objects.get(key=answer["Location"].split("/")[2])
        assert_nothing_is_lost(read(path.read_bytes()), plan)


def test_no_text_of_a_whole_form_is_lost(marte: None) -> None:
    form = whole_form()
    assert_nothing_is_lost(read(form), new_plan(form, family_name="Vik").plan)


def test_the_loss_would_be_noticed(marte: None) -> None:
    form = whole_form()
    plan = new_plan(form, family_name="Vik").plan
    Statement.objects.filter(plan=plan).update(text="")
    with pytest.raises(AssertionError):
        assert_nothing_is_lost(read(form), plan)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(["paragraph", "in_cell", "cell"]),
    seed=st.integers(0, 10_000),
    word=st.text(alphabet="abcdefghijklmnopqrstuvwxyzæøå", min_size=5, max_size=12),
)
def test_a_line_written_anywhere_is_in_the_plan(kind: str, seed: int, word: str) -> None:
    extra = f"Zq{word}zq"
    data = with_extra(whole_form(), extra, kind, seed)
    with acting(user("marte").pk):
        plan = new_plan(data).plan
        whole = plan_text(plan)
        transaction.set_rollback(True)
    # What is said of a private person is first name and relation (rule A11): there alone a text is let go.
    kept_out = any(extra in str(contact) for contact in read(data).contacts)
    assert extra in whole or kept_out


def test_a_text_longer_than_its_field_is_kept_whole_in_a_note(marte: None) -> None:
    long = " ".join(f"ord{n}" for n in range(2000))
    data = docx(p("Min POP"), header(brik=long), p("Endringslogg"), areas("Bolig"), p("Om meg"), p("Kort om meg:"),
                p(long), p("Mine mål:"), p(long), p("Min plan"), measures((long, long, long, long, long)),
                contacts((long, long, long, long, long)), meetings((long, long, long, long, long, long)))  # fmt: skip
    plan = new_plan(data, archive_number="1").plan
    notes = squeezed("".join(note.text for note in Note.objects.filter(plan=plan).order_by("pk")))
    assert notes.count("ord1999") >= 10
    assert Goal.objects.get(plan=plan).text.endswith("…")


def test_each_ticked_area_becomes_a_need_that_a_thread_starts_with(marte: None) -> None:
    plan = new_plan(whole_form()).plan
    needs = {need.text: need for need in Need.objects.filter(plan=plan)}
    assert needs.keys() >= {"Bolig", "Psykisk helse", "Barn og samvær"}
    assert needs["Bolig"].said_by == "Krysset av i skjemaet"
    assert all(need.source == Source.PERSON and need.imported for need in needs.values())
    assert set(FocusArea.objects.filter(plan=plan).values_list("topic", flat=True)) >= {1, 7, 20}


def test_every_measure_answers_a_need_in_its_own_area(marte: None) -> None:
    plan = new_plan(whole_form()).plan
    ties = MeasureNeed.objects.filter(plan=plan).select_related("measure", "need")
    assert {tie.measure.pk for tie in ties} == {m.pk for m in Measure.objects.filter(plan=plan)}
    assert all(tie.need and tie.need.topic_id == tie.measure.topic_id for tie in ties)


def test_a_measure_is_chosen_as_it_stood_in_the_form_and_tied_to_no_user(marte: None) -> None:
    plan = new_plan(whole_form()).plan
    found = Measure.objects.get(plan=plan, text="Søke bolig")
    assert (found.status, found.status_reason) == ("in_progress", "Påbegynt")
    assert found.chosen_way == "imported"
    assert found.chosen_at
    assert found.due == date(2026, 6, 1)
    assert found.responsible_name == "Kari Berg, Nav Voss"
    assert found.responsible_user_id is found.responsible_agency_id is None
    assert (found.source, found.imported) == (Source.CORRECTIONAL, True)
    running = Measure.objects.get(plan=plan, text="Samtaler")
    assert (running.recurring, running.due_text) == (True, "løpende")


def test_what_was_only_proposed_is_not_chosen(marte: None) -> None:
    data = docx(p("Min POP"), header(), p("Endringslogg"), areas("Bolig"), p("Min plan"),
                measures(("Se på hybel", "", "Eva Lie", "Kriminalomsorgen", "Foreslått")))  # fmt: skip
    found = Measure.objects.get(plan=new_plan(data).plan)
    assert (found.status, found.chosen_at, found.chosen_way) == ("proposed", None, "")


def test_the_person_answers_for_what_is_said_to_be_the_persons_own(marte: None) -> None:
    data = docx(p("Min POP"), header(name="Ola Vik"), p("Endringslogg"), areas("Bolig"), p("Min plan"),
                measures(("Spare", "", "Ola", "Egeninnsats", "I gang")))  # fmt: skip
    found = Measure.objects.get(plan=new_plan(data, family_name="Vik").plan)
    assert found.person_responsible
    assert "Egeninnsats" in MeasureNote.objects.get(measure=found).text


def test_a_measure_without_consent_says_so_for_as_long_as_it_stands(marte: None) -> None:
    data = docx(p("Min POP"), header(), p("Endringslogg"), areas("Psykisk helse"), p("Min plan"),
                measures(("Samtaler med psykolog", "", "Ida Moe", "DPS Voss", "I gang")), consent("Nav"))  # fmt: skip
    note = MeasureNote.objects.get(plan=new_plan(data).plan)
    assert note.text == "Samtykket i skjemaet omfattet ikke DPS Voss."
    assert note.topic_id == 7


def test_what_others_may_have_decided_is_no_chosen_measure(marte: None) -> None:
    data = docx(p("Min POP"), header(), p("Endringslogg"), p("Min plan"),
                measures(("Møteplikt hos friomsorgen", "hver uke", "Eva Lie", "Friomsorgen", "I gang")))  # fmt: skip
    plan = new_plan(data).plan
    assert not Measure.objects.filter(plan=plan)
    note = Note.objects.get(plan=plan)
    assert note.topic_id == 49
    assert "Møteplikt hos friomsorgen" in note.text
    assert "hver uke" in note.text


def test_an_officer_who_knows_the_decision_writes_it_as_one(browse: Browse, act_as_member: Any) -> None:
    data = docx(p("Min POP"), header(), p("Endringslogg"), p("Min plan"),
                measures(("Møteplikt hos friomsorgen", "", "Eva Lie", "Friomsorgen", "")))  # fmt: skip
    answer = store(
        browse("marte"),
        data,
        **{
            "valg-measure-0-takes": "decision",
            "valg-measure-0-decided_by": "Friomsorgen",
            "valg-measure-0-decided_on": "3.1.2026",
        },
    )
    with act_as_member("marte"):
        found = Decision.objects.get(plan__key=answer["Location"].split("/")[2])
        assert (found.text, found.decided_on) == ("Møteplikt hos friomsorgen", date(2026, 1, 3))
        assert not Measure.objects.filter(plan=found.plan_id)


PRIVATE = docx(p("Min POP"), header(), p("Endringslogg"), contacts(
    ("Anne Hansen", "mor", "99 88 77 66", "anne@hjemme.example", "Eva Lie"),
    ("Tom Vik", "sønn, Solvang skole", "", "", ""),
    ("Per Sand", "fornærmede", "11 22 33 44", "", ""),
    ("Kari Berg", "Nav Voss", "22 00 00 01", "kari@nav.example", "Eva Lie"),
))  # fmt: skip


def test_of_private_persons_first_name_and_relation_only(marte: None) -> None:
    plan = new_plan(PRIVATE).plan
    found = {str(contact): contact for contact in Contact.objects.filter(plan=plan)}
    assert found.keys() == {"Anne", "sønn", "Kari Berg"}
    assert (found["Anne"].relation, found["Anne"].private, found["Anne"].phone) == ("mor", True, "")
    assert (found["sønn"].name, found["sønn"].is_child) == ("", True)
    assert found["Kari Berg"].phone == "22 00 00 01"
    whole = plan_text(plan)
    for secret in ("Hansen", "Tom", "99 88 77 66", "anne@", "Solvang", "fornærm", "Per Sand", "11 22 33 44"):
        assert secret not in whole


def test_the_officer_decides_who_is_private(browse: Browse, act_as_member: Any) -> None:
    data = docx(
        p("Min POP"), header(), p("Endringslogg"), contacts(("Anne Hansen", "", "99 88 77 66", "", ""))
    )
    answer = store(browse("marte"), data, **{"valg-contact-0-kind": LEAVE_OUT})
    with act_as_member("marte"):
        assert not Contact.objects.filter(plan__key=answer["Location"].split("/")[2])


def test_the_officer_is_told_that_a_child_has_no_name_here(browse: Browse) -> None:
    page = send(browse("marte"), PRIVATE).content.decode()
    assert "Om barn skriver vi bare relasjonen, aldri navnet." in page
    assert "Et barn: bare relasjonen tas med, ikke navnet" in page


@pytest.mark.parametrize(
    ("number", "relation", "error"),
    [
        (1, "Toms storebror", ""),
        (1, "sønn Tom", "Skriv ikke navnet på et barn"),
        (0, "den fornærmede", "skal aldri"),
    ],
)
def test_a_relation_does_not_bring_in_what_was_left_out(
    browse: Browse, number: int, relation: str, error: str
) -> None:
    answer = store(browse("marte"), PRIVATE, **{f"valg-contact-{number}-relation": relation})
    assert answer.status_code == (200 if error else 302)
    assert error in answer.content.decode()


def test_two_forms_read_in_stand_one_after_the_other(marte: None) -> None:
    first = new_plan(whole_form()).plan
    again = docx(p("Min POP"), header(), p("Endringslogg"))
    store_in_plan(
        user=user("marte"),
        plan=first,
        form=read(again),
        choices=suggested(read(again), today=timezone.localdate()),
    )
    logs = form_logs(first)
    assert [[row.order for row in log.rows] for log in logs] == [[1, 2], [1]]
    assert logs[0].read_in_at < logs[1].read_in_at
    assert logs[0].rows[0].change == "Opprettet"


def test_a_meeting_to_come_is_still_to_come(marte: None) -> None:
    ahead = timezone.localdate() + timedelta(days=30)
    data = docx(p("Min POP"), header(), p("Endringslogg"), meetings(
        ("Ansvarsgruppe", "Rom 2", f"{ahead:%d.%m.%Y}", "10:00", "Eva Lie", "Nei"),
        ("Samtale", "", "03.02.2026", "", "", "Nei"), ("Samtale to", "", "03.02.2026", "kl 9", "", "Ja"),
    ))  # fmt: skip
    plan = new_plan(data).plan
    held = dict(Meeting.objects.filter(plan=plan).values_list("subject", "held"))
    assert held == {"Ansvarsgruppe": None, "Samtale": False, "Samtale to": True}


def test_a_corrected_date_is_used_and_the_words_are_kept(browse: Browse, act_as_member: Any) -> None:
    data = docx(p("Min POP"), header(), p("Endringslogg"), areas("Bolig"), p("Min plan"),
                measures(("Søke bolig", "31.02.2026", "Eva Lie", "Kriminalomsorgen", "I gang")))  # fmt: skip
    answer = store(
        browse("marte"), data, **{"valg-measure-0-due": "28.2.2026", "valg-measure-0-area": "finances"}
    )
    with act_as_member("marte"):
        found = Measure.objects.get(plan__key=answer["Location"].split("/")[2])
        assert (found.due, found.due_text, found.topic_id) == (date(2026, 2, 28), "31.02.2026", 2)


def test_no_to_brik_is_a_refusal_and_no_blank(marte: None) -> None:
    data = docx(p("Min POP"), header(brik="nei, ønsker ikke"), p("Endringslogg"))
    plan = new_plan(data).plan
    refusal = Refusal.objects.get(plan=plan)
    assert (refusal.kind, refusal.own_words) == ("no_answer", "nei, ønsker ikke")
    assert not Groundwork.objects.filter(plan=plan)


def test_brik_and_the_change_log_stand_as_they_stood(marte: None) -> None:
    plan = new_plan(whole_form()).plan
    assert Groundwork.objects.get(plan=plan).brik_completed == "09.01.2026"
    first, last = HistoryRow.objects.filter(plan=plan)
    assert (first.version, first.date, first.change, first.changed_by) == (
        "1",
        "12.01.2026",
        "Opprettet",
        "Eva Lie",
    )
    assert "Saksbehandler/kontaktbetjent: Eva Lie" in last.change
    assert last.changed_by == "Marte Nygård"


def test_the_consent_of_the_form_gives_nobody_anything(marte: None) -> None:
    plan = new_plan(whole_form()).plan
    draft = Consent.objects.get(plan=plan)
    assert draft.signed_at is None
    assert draft.way == ""
    assert not ConsentItem.objects.filter(plan=plan)
    for said in ("Nav", "Fengselshelsetjenesten", "Skolen får ikke vite om helse", "12.01.2026 Ola Vik"):
        assert said in draft.remarks


def test_a_form_without_consent_makes_no_draft(marte: None) -> None:
    assert not Consent.objects.filter(plan=new_plan(docx(p("Min POP"), header(), p("Endringslogg"))).plan)


def test_identity_numbers_are_nowhere(marte: None) -> None:
    data = docx(p("Min POP"), header(), p("Endringslogg"), p("Mine mål:"), p("Jeg er 010190 12345 og vil ut"),
                p("Min plan"), consent("Nav", national_id="010190 12345", signature="12.01.2026 Ola Vik"))  # fmt: skip
    plan = new_plan(data).plan
    whole = plan_text(plan)
    assert "12345" not in whole
    assert MASK in whole
    assert PersonIdentity.objects.get(person=plan.person_id).national_id == ""


def test_all_words_are_the_persons_and_all_is_marked_as_imported(marte: None) -> None:
    plan = new_plan(whole_form()).plan
    for kind in (Need, Goal, Statement, ProgressionWish, Contact):
        rows = kind.objects.filter(plan=plan)
        assert rows, kind
        assert all((row.source, row.imported, row.together) == (Source.PERSON, True, False) for row in rows)
    assert all(
        row.imported for row in [*Measure.objects.filter(plan=plan), *Meeting.objects.filter(plan=plan)]
    )


def test_eleven_own_areas_are_too_many_for_a_plan_and_none_is_lost(marte: None) -> None:
    data = whole_form()
    form = read(data)
    many = tuple(f"Område nummer {number}" for number in range(12))
    form = replace(form, own_areas=many)
    choices = suggested(form, today=timezone.localdate())
    plan = new_plan(data, archive_number="9").plan
    other = store_in_plan(user=user("marte"), plan=plan, form=form, choices=choices).plan
    whole = plan_text(other)
    assert all(name in whole for name in many)


def test_a_form_read_into_a_plan_adds_and_takes_nothing_away(browse: Browse, act_as_member: Any) -> None:
    marte = browse("marte")
    with act_as_member("marte"):
        plan = Plan.objects.get(person__family_name="Brekke")
        before = {kind: set(kind.objects.filter(plan=plan).values_list("pk", flat=True)) for kind in ENTRIES}
        explained = Groundwork.objects.filter(plan=plan).values("explained_on", "explained_language").first()
    data = filled(send(marte, whole_form()), target=str(plan.key), sure="on", asked=str(plan.key))
    assert marte.post("/les-inn/lagre/", data).status_code == 302
    with act_as_member("marte"):
        for kind in ENTRIES:
            assert before[kind] <= set(kind.objects.current().filter(plan=plan).values_list("pk", flat=True))
        assert Goal.objects.filter(plan=plan, text="Et sted å bo").count() == 1
        after = Groundwork.objects.filter(plan=plan).values("explained_on", "explained_language").first()
        assert explained is None or after == explained
        assert "Ola Vik" in HistoryRow.objects.filter(plan=plan).order_by("-pk")[0].change


def test_read_into_the_same_plan_twice_the_words_stand_once(marte: None) -> None:
    form = read(whole_form())
    plan = new_plan(whole_form()).plan
    kinds = (Need, Goal, Statement, ProgressionWish, FocusArea)
    before = [kind.objects.filter(plan=plan).count() for kind in kinds]
    store_in_plan(
        user=user("marte"), plan=plan, form=form, choices=suggested(form, today=timezone.localdate())
    )
    assert [kind.objects.filter(plan=plan).count() for kind in kinds] == before


def test_the_database_refuses_a_unit_that_is_not_the_officers_own() -> None:
    with acting(user("silje").pk):
        form = read(whole_form())
        whose = NewPerson("Ola", "Vik", None, Unit.objects.get(name="Solvik fengsel"))
        choices = suggested(form, today=timezone.localdate())
        with pytest.raises(ProgrammingError), transaction.atomic():
            store_as_new_plan(user=user("silje"), person=whose, form=form, choices=choices)


def test_the_database_refuses_to_read_into_a_plan_that_is_not_followed(act_as_member: Any) -> None:
    with act_as_member("marte"):
        plan = Plan.objects.get(person__family_name="Brekke")
    form = read(whole_form())
    with acting(user("silje").pk):
        choices = suggested(form, today=timezone.localdate())
        with pytest.raises(ProgrammingError), transaction.atomic():
            store_in_plan(user=user("silje"), plan=plan, form=form, choices=choices)


@pytest.mark.parametrize("who", ["ola", "kari", "hanne", "silje", "anders", "jon", "tone", "eva", "elias"])
def test_nobody_else_sees_the_new_plan(act_as_member: Any, who: str) -> None:
    with act_as_member("marte"):
        key = new_plan(whole_form()).plan.key
    with act_as_member(who):
        assert not Plan.objects.filter(key=key)
        assert not Need.objects.filter(text="Barn og samvær")


def test_the_officer_is_told_what_came_in_and_where_the_consent_is(browse: Browse) -> None:
    marte = browse("marte")
    answer = store(marte, whole_form())
    told = [str(message) for message in get_messages(answer.wsgi_request)]
    assert told[0].startswith("Skjemaet er lest inn: 3 innsatsområder, 2 mål, 2 tiltak")
    assert f'href="{answer["Location"]}samtykke/"' in told[1]
