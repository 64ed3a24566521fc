"""«Mine oppgaver»: what is about to slip first, for those whose turn it is, and no more than they may see."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.access.facts import rows

from pop.access.actor import acting
from pop.consents.actions import Recipient, exclude
from pop.demo.build import plan_of
from pop.demo.places import agency, user
from pop.gaps import actions as gap_actions
from pop.gaps.models import Gap, GapSubject
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import ChoiceWay, Measure, Need, Plan, Source
from pop.wishes.models import Wish
from pop.worklists import desk, listing, words, work
from pop.worklists.desk import Desk, Filter
from pop.worklists.models import KeptFilter
from pop.worklists.roster import Stretch

Browse = Callable[[str], Client]
WORKERS = ("marte", "ola", "farid", "silje", "jorgen", "anders", "kari", "torbjorn", "sunniva", "hanne", "per", "grete", "mona", "liv")  # fmt: skip
TODAY = timezone.localdate()


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def seen(browse: Browse, slug: str, query: str = "") -> str:
    response = browse(slug).get(f"/oppgaver/{query}")
    assert response.status_code == 200, slug
    return words_of(response.content.decode())


def waiting(slug: str) -> list[work.Waiting]:
    with acting(user(slug).pk):
        return work.waiting().rows


def a_measure(plan: Plan, text: str, **more: Any) -> Measure:
    """Proposed by Marte, said yes to by Elias in a talk."""
    marte = user("marte")
    need = Need.objects.filter(plan=plan, topic=1)[0]
    made = plans.propose_measure(
        plan=plan, writer=Writer(marte, Source.CORRECTIONAL), topic=1, text=text, needs=(need,), **more
    )
    plans.choose_measure(made, way=ChoiceWay.ORAL, present="Marte Nygård")
    return made


@pytest.mark.parametrize("slug", WORKERS)
def test_everybody_who_works_with_plans_has_a_list(browse: Browse, slug: str) -> None:
    assert "Mine oppgaver" in seen(browse, slug)


def test_the_person_is_sent_to_the_own_plan(browse: Browse) -> None:
    assert browse("elias").get("/oppgaver/").url == "/min-plan/"


def test_a_measure_that_is_mine_stands_there_with_its_deadline_and_plan(browse: Browse) -> None:
    with acting(user("marte").pk):
        a_measure(plan_of("elias"), "Ringe utleieren", responsible_user=user("marte"), due=TODAY)
    html = seen(browse, "marte")
    assert "Ringe utleieren" in html
    assert "Ringe utleieren" not in seen(browse, "silje")
    assert "Ringe utleieren" not in seen(browse, "kari")


def test_nothing_stands_in_a_list_that_its_reader_does_not_see_in_the_plan(both_logins: str) -> None:
    """The function is written out of the policies: plain queries by the same actor find every row of it."""
    models: dict[str, Any] = {"gap": Gap, "measure": Measure, "change": Measure, "wish": Wish}
    for slug in WORKERS:
        with acting(user(slug).pk):
            for row in work.waiting(team=True).rows:
                if row.kind in models:
                    assert models[row.kind].objects.filter(key=row.key).exists(), (slug, row)
                if row.kind == "gap" and row.subject:
                    assert GapSubject.objects.filter(gap__key=row.key).exists(), (slug, row)
                if row.subject == "measure":
                    assert Measure.objects.filter(key=row.subject_key).exists(), (slug, row)


def test_what_the_person_keeps_from_somebody_leaves_their_list_at_once() -> None:
    with acting(user("marte").pk):
        plan = plan_of("elias")
        a_measure(plan, "Ringe utleieren", responsible_user=user("farid"), due=TODAY)
    assert any(row.text == "Ringe utleieren" for row in waiting("farid"))
    with acting(user("elias").pk):
        exclude(plan=plan, made_by=user("elias"), recipient=Recipient(user=user("farid")), topic=1)
    assert not any(row.text == "Ringe utleieren" for row in waiting("farid"))


def test_after_full_withdrawal_a_partner_has_nothing_of_the_plan() -> None:
    with acting(user("elias").pk):
        plan = plan_of("elias")
        rows("select access.withdraw(%s, null, null)", [plan.pk])
    for slug in ("kari", "hanne", "sunniva"):
        assert not [row for row in waiting(slug) if row.plan_id == plan.pk and row.kind != "task"], slug


def test_a_filter_stays_as_it_was_left(browse: Browse) -> None:
    marte = browse("marte")
    marte.get("/oppgaver/?vis=&type=talk&plan=")
    html = marte.get("/oppgaver/").content.decode()
    assert '<option value="talk" selected>' in html
    assert "Søke om besøk i besøkshuset" not in html
    marte.get("/oppgaver/?vis=&type=&plan=")
    assert "Søke om besøk i besøkshuset" in marte.get("/oppgaver/").content.decode()


def test_a_filter_is_its_users_alone(browse: Browse) -> None:
    browse("marte").get("/oppgaver/?vis=&type=talk&plan=")
    with acting(user("ola").pk):
        assert not KeptFilter.objects.exists()


def test_nonsense_in_the_address_is_no_filter(browse: Browse) -> None:
    assert "Mine oppgaver" in seen(browse, "marte", "?vis=x&type=<script>&plan=';--")


def test_an_empty_list_says_when_the_next_deadline_is(browse: Browse) -> None:
    assert "Ingen oppgaver nå" in seen(browse, "silje")


def at_desk(stretch: Stretch | None = None) -> Desk:
    return Desk([], set(), {}, None, stretch is not None, stretch)


def test_groups_follow_the_week_when_no_roster_is_known() -> None:
    monday = TODAY - timedelta(days=TODAY.weekday())
    for days, expected in ((-1, work.LATE), (0, work.TODAY), (4, work.WEEK), (6, work.WEEK), (7, work.LATER)):
        assert work.group(monday + timedelta(days=days), monday, at_desk()) == expected
    assert work.group(None, monday, at_desk()) == work.TODAY


def test_groups_follow_the_roster_when_it_is_known() -> None:
    off = at_desk(Stretch(TODAY + timedelta(days=3), TODAY + timedelta(days=6)))
    for days, expected in ((-1, work.LATE), (2, work.BEFORE), (3, work.OFF), (6, work.OFF), (7, work.LATER)):
        assert work.group(TODAY + timedelta(days=days), TODAY, off) == expected


def test_what_is_a_gap_as_well_stands_there_once() -> None:
    with acting(user("marte").pk):
        mine, me = desk.of_actor(TODAY), user("marte").pk
        found = listing.build(work.waiting(), me, mine, Filter(), TODAY, limit=1000)
        shown = [row for _name, _label, _number, some in found.groups for row in some]
        about = [row.waiting.subject_key for row in shown if row.waiting.subject == "measure"]
    assert shown
    assert len(about) == len(set(about))


def test_every_row_leads_somewhere_that_its_reader_can_open(browse: Browse) -> None:
    for slug in ("marte", "kari", "hanne", "sunniva", "farid"):
        client = browse(slug)
        html = client.get("/oppgaver/?alle=1").content.decode()
        table = html.partition('<table class="alv">')[2].partition("</table>")[0]
        links = set(re.findall(r'<a[^>]* href="([^"#]+)', table))
        assert links or "Ingen oppgaver nå" in html, slug
        for link in links:
            assert client.get(link).status_code in (200, 302), (slug, link)


def test_every_kind_of_row_has_its_words() -> None:
    assert set(words.SAYERS) == set(words.KINDS)


def test_what_i_have_taken_says_that_i_took_it(browse: Browse) -> None:
    """By the rule it is Marte's: without a word Farid would not know why it is in his list."""
    assert "Du har tatt den." not in seen(browse, "farid", "?alle=1")
    with acting(user("farid").pk):
        gap = Gap.objects.get(plan=plan_of("elias"), rule="receipt_declined", closed_at=None)
        assert gap_actions.take(gap=gap)
    assert "Du har tatt den." in seen(browse, "farid", "?alle=1")


