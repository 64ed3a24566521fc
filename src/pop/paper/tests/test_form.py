"""«Min POP» on paper: the form's order and words, and only what the one who prints may see."""

import pytest

from pop.access.models import Look
from pop.consents import actions as consents
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.paper.actions import count_prints, record_print
from pop.paper.tests.conftest import SHEETS, in_order
from pop.people.models import Person
from pop.plans import actions as plans
from pop.plans import plan_actions, proposal_actions
from pop.plans.actions import Writer
from pop.plans.models import Meeting, Source

STRANGERS = ("silje", "anders", "per", "grete", "tone", "eva", "jon", "leyla", "ida", "jorgen")
IN_THE_TEAM = ("marte", "farid", "kari", "torbjorn", "sunniva", "hanne", "liv", "mona")
LABELS = (
    "Min POP – Plan for oppfølging og progresjon",
    "Navn:",
    "Doculivenummer:",
    "Navn saksbehandler/kontaktbetjent:",
    "Dato for opprettelse:",
    "BRIK – kartlegging fullført:",
    "Overført informasjon fra BRIK/Innsatsområder avdekket i samtale:",
    "(Planen skal omfatte utfordringsområder hvor BRIK har avdekket behov)",
    "Overført informasjon fra samtale om progresjonsmuligheter (utslusningssamtalen):",
    "(Planen skal omfatte ønsker om progresjon)",
    "Om meg",
    "Kort om meg:",
    "Mine mål: (Hvordan jeg ønsker at situasjonen skal være når jeg er ferdig med straffegjennomføringen)",
    "Hva kan jeg gjøre selv?",
    "Hva jeg trenger hjelp til, og hvem kan hjelpe meg:",
    "Dette er bestemt",
    "Her setter dere inn tiltak for å oppnå målene.",
    "Tiltak: (Hva vi må gjøre for å nå mine mål)",
    "Viktige kontaktpersoner for å nå mine mål:",
    "Arbeidssted:",
    "Viktige møter:",
    "Tema for møtet:",
)
BOXES = (
    "Bolig (valgt)", "Økonomi og gjeld (valgt)", "Utdanning, arbeid, annen aktivitet på dagtid (valgt)",
    "Sosialt nettverk (valgt)", "Offentlig nettverk", "Fysisk helse", "Psykisk helse (valgt)", "Bruk av alkohol",
    "Bruk av narkotiske stoffer og medikamenter", "Aggresjon og bruk av vold eller trusler",
    "Avhengighetsbehandling (valgt)", "Deltagelse i program i kriminalomsorgen", "Gjenoppretting",
    "Offer for aggresjon og bruk av vold", "§ 12", "§ 16", "§ 16 a (EK) (valgt)", "Lavere sikkerhetsnivå",
    "Overgangsbolig", "Plan for permisjoner (valgt)", "Plan for frigang (valgt)",
)  # fmt: skip


def test_the_whole_plan_has_the_words_of_the_form_in_its_order(printed):
    in_order(LABELS, printed("elias").text)


def test_the_boxes_stand_in_the_forms_order_and_a_ticked_one_says_so_in_words(printed):
    in_order(BOXES, printed("elias").text)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_screen_reader_gets_language_title_headings_lists_and_tables(printed, language):
    paper = printed("elias", f"min-plan.pdf?sprak={language}")
    assert paper.root["/Lang"] == language
    assert paper.root["/MarkInfo"]["/Marked"]
    assert paper.reader.metadata.title
    assert [tag for tag in paper.tags if tag == "/H1"] == ["/H1"]
    assert {"/H2", "/H3", "/Table", "/TH", "/TD", "/L", "/LI"} <= set(paper.tags)


def test_symbols_are_not_read_aloud(printed):
    """They are drawn in the background: a figure without words would be announced and say nothing."""
    for sheet in SHEETS:
        paper = printed("elias", sheet)
        assert "/Figure" not in paper.tags
        assert not set("☐☒→○◎") & set(paper.text)


def test_each_page_says_which_it_is_of_how_many(printed):
    pages = printed("elias").pages
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert f"Side {number} av {len(pages)}" in page


def test_the_print_says_who_printed_it_and_that_others_may_see_more(printed):
    paper = printed("kari").text
    assert "av Kari Moen, nav-veileder" in paper
    assert "Inneholder bare det den som skrev ut, har tilgang til" in paper


