"""What each reader meets on the pages about gaps."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from pop.access.actor import acting
from pop.demo.places import agency, user
from pop.gaps import actions, catalogue
from pop.gaps.models import Gap, GapAct
from pop.gaps.reading import Row
from pop.gaps.steps import next_step
from pop.gaps.tests.conftest import open_gaps
from pop.handovers import actions as handovers
from pop.handovers.models import HandoverItem
from pop.people import labels
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import ChoiceWay, Need, Source
from pop.plans.opening import OpenPlan

SEVERITY = {1: "Mindre alvorlig", 2: "Alvorlig", 3: "Svært alvorlig"}


def text(answer) -> str:
    assert answer.status_code == 200, answer
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("&nbsp;", " ")


@pytest.fixture
def toothache(plan) -> Need:
    with acting(user("elias").pk):
        return plans.write_need(
            plan=plan, writer=Writer(user("elias"), Source.PERSON), topic=6, text="Tannverk", acute=True
        )


def gap_of(need: Need) -> Gap:
    with acting(user("elias").pk):
        return Gap.objects.get(
            subject__table="plans_need", subject__row_id=need.pk, closed_at=None, rule="need_without_measure"
        )


def test_the_contact_reads_in_the_plan_what_may_fall_between_two_chairs(browse, plan, toothache):
    page = text(browse("marte").get(reverse("plan", args=[plan.key])))
    assert "Her kan noe falle mellom to stoler" in page
    assert "Behov uten tiltak : Tannverk" in page or "Behov uten tiltak: Tannverk" in text(
        browse("marte").get(reverse("gaps", args=[plan.key]))
    )


def test_the_person_reads_it_in_plain_words_and_who_fixes_it(browse, plan, toothache):
    page = text(browse("elias").get(reverse("gaps", args=[plan.key])))
    assert "Du trenger ikke gjøre noe med dem" in page
    one = text(browse("elias").get(reverse("gap", args=[plan.key, gap_of(toothache).key])))
    assert "Et behov du har sagt fra om, har ikke noe tiltak" in one
    assert "Jeg tar den" not in one


def test_a_gap_says_why_when_and_how_it_is_closed(browse, plan, toothache):
    page = text(browse("marte").get(reverse("gap", args=[plan.key, gap_of(toothache).key])))
    rule = catalogue.load().rule("need_without_measure")
    for what in ("why", "begins", "closed"):
        assert rule.say(what) in page
    assert f"Hvor alvorlig den er {SEVERITY[rule.severity]}" in page


def test_the_person_is_not_told_how_serious_it_is_for_it_is_others_who_fix_it(browse, plan, toothache):
    one = text(browse("elias").get(reverse("gap", args=[plan.key, gap_of(toothache).key])))
    assert "Hvor alvorlig" not in one


def test_the_page_of_rules_says_how_serious_each_is_with_a_word_and_an_icon(browse):
    answer = browse("marte").get(reverse("gap_rules"))
    page, html = text(answer), answer.content.decode()
    for rule in catalogue.load().rules:
        part = html.partition(f" {escape(rule.say('title'))}</h2>")[2].partition("</section>")[0]
        said = part.partition("Hvor alvorlig den er</dt>")[2].partition("</dd>")[0]
        assert said.endswith(f"<span>{SEVERITY[rule.severity]}</span></span>"), rule.id
        assert "<svg" in said, rule.id
    assert page.index(SEVERITY[3]) < page.index(SEVERITY[1])


def test_how_gaps_are_found_is_the_catalogue_itself(browse):
    page = text(browse("kari").get(reverse("gap_rules")))
    for rule in catalogue.load().rules:
        assert rule.title["nb"] in page
        assert rule.closed["nb"] in page


def test_the_one_who_takes_it_is_named_to_all_who_see_it(browse, plan, toothache):
    gap = gap_of(toothache)
    answer = browse("farid").post(reverse("gap_take", args=[plan.key, gap.key]), follow=True)
    assert "Du har tatt den" in text(answer)
    assert "Farid Rahimi" in text(browse("marte").get(reverse("gap", args=[plan.key, gap.key])))


def test_a_gap_that_is_put_off_says_until_when_and_why_and_comes_back(browse, plan, toothache):
    gap, client = gap_of(toothache), browse("marte")
    address = reverse("gap_snooze", args=[plan.key, gap.key])
    for wrong, message in (
        ({"until": "", "reason": "x"}, "Skriv"),
        ({"until": "01.01.2020", "reason": "x"}, "Velg en dag etter i dag"),
        ({"until": "01.01.2099", "reason": "x"}, "høyst 30 dager"),
    ):
        page = client.post(address, wrong)
        assert message in text(page), wrong
    day = timezone.localdate() + timedelta(days=9)
    page = text(
        client.post(address, {"until": day.strftime("%d.%m.%Y"), "reason": "Tannlegen har time"}, follow=True)
    )
    assert "Utsatt til" in page
    assert "Tannlegen har time" in page
    assert (
        "Tannverk" not in text(client.get(reverse("plan", args=[plan.key]))).partition("Økonomi og bolig")[0]
    )
    assert open_gaps(plan) >= {("need_without_measure", "plans_need", toothache.pk)}


def test_a_closed_gap_stays_in_the_history(browse, plan, toothache):
    gap = gap_of(toothache)
    with acting(user("elias").pk):
        plans.remove(toothache)
    page = text(browse("marte").get(reverse("gaps", args=[plan.key])))
    assert "Lukket" in page
    assert "Lukket" in text(browse("marte").get(reverse("gap", args=[plan.key, gap.key])))


def test_strangers_find_no_page(browse, plan, toothache):
    gap = gap_of(toothache)
    for slug in ("silje", "anders", "per", "tone", "eva"):
        client = browse(slug)
        for name, keys in (
            ("gaps", [plan.key]),
            ("gap", [plan.key, gap.key]),
            ("gap_snooze", [plan.key, gap.key]),
        ):
            assert client.get(reverse(name, args=keys)).status_code == 404, (slug, name)
        assert client.post(reverse("gap_take", args=[plan.key, gap.key])).status_code == 404


def test_a_gap_that_is_given_to_another_is_theirs(browse, plan, toothache):
    gap, client = gap_of(toothache), browse("marte")
    address = reverse("gap_hand", args=[plan.key, gap.key])
    assert "Velg hvem som skal ha den" in text(client.post(address, {}))
    client.post(address, {"to": str(user("farid").key)})
    assert "Farid Rahimi" in text(client.get(reverse("gap", args=[plan.key, gap.key])))
    with acting(user("marte").pk):
        assert [act.act for act in GapAct.objects.filter(gap_id=gap.pk)] == ["handed"]


def declined() -> Gap:
    with acting(user("elias").pk):
        return Gap.objects.get(rule="receipt_declined", closed_at=None)


def test_a_gap_about_a_handover_says_which_measure(browse, plan):
    """The school said no to going on with the apprenticeship: the contact goes to the thing, Elias to the measure."""
    gap = declined()
    address = reverse("gap", args=[plan.key, gap.key])
    with acting(user("marte").pk):
        item = HandoverItem.objects.get(pk=gap.subject.row_id)
    thing = reverse("handover_item", args=[plan.key, item.key])
    for slug, is_thing in (("marte", True), ("elias", False)):
        answer = browse(slug).get(address)
        assert "Finne lærebedrift i Nordnes" in text(answer)
        link = re.search(r'href="([^"]+)">Finne lærebedrift i Nordnes', answer.content.decode())
        assert link, slug
        assert (link[1] == thing) is is_thing
        assert browse(slug).get(link[1]).status_code == 200


def test_a_gap_about_a_role_that_is_handed_over_says_which_role(browse, plan):
    """Jørgen is asked to be the contact, and says no."""
    with acting(user("jorgen").pk):
        item = HandoverItem.objects.get(receiver_user=user("jorgen"), replaced_at=None)
        assert handovers.answer(item, answer="declined", reason="Jeg slutter til sommeren.")
    with acting(user("elias").pk):
        gap = Gap.objects.get(rule="receipt_declined", subject__row_id=item.pk, closed_at=None)
    assert "Hovedkontakt" in text(browse("marte").get(reverse("gap", args=[plan.key, gap.key])))


def test_the_person_reads_who_has_it_now_and_never_that_their_contact_has_what_nav_took(browse, plan):
    """What Nav owns and Kari has taken is Nav's; what is given to kriminalomsorgen is theirs."""
    marte = Writer(user("marte"), Source.CORRECTIONAL)
    with acting(user("marte").pk):
        measure = plans.propose_measure(
            plan=plan, writer=marte, topic=1, text="Søke om støtte", needs=tuple(Need.objects.filter(topic=1)[:1]),
            responsible_user=user("kari"), responsible_agency=agency("nav"), due=None,
        )  # fmt: skip
        plans.choose_measure(measure, way=ChoiceWay.ORAL, present="Marte og Elias")
    with acting(user("elias").pk):
        gap = Gap.objects.get(
            rule="measure_without_deadline", subject__row_id=measure.pk, closed_at=None
        )  # fmt: skip

    def told() -> str:
        page = text(browse("elias").get(reverse("gap", args=[plan.key, gap.key])))
        return page.partition("Hvem skal ordne det")[2].partition("Siden")[0].strip()

    assert told().startswith("Nav Nordnes")
    browse("kari").post(reverse("gap_take", args=[plan.key, gap.key]))
    assert told().startswith("Nav Nordnes")
    with acting(user("marte").pk):
        assert actions.hand_over(gap=gap, to=user("farid"))
    assert told() == "Kriminalomsorgen"
    with acting(user("marte").pk):
        assert actions.hand_over(gap=gap, to=user("marte"))
    assert told() == "Kontakten din"


