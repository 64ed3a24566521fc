"""Rules A1, A2, A3 and A7: giving, box by box, and what the other side then sees."""

import re
import uuid

import pytest
from django.db import ProgrammingError, transaction

from pop.access.actor import acting
from pop.consents import actions
from pop.consents.actions import Choice, Recipient
from pop.consents.models import Consent
from pop.consents.state import grouped, in_force
from pop.consents.tests.conftest import address, draft_of, sign, tick, ticked_now, token
from pop.demo.build import join, plan_of
from pop.demo.places import agency, user
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Need, Note, Source, Statement

HOUSING, FINANCES, SCHOOL, NETWORK, MIND = 1, 2, 3, 4, 7


def notes(slug: str, text: str) -> bool:
    with acting(user(slug).pk):
        return Note.objects.filter(text=text).exists()


def test_my_page_leads_the_person_to_the_own_plan(browse):
    answer = browse("elias").get("/hvem-ser-hva/")
    assert answer.status_code == 302
    assert answer["Location"] == address("consent")


def test_what_elias_gives_kari_sees_at_her_next_click_and_not_before_he_signs(browse):
    elias, kari = browse("elias"), browse("kari")
    nav = token("Nav Nordnes")
    assert "Videosamtale hver søndag" not in kari.get(address("plan")).content.decode()
    answer = tick(
        elias, address("consent_topic", NETWORK), f"{token_of_liv()}:{NETWORK}:gi", f"{nav}:{NETWORK}:gi"
    )
    assert answer["Location"] == address("consent_summary", draft_of().key)
    assert "Videosamtale hver søndag" not in kari.get(address("plan")).content.decode()
    summary = elias.get(answer["Location"]).content.decode()
    assert "Du har endret 1 ting" in summary
    assert "Nav Nordnes" in summary
    signed = sign(elias, answer["Location"])
    assert signed["Location"] == address("consent")
    assert "Videosamtale hver søndag" in kari.get(address("plan")).content.decode()


def token_of_liv() -> str:
    return str(user("liv").key)


def test_a_signature_takes_a_tick_and_says_so_when_it_is_missing(browse):
    elias = browse("elias")
    there = tick(
        elias,
        address("consent_topic", NETWORK),
        f"{token_of_liv()}:{NETWORK}:gi",
        f"{token_of_liv()}:{NETWORK}:dele",
    )["Location"]
    answer = elias.post(there, {"seen": "x"})
    assert answer.status_code == 200
    assert "Kryss av for at du har lest hva det betyr å dele." in answer.content.decode()
    assert draft_of().signed_at is None


def test_what_was_changed_while_elias_read_is_shown_to_him_before_he_signs(browse):
    elias = browse("elias")
    there = tick(
        elias,
        address("consent_topic", NETWORK),
        f"{token_of_liv()}:{NETWORK}:gi",
        f"{token_of_liv()}:{NETWORK}:dele",
    )["Location"]
    answer = elias.post(there, {"yes": "on", "seen": "something older"})
    assert answer["Location"] == there
    assert "Noe ble endret mens du leste" in elias.get(there).content.decode()
    assert draft_of().signed_at is None


def test_a1_the_three_permissions_are_three_boxes_and_do_three_things(browse):
    """Sunniva's note reaches Marte only with *innhente*, and Kari only with *dele* and Kari's own *får se*."""
    elias, health, nav = browse("elias"), token("Helseavdelingen ved Solvik"), token("Nav Nordnes")
    note = "Elias sover tre timer i natta. Henvist til psykolog."
    town, school = token("Nordnes kommune"), token("Solvik videregående skole")
    kept = [f"{town}:{MIND}:gi", f"{school}:{MIND}:gi", f"{health}:{MIND}:gi"]
    assert not notes("marte", note)
    sign(elias, tick(elias, address("consent_topic", MIND), *kept, f"{health}:{MIND}:innhente")["Location"])
    assert notes("marte", note)
    assert not notes("kari", note)
    sign(elias, tick(elias, address("consent_topic", MIND), *kept, f"{health}:{MIND}:dele")["Location"])
    assert not notes("marte", note)
    assert not notes("kari", note)
    sign(
        elias,
        tick(elias, address("consent_topic", MIND), *kept, f"{health}:{MIND}:dele", f"{nav}:{MIND}:gi")[
            "Location"
        ],
    )
    assert notes("kari", note)


