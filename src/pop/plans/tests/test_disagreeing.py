"""«Jeg er uenig»: the person's own words beside what others wrote, seen by whoever sees the entry."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.plans import actions
from pop.plans.models import Decision, Measure, Meeting, Need, Note, Placement, Source
from pop.plans.tests.conftest import HOUSING, send, text
from pop.ui import pdf

WORDS = "Jeg har aldri sagt at jeg vil bo der."


@pytest.fixture
def proposal(entry):
    """What the school wrote, which Nav may not see, the contact team only what is obtained."""
    return entry(Measure, text__startswith="Leksehjelp")


@pytest.fixture
def by_marte(act_as_member, plan, member):
    """A need that Marte wrote as kriminalomsorgen; housing is shared with Nav."""
    with act_as_member("marte"):
        return actions.write_need(
            plan=plan, writer=actions.Writer(member("Marte Nygård"), Source.CORRECTIONAL), topic=HOUSING,
            text="Trenger oppfølging i bolig",
        )  # fmt: skip


def disagree(browse, url, need, who="elias", **fields):
    return send(browse(who), url(f"behov/{need.key}/uenig/"), **{"words": WORDS, **fields})


def test_the_person_disagrees_with_what_an_officer_wrote_and_all_who_see_it_see_that(browse, url, by_marte):
    page = text(browse("elias").get(url(f"behov/{by_marte.key}/")))
    assert "Jeg er uenig" in page
    assert "Det står ved siden av teksten nå." in text(disagree(browse, url, by_marte))
    for who in ("elias", "marte", "kari", "hanne"):
        client = browse(who)
        for address in (url(), url(f"behov/{by_marte.key}/")):
            assert WORDS in text(client.get(address)), (who, address)


def test_who_does_not_see_the_entry_does_not_see_the_disagreement(browse, url, by_marte):
    disagree(browse, url, by_marte)
    for who in ("torbjorn", "liv"):
        client = browse(who)
        assert WORDS not in client.get(url()).content.decode()
        assert client.get(url(f"behov/{by_marte.key}/")).status_code == 404


def test_it_stands_on_paper_too(browse, url, by_marte, entry, monkeypatch):
    disagree(browse, url, by_marte)
    client = browse("elias")
    others = (
        ("bestemt", Decision),
        ("mote", Meeting),
        ("tiltak", Measure),
        ("notat", Note),
    )
    for kind, model in others:
        found = entry(model, pk=first_of(model))
        send(client, url(f"{kind}/{found.key}/uenig/"), words=f"Uenig i {kind}")
    pages = []
    monkeypatch.setattr(
        pdf, "render_to_string", lambda *a, **k: pages.append(render_to_string(*a, **k)) or pages[-1]
    )
    monkeypatch.setattr(pdf.HTML, "write_pdf", lambda *a, **k: b"%PDF-1.7")
    client.get(url("utskrift/min-plan.pdf"))
    assert WORDS in pages[0]
    assert [kind for kind, _model in others if f"Uenig i {kind}" not in pages[0]] == []


def first_of(model):
    """What others wrote, of a kind; of measures a chosen one, because only those stand in the plan on paper."""
    with acting(user("elias").pk):
        rows = model.objects.of(plan_of("elias"))
        chosen = [r for r in rows if r.written_by_id != user("elias").pk and getattr(r, "chosen_at", 1)]
        return chosen[0].pk


def test_the_contact_team_writes_it_down_and_it_says_so(browse, url, by_marte):
    page = text(browse("marte").get(url(f"behov/{by_marte.key}/")))
    assert "Skriv ned at Elias er uenig" in page
    disagree(browse, url, by_marte, who="marte")
    page = text(browse("elias").get(url(f"behov/{by_marte.key}/")))
    assert WORDS in page
    assert "Sagt sammen med en ansatt." in page


def test_the_contact_team_never_writes_over_the_persons_own(browse, url, by_marte, act_as_member):
    disagree(browse, url, by_marte)
    client = browse("marte")
    assert "Skriv ned at" not in text(client.get(url(f"behov/{by_marte.key}/")))
    assert client.get(url(f"behov/{by_marte.key}/uenig/")).status_code == 404
    with act_as_member("marte"), pytest.raises(ProgrammingError), transaction.atomic():
        actions.contest(by_marte, words="Han er ikke uenig likevel", together=True)
    with act_as_member("marte"), pytest.raises(ProgrammingError), transaction.atomic():
        actions.agree_again(by_marte, together=True)


def test_whoever_changes_the_entry_does_not_take_the_disagreement_away(browse, url, by_marte, act_as_member):
    disagree(browse, url, by_marte)
    with act_as_member("marte"):
        assert actions.edit(by_marte, text="Trenger tett oppfølging i bolig")
    page = text(browse("kari").get(url(f"behov/{by_marte.key}/")))
    assert "tett oppfølging" in page
    assert WORDS in page


def test_the_person_may_agree_again(browse, url, by_marte):
    disagree(browse, url, by_marte)
    answer = text(disagree(browse, url, by_marte, agree="yes"))
    assert WORDS not in answer
    assert WORDS not in text(browse("kari").get(url(f"behov/{by_marte.key}/")))


def test_one_may_disagree_without_a_word(browse, url, by_marte):
    disagree(browse, url, by_marte, words="")
    assert "Uenig" in text(browse("kari").get(url(f"behov/{by_marte.key}/")))


def test_too_long_is_kept_and_said(browse, url, by_marte):
    answer = disagree(browse, url, by_marte, words="ord " * 1300)
    assert "ord ord ord" in answer.content.decode()
    assert "5000" in text(answer)


def test_of_ones_own_words_nothing_is_offered(browse, url, entry):
    need = entry(Need, text="Et fast sted å bo")
    client = browse("elias")
    assert "Jeg er uenig" not in text(client.get(url(f"behov/{need.key}/")))
    assert client.get(url(f"behov/{need.key}/uenig/")).status_code == 404


@pytest.mark.parametrize("who", ["kari", "hanne", "sunniva"])
def test_a_partner_cannot_say_it_for_the_person(browse, url, by_marte, who):
    client = browse(who)
    assert client.get(url(f"behov/{by_marte.key}/uenig/")).status_code == 404
    assert client.post(url(f"behov/{by_marte.key}/uenig/"), {"words": "x"}).status_code == 404


@pytest.mark.parametrize(
    "said",
    [
        {"contested_at": timezone.now()},
        {"contested_at": timezone.now(), "contested_words": "Han er uenig", "contested_together": True},
    ],
)
def test_nor_past_the_pages_on_what_it_wrote_itself(entry, act_as_member, said):
    measure = entry(Measure, text="Avklare depositum")
    with act_as_member("kari"), pytest.raises(ProgrammingError), transaction.atomic():
        Measure.objects.filter(pk=measure.pk).update(**said)


def test_nor_in_the_moment_of_writing(plan, member, act_as_member):
    with act_as_member("sunniva"):
        mine = Note.objects.filter(plan=plan, source="agency").first()
        assert mine
        mine.pk = None
        mine._state.adding = True
        with pytest.raises(ProgrammingError), transaction.atomic():
            Note.objects.create(
                plan=plan, topic_id=mine.topic_id, source="agency", source_agency_id=mine.source_agency_id,
                written_by=member("Sunniva Lund"), text="x", contested_at=timezone.now(), contested_words="planted",
            )  # fmt: skip


def test_the_person_disagrees_with_an_agency_and_with_what_is_decided(browse, url, proposal, entry):
    client = browse("elias")
    for kind, found in (
        ("tiltak", proposal),
        ("bestemt", entry(Decision)),
        ("plassering", entry(Placement, until=None)),
    ):
        send(client, url(f"{kind}/{found.key}/uenig/"), words=f"Uenig i {kind}")
        assert f"Uenig i {kind}" in text(client.get(url(f"{kind}/{found.key}/")))
        assert f"Uenig i {kind}" in text(client.get(url()))
    assert "Uenig i tiltak" in text(browse("torbjorn").get(url(f"tiltak/{proposal.key}/")))


OBTAINED = "Blodtrykket er målt og er fint."


def test_the_contact_team_writes_it_down_beside_what_it_only_obtains(browse, url, entry):
    """The nurse's note: Marte may change nothing of it, but may say that Elias disagrees."""
    note = entry(Note, text=OBTAINED)
    client = browse("marte")
    assert "Skriv ned at Elias er uenig" in text(client.get(url(f"notat/{note.key}/")))
    assert client.get(url(f"notat/{note.key}/endre/")).status_code == 404
    send(client, url(f"notat/{note.key}/uenig/"), words=WORDS)
    page = text(browse("elias").get(url(f"notat/{note.key}/")))
    assert WORDS in page
    assert "Sagt sammen med en ansatt." in page
    assert WORDS in text(browse("sunniva").get(url(f"notat/{note.key}/")))


