"""Changing what is written: overtaking, keeping for oneself, removing, and the wrong person."""

import re

import pytest

from pop.plans.models import Goal, Measure, MeasureNote, Meeting, Need, Note, Statement
from pop.plans.tests.conftest import send, text


def stamp(page) -> str:
    return re.search(r'name="stamp" value="(\w+)"', page.content.decode()).group(1)


def need_fields(**more):
    return {"text": "Et fast sted å bo", "said_by": "Elias", "own_words": "", **more}


def test_the_contact_team_changes_a_need(browse, url, entry) -> None:
    need = entry(Need, text="Et fast sted å bo")
    client, address = browse("marte"), url(f"behov/{need.key}/endre/")
    answer = send(client, address, stamp=stamp(client.get(address)), **need_fields(text="Et trygt sted å bo"))
    assert "Endringen er lagret." in text(answer)
    assert "Et trygt sted å bo" in text(browse("elias").get(url()))


@pytest.mark.parametrize("page", ["endre", "fjern", "feil-person", "bare-for-meg"])
def test_from_a_page_below_an_entry_the_way_back_is_by_the_entry(browse, url, entry, page: str) -> None:
    need = entry(Need, text="Et fast sted å bo")
    html = browse("elias").get(url(f"behov/{need.key}/{page}/")).content.decode()
    crumbs = html[html.index("ds-breadcrumbs") : html.index("</nav>", html.index("ds-breadcrumbs"))]
    plan, between = (f'<li><a class="ds-link" href="{url(rest)}">' for rest in ("", f"behov/{need.key}/"))
    assert f"{plan}Min plan</a>" in crumbs
    assert f"{between}Behov</a>" in crumbs
    assert crumbs.index(plan) < crumbs.index(between) < crumbs.index('aria-current="page"')


def test_the_ties_of_a_goal_change(browse, url, entry, act_as_member) -> None:
    goal, other = entry(Goal, text="Ha min egen plass å bo"), entry(Need, text="Oversikt over gjelda")
    client, address = browse("elias"), url(f"mal/{goal.key}/endre/")
    send(client, address, stamp=stamp(client.get(address)), text=goal.text, needs=[str(other.key)])
    with act_as_member("elias"):
        assert [link.need_id for link in goal.need_links.all()] == [other.pk]


def test_a_measure_keeps_who_answers_for_it(browse, url, entry) -> None:
    measure = entry(Measure, text="Svare på søknaden om bolig")
    client, address = browse("marte"), url(f"tiltak/{measure.key}/endre/")
    page = client.get(address)
    chosen = re.search(r'value="(user:[\w-]+)" selected', page.content.decode()).group(1)
    need = entry(Need, text="Et fast sted å bo")
    send(
        client, address, stamp=stamp(page), text="Svare på bolig", responsible=chosen, whys=[str(need.key)],
        due=measure.due.strftime("%d.%m.%Y"),
    )  # fmt: skip
    after = entry(Measure, pk=measure.pk)
    assert after.text == "Svare på bolig"
    assert (after.responsible_user_id, after.responsible_agency_id, after.due) == (
        measure.responsible_user_id,
        measure.responsible_agency_id,
        measure.due,
    )


def test_a_meeting_was_held(browse, url, entry) -> None:
    meeting = entry(Meeting, subject="Møte med teamet")
    client, address = browse("marte"), url(f"mote/{meeting.key}/endre/")
    send(client, address, stamp=stamp(client.get(address)), subject=meeting.subject, held="yes")
    assert entry(Meeting, pk=meeting.pk).held is True


@pytest.mark.parametrize("rest", ["endre/", "fjern/"])
@pytest.mark.parametrize(("who", "model", "slug", "filters"), [
    ("elias", Measure, "tiltak", {"text": "Avklare depositum"}),
    ("elias", Note, "notat", {"text__startswith": "Blodtrykket"}),
    ("marte", Note, "notat", {"text__startswith": "Blodtrykket"}),
    ("marte", Measure, "tiltak", {"text": "Leksehjelp to kvelder i uka"}),
    ("kari", Need, "behov", {"text": "Et fast sted å bo"}),
    ("kari", Measure, "tiltak", {"text": "Avklare depositum"}),
    ("hanne", MeasureNote, "tiltaksnotat", {"text__startswith": "Søknaden"}),
])  # fmt: skip
def test_nobody_changes_the_words_of_another(browse, url, entry, who, model, slug, filters, rest) -> None:
    found = entry(model, **filters)
    address = url(f"{slug}/{found.key}/{rest}")
    client = browse(who)
    assert client.get(address).status_code == 404
    assert send(client, address, text="Endret").status_code == 404
    assert entry(model, pk=found.pk).removed_at is None


def test_an_agency_changes_its_own_proposal(browse, url, entry) -> None:
    measure = entry(Measure, text="Leksehjelp to kvelder i uka")
    client, address = browse("torbjorn"), url(f"tiltak/{measure.key}/endre/")
    send(
        client,
        address,
        stamp=stamp(client.get(address)),
        text="Leksehjelp på tirsdager",
        responsible="nobody",
    )
    assert entry(Measure, pk=measure.pk).text == "Leksehjelp på tirsdager"


def test_removing_asks_first(browse, url, entry) -> None:
    need = entry(Need, text="Et fast sted å bo")
    client, address = browse("elias"), url(f"behov/{need.key}/fjern/")
    assert "Vil du ta dette ut av planen?" in text(client.get(address))
    assert entry(Need, pk=need.pk).removed_at is None
    assert "Det er tatt ut av planen." in text(send(client, address))
    assert client.get(url(f"behov/{need.key}/")).status_code == 404


def test_only_the_person_keeps_something_for_themselves(browse, url, entry, member) -> None:
    need = entry(Need, text="Et fast sted å bo")
    address = url(f"behov/{need.key}/bare-for-meg/")
    for who in ("marte", "kari"):
        assert browse(who).get(address).status_code == 404
    send(browse("elias"), address, kept="alone")
    assert entry(Need, pk=need.pk).only_me
    assert browse("marte").get(url(f"behov/{need.key}/")).status_code == 404
    send(browse("elias"), address, kept=str(member("Marte Nygård").key))
    assert browse("marte").get(url(f"behov/{need.key}/")).status_code == 200
    assert browse("farid").get(url(f"behov/{need.key}/")).status_code == 404
    send(browse("elias"), address, kept="all")
    assert browse("kari").get(url(f"behov/{need.key}/")).status_code == 200


def test_written_on_the_wrong_person_is_blocked_for_all_and_readers_are_named(browse, url, entry) -> None:
    statement = entry(Statement, text="Møte på skolen hver dag")
    address = url(f"om-meg/{statement.key}/feil-person/")
    browse("kari").get(url())
    client = browse("marte")
    assert "Det kan ikke gjøres om." in text(client.get(address))
    page = text(send(client, address))
    assert "Teksten er sperret for alle." in page
    assert "Kari Moen" in page[: page.index("Elias Brekke")]
    for who in ("elias", "marte"):
        assert browse(who).get(url(f"om-meg/{statement.key}/")).status_code == 404


def test_a_partner_blocks_only_what_they_wrote(browse, url, entry) -> None:
    need, note = entry(Need, text="Et fast sted å bo"), entry(MeasureNote)
    client = browse("kari")
    assert send(client, url(f"behov/{need.key}/feil-person/")).status_code == 404
    assert client.get(url(f"behov/{need.key}/")).status_code == 200
    assert "Teksten er sperret" in text(send(client, url(f"tiltaksnotat/{note.key}/feil-person/")))