def test_a1_the_boxes_carry_the_words_of_the_rule_and_the_name_of_topic_and_recipient(browse):
    page = browse("elias").get(address("consent_topic", HOUSING)).content.decode()
    for words in ("Får se", "Kan fortelle fengselet", "Kan fortelle resten av teamet", "Bolig: Nav Nordnes"):
        assert words in page


def test_a2_whoever_is_given_something_also_gets_the_name_and_own_meetings_and_nothing_else(browse):
    elias = browse("elias")
    mediation = token("Konfliktrådet i Nordnes")
    there = tick(
        elias,
        address("consent_topic", NETWORK),
        f"{token_of_liv()}:{NETWORK}:gi",
        f"{mediation}:{NETWORK}:gi",
    )["Location"]
    with acting(user("elias").pk):
        items = draft_of().items.filter(agency=agency("mediation"))
        assert sorted(items.values_list("topic_id", flat=True)) == [NETWORK, 40, 48]
    assert "får vite navnet ditt og ser møtene de selv er kalt inn til" in elias.get(there).content.decode()


def test_a2_the_grunnopplysninger_are_a_step_of_their_own_and_chosen_one_by_one(browse):
    elias, nav = browse("elias"), token("Nav Nordnes")
    url = address("consent_basics")
    page = elias.get(url).content.decode()
    assert "Annet får de bare vite hvis det er krysset av her." in page
    assert f"{nav}:40:gi" not in page, "the name follows from any yes and is not asked for"
    assert f"{nav}:43:gi" in ticked_now(elias, url), "what Nav has now is shown as ticked"
    kept = ticked_now(elias, url)
    sign(elias, tick(elias, url, *kept, f"{nav}:45:gi")["Location"])
    with acting(user("kari").pk):
        assert Statement.objects.exists()


def four_recipients() -> None:
    """A new plan with four areas; each has one in the team who helps with it."""
    marte = user("marte")
    with acting(marte.pk):
        plan = plan_of("leyla")
        told = Writer(marte, Source.PERSON, together=True)
        for topic in (HOUSING, SCHOOL):
            plans.write_need(plan=plan, writer=told, topic=topic, text="Noe å begynne med")
    for slug, kind in (("hanne", "home_municipality"), ("torbjorn", "school")):
        join(plan, slug, kind=kind, role="Hjelper", by="marte")
    join(plan, "liv", kind=None, role="Frivillig", by="marte")


def test_a3_four_recipients_in_their_own_areas_take_at_most_twelve_choices(browse):
    four_recipients()
    marte, offered, names = browse("marte"), 0, []
    for topic in (HOUSING, SCHOOL, NETWORK, 6):
        page = marte.get(address("consent_topic", topic, of="leyla")).content.decode()
        first = page.split("samtykke__forst", 1)[1].split("ds-details", 1)[0]
        offered += first.count('type="checkbox"')
        names += re.findall(r'samtykke__hvem">([^<]+?)(?: <|<)', first)
    assert sorted(names) == sorted(
        [
            "Nordnes kommune",
            "Solvik videregående skole",
            "Liv Strand, frivillig",
            "Helseavdelingen ved Solvik",
        ]
    )
    assert 0 < offered <= 12


def test_a3_nothing_is_ticked_beforehand_for_someone_new(browse):
    four_recipients()
    for topic in (HOUSING, SCHOOL, NETWORK):
        assert ticked_now(browse("marte"), address("consent_topic", topic, of="leyla")) == []