@pytest.mark.parametrize("change", [
    {"text": "Noe annet"},
    {"topic_id": 1},
    {"removed_at": timezone.now()},
    {"contested_at": timezone.now(), "contested_words": "x", "contested_together": True},
])  # fmt: skip
def test_and_changes_nothing_of_it_in_any_other_way(entry, act_as_member, change):
    note = entry(Note, text=OBTAINED)
    with act_as_member("marte"):
        try:
            with transaction.atomic():
                assert not Note.objects.filter(pk=note.pk).update(**change)
        except ProgrammingError:
            pass
    after = entry(Note, pk=note.pk)
    assert (after.text, after.topic_id, after.removed_at, after.contested_at) == (
        note.text, note.topic_id, None, None,
    )  # fmt: skip


@pytest.mark.parametrize("who", ["ola", "silje", "anders", "kari", "torbjorn", "sunniva", "liv", "leyla"])
def test_nobody_else_says_it_past_the_pages(entry, act_as_member, who):
    note = entry(Note, text=OBTAINED)
    with act_as_member(who), transaction.atomic():
        assert not actions.contest(note, words="x", together=True)
    assert entry(Note, pk=note.pk).contested_at is None


def test_what_the_contact_team_does_not_see_it_says_nothing_of(entry, act_as_member, plan, member):
    with act_as_member("elias"):
        kept = actions.write_note(
            plan=plan, writer=actions.Writer(plan.person.user, Source.PERSON), topic=HOUSING, text="x", only_me=True
        )  # fmt: skip
    with act_as_member("marte"):
        assert not actions.contest(kept, words="x", together=True)


@pytest.mark.parametrize(
    "table", ["people_user", "changelog_change", "plans_note; drop table plans_note", ""]
)
def test_only_entries_are_contested(plan, entry, act_as_member, table):
    note = entry(Note, text=OBTAINED)
    with act_as_member("marte"), connection.cursor() as cursor:
        cursor.execute("select access.say_disagrees(%s, %s, 'x', false)", [table, note.key])
        assert cursor.fetchone() == (False,)
