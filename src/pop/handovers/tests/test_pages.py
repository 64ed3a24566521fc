"""The pages: giver, receiver and person each see their side; somebody without an account sees nothing too early."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from pop.access.actor import acting
from pop.conversations.actions import talks
from pop.conversations.models import Conversation
from pop.demo.places import user
from pop.handovers import actions
from pop.handovers.models import Handover, HandoverItem
from pop.handovers.tests.conftest import (
    DEBT,
    DEPOSIT,
    HOME,
    STRANGERS,
    agency,
    ask,
    begin,
    choose,
    fresh,
    item_of,
    side_by_side,
    text_of,
)
from pop.plans.actions import Writer
from pop.plans.models import Source
from pop.teams.models import Task


def page(plan, name="handover", *more):
    return reverse(name, args=[plan.key, *more])


def test_giver_receiver_and_person_each_see_their_side(browse, asked, plan):
    marte, kari, elias = browse("marte"), browse("kari"), browse("elias")
    theirs = text_of(marte.get(page(plan)))
    assert "0 av 3 har bekreftet mottaker" in theirs
    assert "Ingen har tatt imot 2 ting" in theirs
    inbox = text_of(kari.get(reverse("handover_requests")))
    assert DEPOSIT in inbox
    request = reverse("handover_request", args=[asked.key])
    assert "Kan du ta over dette?" in text_of(kari.get(request))
    assert kari.post(request, {"answer": "confirmed", "reason": ""}).status_code == 302
    assert "1 av 3 har bekreftet mottaker" in text_of(marte.get(page(plan)))
    own = text_of(elias.get(page(plan)))
    assert "Har sagt ja" in own
    assert "Ingen har tatt imot" not in own
    assert "Noen holder tråden" in text_of(marte.get(reverse("plans")))


@pytest.mark.parametrize("slug", [*STRANGERS, "kari", "ola", "hanne"])
@pytest.mark.parametrize("name", ["handover", "handover_new", "handover_sheet", "checklist", "farewell"])
def test_nobody_else_opens_the_pages(browse, handover, plan, slug, name):
    answer = browse(slug).get(page(plan, name))
    assert answer.status_code in (302, 404)
    assert answer.status_code == 404 or "habilitet" in answer["Location"]


def test_marte_begins_chooses_and_asks(browse, plan):
    marte = browse("marte")
    with acting(user("marte").pk):
        for going in Handover.objects.filter(plan=plan, state="open"):
            actions.cancel(going, reason="Begynner på nytt")
    assert "Løslatelse med møteplikt" in text_of(marte.get(page(plan, "handover_new")))
    form = page(plan, "handover_new") + "?slag=release_with_duty"
    assert "Avklare depositum" in text_of(marte.get(form))
    with acting(user("marte").pk):
        from pop.plans.models import Measure

        key = str(Measure.objects.get(text=DEBT).key)
    nothing = marte.post(form, {"on_day": "21.1.2027"})
    assert "Velg minst én ting" in text_of(nothing)
    assert marte.post(form, {"on_day": "21.1.2027", "measures": [key]}).status_code == 302
    with acting(user("marte").pk):
        item = HandoverItem.objects.latest("pk")
    where = page(plan, "handover_receiver", item.key)
    kari = f"{user('kari').key}:{agency_key('nav')}"
    assert marte.post(where, {"who": kari}).status_code == 302
    with acting(user("marte").pk):
        item = HandoverItem.objects.latest("pk")
    thing = page(plan, "handover_item", item.key)
    assert "Spør om de tar over" in text_of(marte.get(thing))
    marte.post(thing, {"gjor": "ask"})
    assert fresh(item).asked_at


def agency_key(kind):
    with acting(user("elias").pk):
        return agency(kind).key


def test_a_link_shows_nothing_before_the_right_code_and_works_once(browse, handover, plan):
    item = choose(item_of(handover, HOME), kind="home_municipality")
    ask(item)
    marte = browse("marte")
    thing = page(plan, "handover_item", item.key)
    marte.post(thing, {"gjor": "link"})
    shown = marte.get(thing)
    code = shown.context["code"]
    assert code["letters"] in text_of(shown)
    assert code["letters"] not in text_of(marte.get(thing))
    outside, address = Client(), reverse("handover_link", args=[code["link"]])
    before = text_of(outside.get(address))
    assert not [word for word in ("Elias", "Brekke", "Marte", "Solvik", HOME) if word in before]
    wrong = text_of(outside.post(address, {"code": "0000-0000"}))
    nowhere = text_of(outside.post(reverse("handover_link", args=[plan.key]), {"code": "0000-0000"}))
    assert HOME not in wrong
    assert "Koden virker ikke" in wrong
    assert "Koden virker ikke" in nowhere
    behind = text_of(outside.post(address, {"code": code["letters"].lower()}))
    assert HOME in behind
    sent = {"code": code["letters"], "svar": "1", "answer": "confirmed", "reason": "", "name": "Kommunen"}
    assert outside.post(address, sent).status_code == 302
    assert (fresh(item).answer, fresh(item).way, fresh(item).answered_name) == (
        "confirmed",
        "code",
        "Kommunen",
    )
    assert "Koden virker ikke" in text_of(outside.post(address, {"code": code["letters"]}))


def test_a_slip_comes_back_on_paper_and_any_officer_of_the_unit_registers_it(browse, handover, plan):
    item = choose(item_of(handover, HOME), kind="home_municipality")
    ask(item)
    marte = browse("marte")
    sheet = marte.post(page(plan, "handover_item", item.key), {"gjor": "paper"})
    printed = marte.get(sheet["Location"])
    letters = printed.context["letters"]
    assert "Elias" not in text_of(printed)
    register = reverse("handover_slip_register")
    filled = {"code": letters, "answer": "declined", "reason": "Ingen ledig bolig", "name": "Boligkontoret"}
    assert browse("kari").get(register).status_code == 404
    assert "ble ikke registrert" in text_of(browse("jorgen").post(register, filled))
    assert browse("ola").post(register, filled).status_code == 302
    assert (fresh(item).answer, fresh(item).way) == ("declined", "paper")


def test_elias_says_yes_to_asking_somebody_outside(browse, handover, plan):
    choose(item_of(handover, HOME), outside="Nordnes legesenter")
    elias = browse("elias")
    assert "Ja, spør dem" in text_of(elias.get(page(plan)))
    item = item_of(handover, HOME)
    elias.post(page(plan, "handover_agree", item.key))
    assert fresh(item).agreed_way == "own_login"


def test_a_no_without_a_reason_is_told_at_the_field(browse, asked):
    kari = browse("kari")
    request = reverse("handover_request", args=[asked.key])
    answer = kari.post(request, {"answer": "declined", "reason": ""})
    assert "Skriv hva du lurer på, eller hvorfor du ikke kan." in text_of(answer)


def test_the_checklist_has_twelve_points_before_a_release_and_says_why_one_is_not_needed(browse, plan):
    marte = browse("marte")
    listed = marte.get(page(plan, "checklist"))
    assert len(listed.context["checks"]) == 14, (
        "the twelve of every release, and two of one with a duty to report"
    )
    bankid = page(plan, "checklist_mark", "bankid")
    assert "Skriv hvorfor det ikke trengs." in text_of(
        marte.post(bankid, {"state": "not_needed", "reason": ""})
    )
    marte.post(bankid, {"state": "done", "reason": ""})
    assert "På plass" in text_of(browse("elias").get(page(plan, "checklist")))
    assert marte.get(page(plan, "checklist_mark", "ukjent")).status_code == 404


def test_the_farewell_talk_has_three_lines_each(browse, plan):
    marte = browse("marte")
    where = page(plan, "farewell")
    told = {"held_on": "20.11.2026", "worked": "a\nb\nc\nd", "hindered": ""}
    assert "Skriv inntil tre linjer." in text_of(marte.post(where, told))
    assert marte.post(where, told | {"worked": "Faste samtaler\nSkolen"}).status_code == 302
    assert "Faste samtaler" in text_of(browse("elias").get(where))


def test_what_hindered_is_three_lines_as_what_worked_is(browse, plan):
    marte, where = browse("marte"), page(plan, "farewell")
    told = {"held_on": "20.11.2026", "worked": "", "hindered": "a\nb\nc\nd"}
    assert "Skriv inntil tre linjer." in text_of(marte.post(where, told))
    assert marte.post(where, told | {"hindered": "Ventetida\nIngen bolig\nSent svar"}).status_code == 302
    assert "Ventetida" in text_of(browse("elias").get(where))


def test_that_somebody_holds_the_thread_is_told_without_content(browse, asked, plan):
    """Rule B12: the giver reads that it is held, and neither what nor who."""
    browse("kari").post(reverse("handover_request", args=[asked.key]), {"answer": "confirmed", "reason": ""})
    with acting(user("marte").pk):
        task = Task.objects.get(plan=plan, kind="thread_held")
    assert {field.name for field in Task._meta.fields} == {
        "id", "key", "user", "plan", "kind", "at", "due_on", "done_at",
    }  # fmt: skip
    assert task.user_id == user("marte").pk
    told = text_of(browse("marte").get(reverse("plans")))
    line = told[told.index("Noen holder tråden") :][:200]
    assert DEPOSIT not in line
    assert "Kari" not in line


def test_elias_reads_in_plain_words_that_nobody_has_said_yes_and_writes_to_those_who_come(
    browse, handover, plan
):
    elias = browse("elias")
    assert "Ikke avtalt ennå" in text_of(elias.get(page(plan)))
    elias.post(page(plan, "handover_words", handover.key), {"own_words": "Ring meg om kvelden"})
    assert "Ring meg om kvelden" in text_of(elias.get(page(plan)))


def test_marte_puts_it_off_and_everything_is_as_before(browse, asked, handover, plan):
    marte = browse("marte")
    change = page(plan, "handover_change", handover.key)
    assert "Skriv hvorfor." in text_of(marte.post(change, {"gjor": "postpone", "grunn-reason": ""}))
    marte.post(change, {"gjor": "postpone", "grunn-reason": "Ny rettssak"})
    assert "Overføringen er utsatt: Ny rettssak" in text_of(marte.get(page(plan)))
    marte.post(change, {"gjor": "move", "dag-on_day": "1.3.2027"})
    assert "mandag 1. mars 2027" in text_of(marte.get(page(plan)))


def test_a_role_in_the_contact_team_is_shown_with_who_leaves_and_who_comes(browse, plan):
    role = begin("probation", leaving=("marte",))
    choose(item_of(role), "jorgen")
    told = text_of(browse("marte").get(page(plan)))
    assert "Overlapp i teamet" in told
    assert "Marte Nygård, til" in told


def test_the_person_has_no_page_of_requests(browse):
    assert browse("elias").get(reverse("handover_requests")).status_code == 302
    assert actions.open_link(user("kari").key, code="x") is None


def marks_of(browse, plan):
    html = browse("marte").get(page(plan)).content.decode()
    return re.findall(
        r'<time datetime="([^"]+)"', html.partition('class="merkedager"')[2].partition("</ol>")[0]
    )


def test_over_the_overlap_stand_the_days_of_a_release(browse, plan):
    """Six months and two months before (T11, T12), the day, and two weeks after."""
    begin("release_with_duty", DEPOSIT, leaving=("marte",), day=date(2027, 8, 31))
    assert marks_of(browse, plan) == ["2027-02-28", "2027-06-30", "2027-08-31", "2027-09-14"]
    words = text_of(browse("marte").get(page(plan)))
    assert "6 måneder før" in words
    assert "Avslutningen begynner" in words


def test_a_move_within_the_prison_has_its_own_days(browse, plan):
    begin("other_ward", DEPOSIT, leaving=("marte",), day=date(2027, 8, 31))
    assert marks_of(browse, plan) == ["2027-08-31", "2027-09-14"]


def test_a_point_of_the_checklist_says_how_it_stands_before_it_can_be_changed(browse, plan):
    html = browse("marte").get(page(plan, "checklist")).content.decode()
    point = html[html.index('class="sjekk"') :].partition("</li>")[0]
    assert point.index('class="status"') < point.index("Endre")


def farewells(plan, who="marte"):
    """When the farewell talks of the plan are booked and held."""
    with acting(user(who).pk):
        rows = Conversation.objects.of(plan).filter(kind="farewell")
        return [(one.planned_on, one.held_on) for one in rows]


def test_the_farewell_that_marte_writes_down_is_the_conversation_and_step_8_and_the_handovers_own_point(
    browse, handover, plan
):
    marte = browse("marte")
    before = farewells(plan)
    assert not any(held for _planned, held in before)
    told = {"held_on": "20.11.2026", "worked": "Faste samtaler", "hindered": ""}
    assert marte.post(page(plan, "farewell"), told).status_code == 302
    held = [one for one in farewells(plan) if one[1]]
    assert held == [(held[0][0], date(2026, 11, 20))]
    assert done_points(marte.get(page(plan)))["Avskjedssamtale"]
    assert talk_step(plan) == date(2026, 11, 20)
    # Written down once more, it is still one conversation.
    marte.post(page(plan, "farewell"), told | {"worked": "Skolen"})
    assert len([one for one in farewells(plan) if one[1]]) == 1


def test_a_booked_farewell_is_held_where_it_is_written_down(browse, handover, plan):
    marte = browse("marte")
    with acting(user("marte").pk):
        writer = Writer(user("marte"), Source.CORRECTIONAL)
        booked = talks.book(plan=plan, writer=writer, kind="farewell", planned_on=date(2026, 11, 21))
    form = page(plan, "farewell")
    assert marte.get(page(plan, "conversation_hold", booked.key))["Location"] == form
    assert marte.get(page(plan, "conversation_register", "farewell"))["Location"] == form
    marte.post(form, {"held_on": "21.11.2026", "worked": "", "hindered": "Ventetida"})
    assert (date(2026, 11, 21), date(2026, 11, 21)) in farewells(plan)


def test_elias_own_words_register_no_conversation(browse, handover, plan):
    elias = browse("elias")
    before = farewells(plan)
    told = {"held_on": "20.11.2026", "worked": "", "hindered": ""}
    assert "Skriv hva som virket, eller hva som hindret." in text_of(elias.post(page(plan, "farewell"), told))
    assert elias.post(page(plan, "farewell"), told | {"worked": "Skolen"}).status_code == 302
    assert farewells(plan) == before
    assert "Skolen" in text_of(elias.get(page(plan, "farewell")))
    assert not done_points(elias.get(page(plan)))["Avskjedssamtale"]


def done_points(answer):
    return {step.title: step.done for step in answer.context["steps"]}


def talk_step(plan):
    """The day of step 8, as the timeline knows it."""
    with acting(user("elias").pk), connection.cursor() as cursor:
        cursor.execute("select done_on from access.step_dates(%s) where step = '8'", [plan.pk])
        return cursor.fetchone()[0]


def test_two_that_go_on_at_once_are_both_a_click_away(browse, plan):
    """A change of one representative does not wait for the release to be done."""
    first, second = side_by_side()
    client = browse("marte")
    found = client.get(page(plan)).content.decode()
    assert "Start en ny overføring" in found
    for one in (first, second):
        address = f"{page(plan)}?overforing={one.key}"
        assert page(plan, "handover_change", one.key) in client.get(address).content.decode()
    other = [one for one in (first, second) if page(plan, "handover_change", one.key) not in found]
    assert f"overforing={other[0].key}" in found
    assert client.get(f"{page(plan)}?overforing=tull").status_code == 200
    assert browse("kari").get(f"{page(plan)}?overforing={first.key}").status_code == 404