def test_a3_those_who_do_not_help_with_it_are_behind_show_more(browse):
    page = browse("elias").get(address("consent_topic", HOUSING)).content.decode()
    first, more = page.split("Vis flere", 1)
    assert "Nav Nordnes" in first
    assert "Nordnes kommune" in first
    assert "Konfliktrådet i Nordnes" not in first
    assert "Konfliktrådet i Nordnes" in more


def test_a3_each_need_is_asked_about_by_its_own_question_and_leads_to_the_next(browse):
    elias = browse("elias")
    page = elias.get(address("consent_topic", HOUSING)).content.decode()
    assert "Hvem kan hjelpe med bolig?" in page
    kept = ticked_now(elias, address("consent_topic", HOUSING))
    shown = re.findall(r'name="vist" value="([^"]+)"', page)
    answer = elias.post(address("consent_topic", HOUSING), {"vist": shown, "ja": kept})
    assert answer["Location"] == address("consent_topic", FINANCES)
    assert elias.get(address("consent_topic", 13)).status_code == 404, "no area of this plan"


def test_what_holds_is_changed_from_the_spot_where_it_is_shown(browse):
    elias, nav = browse("elias"), token("Nav Nordnes")
    url = address("consent_recipient", nav)
    now = ticked_now(elias, url)
    assert f"{nav}:{HOUSING}:gi" in now
    sign(
        elias, tick(elias, url, *[box for box in now if not box.startswith(f"{nav}:{FINANCES}:")])["Location"]
    )
    with acting(user("kari").pk):
        assert not Need.objects.filter(topic=FINANCES).exists()
        assert Need.objects.filter(topic=HOUSING).exists()


def test_ticking_everything_away_leads_to_the_withdrawal_that_needs_no_signature(browse):
    elias, nav = browse("elias"), token("Nav Nordnes")
    answer = tick(elias, address("consent_recipient", nav))
    assert answer["Location"] == f"{address('consent_withdraw')}?hvem={nav}"
    page = elias.get(answer["Location"]).content.decode()
    assert "Det trengs ingen underskrift" in page
    assert "Trekk tilbake alt for Nav Nordnes" in page


def test_boxes_that_were_not_on_the_page_are_left_alone(browse):
    elias, nav = browse("elias"), token("Nav Nordnes")
    elias.post(
        address("consent_topic", NETWORK), {"vist": [f"{nav}:{NETWORK}"], "ja": [f"{nav}:{NETWORK}:gi"]}
    )
    with acting(user("elias").pk):
        assert {item.agency_id for item in draft_of().items.all()} == {agency("nav").pk}
        assert draft_of().items.filter(topic=HOUSING, give=True, obtain=True, share=True).exists()


def test_made_up_boxes_do_nothing(browse):
    elias = browse("elias")
    answer = elias.post(
        address("consent_topic", NETWORK),
        {
            "vist": ["tull:1", f"{token('Nav Nordnes')}:99", f"{user('silje').key}:4"],
            "ja": [f"{user('silje').key}:4:gi"],
            "ferdig": "1",
        },
    )
    assert answer["Location"] == address("consent")
    with acting(user("elias").pk):
        assert not Consent.objects.filter(plan=plan_of("elias"), signed_at=None).exists()


def test_any_agency_in_the_register_can_be_added_and_a_sensitive_one_only_by_who_may_see_it(browse):
    elias, marte = browse("elias"), browse("marte")
    clinic, doctor = token("Lindelia rusklinikk"), token("Nordnes legesenter")
    for browser in (elias, marte):
        assert "Nordnes legesenter" in browser.get(address("consent_find"), {"slag": "gp"}).content.decode()
        assert browser.get(address("consent_recipient", doctor)).status_code == 200
    assert "Lindelia" in elias.get(address("consent_find"), {"navn": "lindelia"}).content.decode()
    assert "Lindelia" not in marte.get(address("consent_find"), {"navn": "lindelia"}).content.decode()
    assert marte.get(address("consent_recipient", clinic)).status_code == 404


