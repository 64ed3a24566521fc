"""Several handovers side by side, and those that are broken off: each page, sheet and step is about the right one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from pop.access.actor import acting
from pop.demo.places import user
from pop.handovers import actions
from pop.handovers.models import Handover, HandoverItem
from pop.handovers.tests.conftest import (
    DEPOSIT,
    ask,
    begin,
    choose,
    item_of,
    reply,
    side_by_side,
    text_of,
)
from pop.people.actions import give_agency_role, register_user
from pop.people.models import Agency
from pop.plans.models import Plan
from pop.teams import actions as teams
from pop.teams.models import ContactTeamMember, MainChoice, SupportTeamMember
from pop.ui.dates import short_date


def page(plan: Plan, name: str = "handover", *more: object) -> str:
    return reverse(name, args=[plan.key, *more])


def test_the_sheet_that_is_printed_is_of_the_handover_on_the_page(browse, plan):
    _first, other = side_by_side()
    client = browse("marte")
    shown = client.get(f"{page(plan)}?overforing={other.key}").content.decode()
    address = f"{page(plan, 'handover_sheet')}?overforing={other.key}"
    assert address in shown
    sheet = client.get(address)
    assert sheet.context["handover"] == other
    assert f"?pdf=1&amp;overforing={other.key}" in sheet.content.decode()
    assert client.get(f"{address}&pdf=1")["Content-Type"] == "application/pdf"


def test_whoever_works_on_one_comes_back_to_that_one(browse, plan):
    first, other = side_by_side()
    client = browse("marte")
    for one, query in ((first, ""), (other, f"?overforing={other.key}")):
        answer = client.post(page(plan, "handover_words", one.key), {"own_words": "Ring om kvelden"})
        assert answer["Location"] == f"{page(plan)}{query}"
    back = client.get(page(plan, "handover_words", other.key)).content.decode()
    assert f"{page(plan)}?overforing={other.key}" in back


def test_elias_sees_every_handover_that_goes_on(browse, plan):
    first, other = side_by_side()
    client = browse("elias")
    shown = client.get(page(plan)).content.decode()
    assert f"overforing={other.key}" in shown
    shown = client.get(f"{page(plan)}?overforing={other.key}").content.decode()
    assert f"overforing={first.key}" in shown


def test_one_that_is_broken_off_says_so_and_offers_nothing_to_change(browse, plan):
    handover = begin("release_with_duty", DEPOSIT)
    client = browse("marte")
    change = page(plan, "handover_change", handover.key)
    answer = client.post(change, {"gjor": "cancel", "grunn-reason": "Ny dom"}, follow=True)
    shown = text_of(answer)
    assert "Overføringen er avbrutt: Ny dom." in shown
    assert change not in answer.content.decode()
    assert client.get(change).status_code == 404
    own = text_of(browse("elias").get(f"{page(plan)}?overforing={handover.key}"))
    assert "ble avbrutt" in own


def test_without_one_that_goes_on_those_that_were_broken_off_are_still_found(browse, plan):
    handover = begin("release_with_duty", DEPOSIT)
    with acting(user("marte").pk):
        for one in Handover.objects.filter(plan=plan).exclude(state="cancelled"):
            actions.cancel(one, reason="Ny dom")
    for who in ("marte", "elias"):
        shown = browse(who).get(page(plan)).content.decode()
        assert "Ingen overføring er startet" in shown
        assert f"overforing={handover.key}" in shown


def test_what_elias_wants_them_to_know_stands_once_on_his_sheet(browse, plan):
    begin("release_with_duty", DEPOSIT, own_words="Ring om kvelden")
    sheet = text_of(browse("elias").get(page(plan, "handover_sheet")))
    assert sheet.count("Ring om kvelden") == 1
    assert "Dette vil jeg at de skal vite" in sheet
    assert "Dette vil personen" not in text_of(browse("elias").get(page(plan)))


def test_elias_reads_how_long_the_one_he_knows_is_there(browse, plan):
    begin("release_with_duty", leaving=("marte",))
    assert "Marte Nygård er med til" in text_of(browse("elias").get(page(plan)))


def test_a_receiver_who_has_answered_is_not_said_to_be_reminded(browse, plan):
    item = choose(item_of(begin("release_with_duty", DEPOSIT), DEPOSIT), "kari", kind="nav")
    assert ask(item) == "asked"
    client = browse("marte")
    address = page(plan, "handover_item", item.key)
    assert "Purres etter" in text_of(client.get(address))
    assert reply(item, "kari", "question", "Hvor mye?")
    shown = text_of(client.get(address))
    assert "Purres etter" not in shown
    assert "Svar på spørsmålet på telefon eller i et møte" in shown


def test_a_slip_says_who_asks_and_whom_it_is_about_when_elias_said_yes(browse, plan):
    item = choose(item_of(begin("release_with_duty", DEPOSIT), DEPOSIT), outside="Nordnes boligkontor")
    with acting(user("elias").pk):
        actions.agree(item)
    assert ask(item) == "asked"
    slip = text_of(
        browse("marte").post(page(plan, "handover_item", item.key), {"gjor": "paper"}, follow=True)
    )
    assert "Gjelder : Elias Brekke" in slip.replace("Gjelder:", "Gjelder :")
    assert "Spurt av Marte Nygård" in slip


def test_a_slip_to_an_agency_has_no_name_on_it(browse, plan):
    item = choose(item_of(begin("release_with_duty", DEPOSIT), DEPOSIT), kind="nav")
    assert ask(item) == "asked"
    slip = text_of(
        browse("marte").post(page(plan, "handover_item", item.key), {"gjor": "paper"}, follow=True)
    )
    assert "Brekke" not in slip


def test_the_steps_say_when_old_and_new_meet_and_that_they_have_met(browse, plan):
    """The demo has a meeting held today, and one that is coming."""
    today = timezone.localdate()
    tomorrow, after = today + timedelta(1), today + timedelta(20)
    handover = begin("other_ward", DEPOSIT, leaving=("marte",), day=after, overlap=(tomorrow, after))
    client = browse("marte")

    def steps():
        return {step.title: step for step in client.get(page(plan)).context["steps"]}

    assert steps()["Avskjedssamtale"].text == "Samtalen er ikke avtalt."
    before = steps()["Gå gjennom behov og tiltak med de nye"]
    assert not before.done
    assert before.text.startswith("Møtet er avtalt")
    with acting(user("marte").pk):
        assert actions.move(handover, on_day=after, overlap=(today, after))
    met = steps()["Gå gjennom behov og tiltak med de nye"]
    assert met.done
    assert met.text.startswith("Møtet ble holdt")


def test_somebody_invited_with_the_question_is_no_longer_when_it_is_broken_off(plan):
    """A person who comes back: nobody new is left in the group (the plan is whole)."""
    with acting(user("jon").pk):
        nav = Agency.objects.get(kind="nav")
        newcomer = register_user(name="Nina Dahl", title="Veileder")
        give_agency_role(user=newcomer, agency=nav)
    handover = begin("release_with_duty", DEPOSIT)
    with acting(user("marte").pk):
        key = actions.choose_receiver(item_of(handover, DEPOSIT), user=newcomer, agency=nav)
        assert key
        assert actions.ask(key) == "asked"
        assert SupportTeamMember.objects.filter(plan=plan, user=newcomer, until=None).exists()
        assert actions.cancel(handover, reason="Kom tilbake")
        assert not SupportTeamMember.objects.filter(plan=plan, user=newcomer, until=None).exists()


@pytest.mark.parametrize("order", [("marte", "farid"), ("farid", "marte")])
def test_whoever_takes_over_two_roles_is_the_main_contact_after(plan, order):
    """A plan may not lose its main contact because one colleague says yes to two things."""
    handover = begin("release_with_duty", leaving=order)
    with acting(user("marte").pk):
        before = list(ContactTeamMember.objects.filter(plan=plan, until=None).values_list("user_id", "role"))
        items = list(HandoverItem.objects.filter(handover=handover, replaced_at=None))
    for item in items:
        assert ask(choose(item, "jorgen")) == "asked"
    with acting(user("marte").pk):
        asked = list(HandoverItem.objects.filter(handover=handover, replaced_at=None))
    for item in asked:
        assert reply(item, "jorgen")
    with acting(user("elias").pk):
        after = ContactTeamMember.objects.filter(plan=plan, until=None)
        assert after.get(user=user("jorgen")).role == "main"
    with acting(user("marte").pk):
        assert actions.cancel(handover, reason="Kom tilbake")
        again = ContactTeamMember.objects.filter(plan=plan, until=None).values_list("user_id", "role")
        assert sorted(again) == sorted(before)


def test_whoever_has_said_yes_comes_with_the_new_overlap_when_the_day_moves(plan):
    """Nobody new opens the plan before the days in which old and new are both there."""
    handover = begin("release_with_duty", leaving=("farid",), day=timezone.localdate() + timedelta(90))
    item = choose(item_of(handover), "jorgen")
    assert ask(item) == "asked"
    assert reply(item, "jorgen")
    with acting(user("marte").pk):
        assert actions.move(handover, on_day=timezone.localdate() + timedelta(200))
        moved = Handover.objects.get(pk=handover.pk)
        since = ContactTeamMember.objects.get(plan=plan, user=user("jorgen"), until=None).since
    assert since == moved.overlap_from
    assert since > handover.overlap_from


def test_whoever_has_said_yes_does_not_come_while_it_is_put_off(plan):
    """Everybody has the access they had; a new day brings the one who said yes, with its overlap."""
    handover = begin("release_with_duty", leaving=("farid",), day=timezone.localdate() + timedelta(90))
    item = choose(item_of(handover), "jorgen")
    assert ask(item) == "asked"
    assert reply(item, "jorgen")
    newcomer = ContactTeamMember.objects.filter(plan=plan, user=user("jorgen"), until=None)
    with acting(user("marte").pk):
        assert newcomer.exists()
        assert actions.postpone(handover, reason="Ny dom er ventet")
        assert not newcomer.exists()
        assert actions.move(handover, on_day=timezone.localdate() + timedelta(200))
        assert newcomer.get().since == Handover.objects.get(pk=handover.pk).overlap_from


@pytest.mark.parametrize(("kind", "told"), [
    ("other_ward", "fra 7 dager før til 14 dager etter"), ("change_of_one", "fra dagen det skjer til 14 dager etter"),
])  # fmt: skip
def test_each_kind_says_its_times_before_it_is_chosen(browse, plan, kind, told):
    client = browse("marte")
    assert told in text_of(client.get(page(plan, "handover_new")))
    assert told in text_of(client.get(page(plan, "handover_new"), {"slag": kind}))


def test_one_that_is_broken_off_cries_for_nobody(browse, plan):
    """What is broken off needs no receiver: nothing on its page is red, and nothing remains."""
    handover = begin("release_with_duty", DEPOSIT)
    with acting(user("marte").pk):
        actions.cancel(handover, reason="Ny dom")
    shown = browse("marte").get(f"{page(plan)}?overforing={handover.key}")
    assert "Ingen har tatt imot" not in text_of(shown)
    for gone in ("Det som gjenstår", "Dette følger med", "Skriv ut til", "Det som fortsetter"):
        assert gone not in text_of(shown), gone
    own = text_of(browse("elias").get(f"{page(plan)}?overforing={handover.key}"))
    assert "skal finne noen som kan" not in own


def test_the_team_says_until_when_somebody_is_there_but_not_to_those_outside(browse, plan):
    """Offboarding is seen before it happens; when a release is, is told to partners by consent only."""
    handover = begin("release_with_duty", leaving=("farid",))
    item = choose(item_of(handover), "jorgen")
    assert ask(item) == "asked"
    assert reply(item, "jorgen")
    last = f"til {short_date(handover.overlap_until)}".replace("\xa0", " ")
    for who in ("elias", "marte"):
        assert last in text_of(browse(who).get(page(plan, "team"), follow=True)).replace("\xa0", " ")
    assert last not in text_of(browse("kari").get(page(plan, "team"), follow=True)).replace("\xa0", " ")


def test_the_role_in_the_contact_team_is_called_so_when_elias_has_named_another(browse, plan):
    """Two may be called main contact in one sentence (rule B10)."""
    begin("release_with_duty", leaving=("marte",))
    assert "Hovedkontakt i kontaktteamet" not in text_of(browse("marte").get(page(plan)))
    with acting(user("elias").pk):
        assert teams.name_main_contact(plan=plan, user=user("torbjorn"))
        choice = MainChoice.objects.get(plan=plan, ended_at=None)
    torbjorn = browse("torbjorn")
    tasks = torbjorn.get("/oppgaver/").content.decode()
    assert page(plan, "team") in tasks
    with acting(user("torbjorn").pk):
        assert teams.answer_main_contact(choice=choice.key, yes=True)
    assert "Hovedkontakt i kontaktteamet" in text_of(browse("marte").get(page(plan)))