def test_the_person_reads_in_the_first_person(printed):
    paper = printed("elias").text
    assert "Levere fakturaer til Kari Fordi: Oversikt over gjelda" in paper
    assert " Jeg " in paper
    assert "har tilgang til" not in paper


def test_a_proposal_is_not_in_the_plan_but_waits_for_a_yes_or_no(printed):
    paper = printed("elias").text
    assert paper.index("Forslag som venter på svar:") < paper.index("Leksehjelp to kvelder i uka")


def test_what_was_answered_with_no_is_gone(printed, act_as_member):
    with act_as_member("elias"):
        own = Writer(user("elias"), "person")
        found = proposal("Leksehjelp to kvelder i uka")
        proposal_actions.answer(found, writer=own, kind="declined", words="Ikke om kvelden", shown=False)
    for slug in ("elias", "marte", "torbjorn"):
        assert "Leksehjelp" not in printed(slug).text
        assert "Ikke om kvelden" not in printed(slug).text


def proposal(text):
    from pop.plans.models import Measure

    return Measure.objects.get(plan=plan_of("elias"), text=text)


def test_a_measure_that_nobody_answers_for_says_so(printed, act_as_member):
    with act_as_member("elias"):
        plans.choose_measure(proposal("Avtale oppstart ute"), way="own_login")
    assert "Ingen ansvarlig" in printed("elias").text


def test_what_others_have_decided_stands_apart_from_the_measures(printed):
    paper = printed("elias").text
    in_order(("Dette er bestemt", "Møteplikt hos friomsorgen", "Klagefrist:", "Min plan"), paper)


def test_nav_prints_what_consent_gives_and_nothing_of_health(printed):
    paper = printed("kari").text
    assert "Et fast sted å bo" in paper
    for hidden in (
        "Sove bedre",
        "psykolog",
        "Lindelia",
        "Sara",
        "Jeg er god med hendene",
        "202600518",
        "Psykisk",
    ):
        assert hidden not in paper, hidden


def test_a_teacher_with_an_exception_prints_no_mental_health(printed):
    paper = printed("torbjorn").text
    assert "Fullføre utdanningen" in paper
    assert "Sove" not in paper


def test_the_clinics_therapist_prints_the_treatment_and_no_more(printed):
    paper = printed("mona").text
    assert "Fortsette behandlingen ute" in paper
    assert "Et fast sted å bo" not in paper


def test_what_is_hidden_leaves_no_empty_heading_box_or_row_in_a_partners_print(printed):
    paper = printed("liv").text
    for label in (
        "Doculivenummer",
        "BRIK – kartlegging",
        "Kort om meg",
        "Viktige kontaktpersoner",
        "Bruk av alkohol",
    ):
        assert label not in paper, label
    assert "Sosialt nettverk (valgt)" in paper


@pytest.mark.parametrize("slug", IN_THE_TEAM)
@pytest.mark.parametrize("sheet", SHEETS)
def test_no_print_of_anybody_else_has_what_elias_keeps_to_himself_or_a_name_that_reveals(
    printed, slug, sheet
):
    paper = printed(slug, sheet).text
    assert "faren min" not in paper
    # Only the clinic's own therapist may see the clinic's name.
    assert "Lindelia" not in paper or slug == "mona"


def test_what_elias_keeps_to_himself_is_in_his_own(printed):
    assert "Snakke med faren min" in printed("elias").text


@pytest.mark.parametrize("slug", STRANGERS)
def test_strangers_find_no_print(browse, address, slug):
    client = browse(slug)
    for sheet in ("", *SHEETS):
        assert client.get(address() + sheet).status_code == 404


def test_nobody_who_is_not_logged_in_finds_a_print(client, address):
    for sheet in ("", *SHEETS):
        assert client.get(address() + sheet).status_code == 302


def test_whoever_has_not_answered_about_private_ties_is_asked_before_any_print(browse, address):
    client = browse("ola")
    for sheet in ("", *SHEETS):
        assert client.get(address() + sheet)["Location"].endswith("/habilitet/"), sheet


def test_after_withdrawal_the_next_print_finds_nothing(browse, address, act_as_member):
    client = browse("kari")
    assert client.get(address() + "min-plan.pdf").status_code == 200
    with act_as_member("elias"):
        consents.withdraw(plan=plan_of("elias"))
    for sheet in ("", *SHEETS):
        assert client.get(address() + sheet).status_code == 404