def test_a_named_individual_of_the_team_can_be_given_something_without_the_agency(browse):
    elias, hanne = browse("elias"), str(user("hanne").key)
    assert "Hanne Vik" in elias.get(address("consent_find")).content.decode()
    there = tick(elias, address("consent_recipient", hanne), f"{hanne}:{NETWORK}:gi")["Location"]
    sign(elias, there)
    with acting(user("hanne").pk):
        assert Need.objects.filter(topic=NETWORK).exists()


def test_a7_what_is_kept_to_oneself_is_seen_by_nobody_whatever_is_given(browse):
    elias, nav = browse("elias"), token("Nav Nordnes")
    sign(
        elias,
        tick(
            elias, address("consent_topic", NETWORK), f"{token_of_liv()}:{NETWORK}:gi", f"{nav}:{NETWORK}:gi"
        )["Location"],
    )
    with acting(user("kari").pk):
        assert Need.objects.filter(topic=NETWORK).exists()
        assert not Need.objects.filter(text="Snakke med faren min").exists()


def test_a_partner_reads_what_the_consent_gives_them_and_nothing_about_others(browse):
    page = browse("kari").get(address("consent")).content.decode()
    assert "Nav Nordnes" in page
    assert "bolig" in page
    assert not re.search(r"samtykke nummer|nummer \d", page, re.I), "a gap in the numbers tells of others"
    for other in ("Nordnes kommune", "Helseavdelingen", "Lindelia", "Liv Strand", "unntak", "Torbjørn"):
        assert other not in page


def test_marte_sees_the_matrix_and_not_the_clinic(browse):
    page = browse("marte").get(address("consent")).content.decode()
    assert "Gå gjennom samtykket sammen med Elias" in page
    assert "Nav Nordnes" in page
    assert "Hanne Vik, boligkonsulent, Nordnes kommune skal ikke få vite om psykisk helse" in page
    assert "Lindelia" not in page
    assert "Lindelia" in browse("elias").get(address("consent")).content.decode()


def test_an_own_end_stops_the_consent_the_day_after(browse):
    elias = browse("elias")
    there = tick(
        elias,
        address("consent_topic", NETWORK),
        f"{token_of_liv()}:{NETWORK}:gi",
        f"{token('Nav Nordnes')}:{NETWORK}:gi",
    )["Location"]
    end = address("consent_end", draft_of().key)
    assert "Velg en dag som ikke har vært." in elias.post(end, {"ends_on": "1.1.2020"}).content.decode()
    assert "Skriv datoen som dag.måned.år" in elias.post(end, {"ends_on": "snart"}).content.decode()
    elias.post(end, {"ends_on": "31.12.2099"})
    assert "2099" in elias.get(there).content.decode()
    sign(elias, there)
    assert "2099" in elias.get(address("consent")).content.decode()


def test_a_draft_can_be_dropped_and_nothing_is_changed(browse):
    elias, kari = browse("elias"), browse("kari")
    tick(
        elias,
        address("consent_topic", NETWORK),
        f"{token_of_liv()}:{NETWORK}:gi",
        f"{token('Nav Nordnes')}:{NETWORK}:gi",
    )
    assert "Utkast, ikke signert" in elias.get(address("consent")).content.decode()
    elias.post(address("consent_drop", draft_of().key))
    assert "Utkast, ikke signert" not in elias.get(address("consent")).content.decode()
    with acting(user("kari").pk):
        assert not Need.objects.filter(topic=NETWORK).exists()
    assert kari.get(address("consent")).status_code == 200


def test_the_database_draws_the_line_not_the_page(browse):
    """A draft of Marte's for Elias cannot be signed by her, whatever she sends."""
    marte = browse("marte")
    there = tick(
        marte,
        address("consent_topic", NETWORK),
        f"{token_of_liv()}:{NETWORK}:gi",
        f"{token('Nav Nordnes')}:{NETWORK}:gi",
    )["Location"]
    marte.post(there, {"yes": "on", "seen": "x"})
    assert draft_of("marte").signed_at is None
    with acting(user("marte").pk), pytest.raises(ProgrammingError), transaction.atomic():
        actions.sign(draft_of("marte"))