def test_the_team_is_shown_when_it_is_chosen(browse: Browse) -> None:
    """Farid follows Elias up, so what Marte has there is his to see, and to take, when he asks for the team."""
    with acting(user("marte").pk):
        a_measure(plan_of("elias"), "Ringe utleieren", responsible_user=user("marte"), due=TODAY)
        team = desk.of_actor(TODAY).teams[0]
    farid = browse("farid")
    assert "Ringe utleieren" not in farid.get("/oppgaver/").content.decode()
    html = words_of(farid.get(f"/oppgaver/?vis={team.key}&type=&plan=&alle=1").content.decode())
    assert "Ringe utleieren" in html
    assert "Marte Nygård har den." in html


def test_what_is_put_off_is_one_click_away_and_is_taken_up_again_there(
    both_logins: str, browse: Browse
) -> None:
    """Not only a number: which, in whose plan, and until when."""
    with acting(user("marte").pk):
        gap = next(row for row in work.waiting().rows if row.kind == "gap" and row.snoozed is None and row.holder == user("marte").pk)  # fmt: skip
        found = Gap.objects.get(key=gap.key)
        assert gap_actions.snooze(gap=found, until=TODAY + timedelta(days=3), reason="Venter på svar.")
        plan = str(next(p.key for number, p in work.waiting().plans.items() if number == gap.plan_id))
    wake = reverse("gap_wake", args=[plan, gap.key])
    client = browse("marte")
    html = client.get("/oppgaver/?alle=1").content.decode()
    assert "?utsatt=1#utsatt" in html
    assert wake not in html
    html = client.get("/oppgaver/?utsatt=1").content.decode()
    assert wake in html.partition('id="utsatt"')[2]
    assert client.post(wake).status_code == 302
    assert wake not in client.get("/oppgaver/?utsatt=1").content.decode()


@pytest.mark.parametrize("slug", WORKERS)
def test_nobody_reads_among_what_is_put_off_what_is_anothers(
    both_logins: str, browse: Browse, slug: str
) -> None:
    with acting(user(slug).pk):
        mine = {str(row.key) for row in work.waiting().rows if row.snoozed and row.snoozed > TODAY}
    html = browse(slug).get("/oppgaver/?utsatt=1").content.decode().partition('id="utsatt"')[2]
    assert set(re.findall(r"/([0-9a-f-]{36})/ta-opp", html)) <= mine


def test_a_measure_of_ones_agency_says_that_it_is_the_agencys_and_not_ones_own(browse: Browse) -> None:
    with acting(user("marte").pk):
        made = a_measure(plan_of("elias"), "Ringe utleieren", responsible_agency=agency("nav"), due=TODAY)
    page = seen(browse, "kari", "?alle=1")
    row = page.partition("Ringe utleieren")[2][:120]
    assert "Nav Nordnes er ansvarlig for tiltaket, og du jobber der." in row
    assert "Du er ansvarlig" not in row
    with acting(user("marte").pk):
        plans.edit(made, responsible_user=user("kari"))
    assert (
        "Du er ansvarlig for tiltaket."
        in seen(browse, "kari", "?alle=1").partition("Ringe utleieren")[2][:120]
    )