def test_a_print_is_counted_among_the_looks(browse, address, act_as_member):
    browse("marte").get(address() + "min-plan.pdf")
    with act_as_member("elias"):
        look = Look.objects.get(page="utskrift: hele planen")
        assert (look.user_id, look.purpose) == (user("marte").pk, "utskrift")


def test_the_persons_own_full_print_is_counted_and_is_no_look_by_anybody(browse, address, act_as_member):
    """Rule A20. Forskrift 2013-1099 § 5 is about looks by others: neither list of looks has it."""
    elias = browse("elias")
    assert "skrevet den ut" not in elias.get(address()).content.decode()
    for _print in range(2):
        elias.get(address() + "min-plan.pdf")
    browse("marte").get(address() + "min-plan.pdf")
    page = " ".join(elias.get(address()).content.decode().split())
    assert "Du har skrevet den ut 2 ganger. Andre har skrevet den ut 1 gang. Sist " in page
    for slug in ("elias", "tone"):
        with act_as_member(slug):
            assert not Look.objects.filter(user_id=user("elias").pk).exists(), slug
            assert Look.objects.filter(user_id=user("marte").pk, page="utskrift: hele planen").count() == 1


def test_how_often_the_plan_was_printed_is_told_to_the_person_alone(browse, address, act_as_member):
    browse("elias").get(address() + "min-plan.pdf")
    assert "skrevet den ut 1 gang" not in browse("marte").get(address()).content.decode()
    with act_as_member("elias"):
        plan = plan_of("elias")
    for slug in ("marte", "kari", "tone", "silje", "leyla"):
        with act_as_member(slug):
            record_print(plan, "utskrift: hele planen")
            assert count_prints(plan, "utskrift: hele planen") is None, slug
    with act_as_member("elias"):
        told = count_prints(plan, "utskrift: hele planen")
        assert told
        assert (told.by_person, told.by_others) == (1, 0)


def test_a_print_is_kept_by_nobody_and_its_name_tells_nothing(browse, address):
    for sheet in SHEETS:
        answer = browse("elias").get(address() + sheet)
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"] == f'inline; filename="{sheet}"'
        assert not [word for word in ("elias", "brekke", "pop", "fengsel", "straff") if word in sheet]


def test_notes_are_printed_with_who_wrote_them_for_those_who_may_see_them(printed):
    assert "Søknaden om depositum er registrert. Avklare depositum · Kari Moen" in printed("elias").text
    assert "Søknaden om depositum" not in printed("torbjorn").text


def test_a_contact_has_whether_they_may_be_contacted_beside_the_name(printed):
    assert "Sara, søster – spør meg først" in printed("elias").text


def test_a_child_is_printed_without_a_name(printed):
    paper = printed("leyla", "min-plan.pdf?sprak=nb", of="leyla").text
    assert "datter – spør meg først" in paper
    assert "Deniz" not in paper


def test_the_number_of_a_contact_is_printed_where_it_is_given(printed, act_as_member):
    with act_as_member("elias"):
        add_contact("elias")
    assert "22 00 00 99" in printed("elias").text


def add_contact(slug):
    plans.add_contact(
        plan=plan_of(slug), writer=Writer(user(slug), Source.PERSON), name="Arne", relation="sjef",
        workplace="Nordnes bygg", phone="22 00 00 99", permission="may",
    )  # fmt: skip


@pytest.mark.parametrize("slug", ["leyla", "ida"])
def test_a_protected_person_has_no_place_agency_or_number_on_any_sheet(printed, act_as_member, slug):
    """Whatever is written: unit, where to meet, who decided, and where a contact works (rule A10)."""
    with act_as_member(slug):
        add_contact(slug)
    with act_as_member("marte" if slug == "leyla" else "jorgen"):
        meet(slug)
    for sheet in SHEETS:
        paper = printed(slug, sheet, of=slug).text
        for name in ("Solvik", "Nordnes", "Havnes", "friomsorgskontor", "tingrett", "22 00 00"):
            assert name not in paper, (sheet, name)


def meet(slug):
    officer = user("marte" if slug == "leyla" else "jorgen")
    plans.plan_meeting(
        plan=plan_of(slug), writer=Writer(officer, Source.CORRECTIONAL), subject="Møte", place="Rådhuset i Nordnes",
        date=plan_of("elias" if slug == "elias" else slug).created_on,
    )  # fmt: skip