def test_a_form_sent_twice_makes_one_draft(browse):
    elias, once = browse("elias"), str(uuid.uuid4())
    url = address("consent_topic", NETWORK)
    for _again in range(2):
        tick(elias, url, f"{token_of_liv()}:{NETWORK}:gi", f"{token('Nav Nordnes')}:{NETWORK}:gi", once=once)
    with acting(user("elias").pk):
        assert Consent.objects.filter(plan=plan_of("elias"), signed_at=None).count() == 1


def test_state_on_the_page_is_what_the_database_lets_through():
    """For every recipient and area: the page says «ser» where the agency's user sees a need there, and only there."""
    with acting(user("elias").pk):
        plan = plan_of("elias")
        state = grouped(in_force(plan))
        needs = list(Need.objects.filter(plan=plan, only_me=False).values_list("pk", "topic_id"))
    for slug, kind in (
        ("kari", "nav"),
        ("sunniva", "prison_health"),
        ("mona", "specialist_health"),
        ("grete", "mediation"),
    ):
        key = agency_key(kind)
        for pk, topic in needs:
            with acting(user(slug).pk):
                sees = Need.objects.filter(pk=pk).exists()
            given = state.get(key, {}).get(topic)
            assert sees == bool(given and given.give), (slug, topic)


def agency_key(kind: str) -> int:
    with acting(user("elias").pk):
        return agency(kind).pk * 2


def test_the_same_recipient_may_be_named_with_obtain_alone(browse):
    with acting(user("elias").pk):
        plan = plan_of("elias")
        draft = actions.draft(
            plan=plan,
            drafted_by=user("elias"),
            choices=[Choice(Recipient(agency=agency("gp")), 6, obtain=True)],
        )
    page = browse("elias").get(address("consent_summary", draft.key)).content.decode()
    assert "Fysisk helse: kan fortelle fengselet" in page


def main(answer) -> str:
    """What the page says, without the time of day at its foot."""
    return answer.content.decode().split("<main")[1].split("</main>")[0]


def test_what_is_only_about_the_clinic_leaves_no_trace_on_martes_pages(browse):
    """Draft, consent and receipt: to her they are as if they were not there, or say the same as any other."""
    elias, marte, clinic = browse("elias"), browse("marte"), token("Lindelia rusklinikk")
    before = main(marte.get(address("consent")))
    there = tick(elias, address("consent_recipient", clinic), f"{clinic}:{MIND}:gi")["Location"]
    assert "Utkast, ikke signert" not in marte.get(address("consent")).content.decode()
    assert marte.get(there).status_code == 404
    sign(elias, there)
    assert main(marte.get(address("consent"))) == before
    assert "Samtykke nummer 2" not in marte.get(address("consent_history")).content.decode()
    assert marte.get(address("consent_one", 2)).status_code == 404
    assert "Lindelia" in elias.get(address("consent_one", 2)).content.decode()


def test_a_receipt_about_the_clinic_is_not_there_for_the_contact_team_and_one_about_nav_is(browse):
    elias, marte, there = browse("elias"), browse("marte"), {}
    for name in ("Lindelia rusklinikk", "Nav Nordnes"):
        there[name] = elias.post(address("consent_withdraw"), {"hvem": token(name)})["Location"]
        assert f"alt for {name}" in elias.get(there[name]).content.decode()
    assert marte.get(there["Lindelia rusklinikk"]).status_code == 404
    assert there["Lindelia rusklinikk"] not in marte.get(address("consent_history")).content.decode()
    assert "alt for Nav Nordnes" in marte.get(there["Nav Nordnes"]).content.decode()


def test_the_menu_says_that_one_is_at_hvem_ser_hva(browse):
    """The link sends on to the page of the own plan."""
    page = browse("elias").get(address("consent")).content.decode()
    assert 'href="/hvem-ser-hva/" aria-current="page"' in page
    assert 'href="/min-plan/" aria-current="page"' not in page