def test_somebody_to_give_it_to_stands_with_name_and_title_in_one_sentence(browse, plan, toothache):
    page = text(browse("marte").get(reverse("gap_hand", args=[plan.key, gap_of(toothache).key])))
    assert "Farid Rahimi, tilbakeføringskoordinator" in page


def test_a_shielded_colleague_is_a_title_once():
    assert labels.Label("", "Kontaktbetjent").described == "Kontaktbetjent"
    assert labels.Label("Kari Lunde", "NAV-veileder").described == "Kari Lunde, NAV-veileder"


@pytest.mark.parametrize("rule", ["role_change_without_overlap", "representative_changed"])
def test_the_button_of_a_gap_leads_to_what_closes_it(plan, rule):
    """A new contact or representative is a talk or a meeting, and not a look at the team."""
    opened = OpenPlan(plan, None, "contact")
    row = Row(Gap(key=plan.key, rule=rule), catalogue.load().rule(rule), "", "", "", "", timezone.localdate())
    where = {"role_change_without_overlap": "conversations", "representative_changed": "entry_new"}[rule]
    found = next_step(opened, row)
    assert found
    assert found[1] == reverse(where, args=[plan.key, *(["mote"] if where == "entry_new" else [])])
    assert next_step(OpenPlan(plan, None, "partner"), row) is None