def test_a_protected_persons_officer_gets_no_unit_on_paper_either(printed):
    for sheet in SHEETS:
        assert "friomsorgskontor" not in printed("jorgen", sheet, of="ida").text


def test_address_protection_given_later_holds_from_the_next_print(printed, act_as_member):
    assert "Solvik fengsel" in printed("elias").text
    with act_as_member("marte"):
        Person.objects.filter(pk=plan_of("elias").person_id).update(protection="confidential")
    for sheet in SHEETS:
        paper = printed("elias", sheet).text
        for name in ("Nordnes kommune", "Nav Nordnes", "Helseavdelingen", "videregående", "Møterom 1"):
            assert name not in paper, (sheet, name)


def test_the_imported_change_log_is_printed_and_without_one_there_is_no_table(printed, act_as_member):
    assert "Endringslogg" not in printed("elias").text
    with act_as_member("elias"):
        row = {"version": "2", "date": "1.9.2026", "change": "Ny bolig", "changed_by": "Marte"}
        plan_actions.keep_history(plan=plan_of("elias"), rows=[row])
    paper = printed("elias").text
    in_order(
        ("BRIK –", "Endringslogg", "Versjon", "Hva er endret", "Ny bolig", "Overført informasjon"), paper
    )


def test_large_print_has_no_table_and_the_same_content(printed):
    paper = printed("elias", "min-plan.pdf?stor=1")
    assert "/Table" not in paper.tags
    in_order(
        ("Navn: Elias Brekke", "Ansvarlig: Kari Moen, Nav Nordnes", "Status:", "Sara, søster"), paper.text
    )


def test_large_print_is_eighteen_points_or_more_in_every_word(printed):
    for sheet in ("min-plan.pdf?stor=1", "neste-steg.pdf?stor=1", "lett.pdf"):
        assert min(sizes(printed("elias", sheet))) >= 18, sheet


def sizes(paper):
    """The size in points of each piece of text above the foot of its page."""
    found = []

    def see(text, _matrix, place, _font, size):
        if text.strip() and abs(size * place[0]) > 0 and "Side " not in text and not text.strip().isdigit():
            found.append(round(abs(size * place[0]), 1))

    for page in paper.reader.pages:
        page.extract_text(visitor_text=see)
    return found


def test_a_very_long_word_stays_on_the_page(printed, act_as_member):
    with act_as_member("elias"):
        plans.say_about_me(
            plan=plan_of("elias"),
            writer=Writer(user("elias"), Source.PERSON),
            kind="about_me",
            text="x" * 400,
        )
    assert "x" * 30 in printed("elias").text


def test_an_empty_plan_says_that_nothing_is_filled_in(printed):
    paper = printed("ida", of="ida").text
    for sentence in ("Ikke fylt ut.", "Ingen tiltak ennå.", "Ingen er ført opp.", "Ingen møter er ført opp."):
        assert sentence in paper, sentence


def test_the_choose_page_warns_before_the_whole_plan_and_says_that_it_is_recorded(browse, address):
    own = browse("elias").get(address()).content.decode()
    assert own.count("Ikke la den ligge framme") == 2
    assert "Det blir registrert" not in own
    assert "Det blir registrert at du har skrevet den ut" in browse("marte").get(address()).content.decode()


def test_nonsense_in_the_address_prints_in_the_readers_own_language(printed):
    paper = printed("elias", "min-plan.pdf?sprak=xx&stor=%00")
    assert paper.root["/Lang"] == "nb"


def test_someone_who_reads_english_gets_it_in_english_unless_asked_otherwise(printed):
    assert printed("leyla", of="leyla").root["/Lang"] == "en"
    assert printed("leyla", "min-plan.pdf?sprak=nn", of="leyla").root["/Lang"] == "nn"


def test_meetings_and_measures_are_read_as_the_one_who_prints(printed, act_as_member):
    """Kari is not called to every meeting."""
    with act_as_member("elias"):
        subjects = {meeting.subject for meeting in Meeting.objects.of(plan_of("elias"))}
    assert {"Møte med teamet", "Om forslagene"} <= subjects
    paper = printed("kari").text
    assert "Møte med teamet" in paper
    assert "Om forslagene" not in paper
