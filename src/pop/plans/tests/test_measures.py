"""What is done with a measure: chosen, declined, carried out, written about."""

import pytest

from pop.plans.models import Measure, MeasureNote
from pop.plans.tests.conftest import send, text


def test_the_person_says_yes_with_the_own_login(browse, url, entry) -> None:
    proposal = entry(Measure, text="Leksehjelp to kvelder i uka")
    answer = send(browse("elias"), url(f"tiltak/{proposal.key}/svar/"), answer="yes")
    assert "Det er med i planen." in text(answer)
    after = entry(Measure, pk=proposal.pk)
    assert (after.status, after.chosen_way) == ("chosen", "own_login")
    assert after.chosen_at


@pytest.mark.parametrize("reason", ["", "Har ikke tid"])
def test_a_no_needs_no_reason_and_can_become_a_yes(browse, url, entry, reason: str) -> None:
    proposal = entry(Measure, text="Leksehjelp to kvelder i uka")
    client, address = browse("elias"), url(f"tiltak/{proposal.key}/svar/")
    send(client, address, answer="no", reason=reason)
    after = entry(Measure, pk=proposal.pk)
    assert (after.status, after.status_reason, after.chosen_at) == ("stopped", "Sa nei takk", None)
    send(client, address, answer="yes")
    assert entry(Measure, pk=proposal.pk).status == "chosen"


@pytest.mark.parametrize("text_", ["Leksehjelp to kvelder i uka", "Avtale oppstart ute"])
def test_the_contact_team_registers_a_muntlig_ja(browse, url, entry, text_: str) -> None:
    proposal = entry(Measure, text=text_)
    address = url(f"tiltak/{proposal.key}/svar/")
    assert "Elias sier ja" in text(browse("marte").get(address))
    assert "Skriv hvem som var til stede" in text(send(browse("marte"), address, answer="yes"))
    assert entry(Measure, pk=proposal.pk).status == "proposed"
    send(browse("marte"), address, answer="yes", present="Marte og Elias")
    after = entry(Measure, pk=proposal.pk)
    assert (after.status, after.chosen_way, after.chosen_present) == ("chosen", "oral", "Marte og Elias")
    assert after.unconfirmed


@pytest.mark.parametrize("who", ["torbjorn", "kari"])
def test_nobody_else_answers_for_the_person(browse, url, entry, who: str) -> None:
    proposal = entry(Measure, text="Leksehjelp to kvelder i uka")
    assert send(browse(who), url(f"tiltak/{proposal.key}/svar/"), answer="yes").status_code == 404
    assert entry(Measure, pk=proposal.pk).status == "proposed"


def test_an_answer_is_given_once(browse, url, entry) -> None:
    measure = entry(Measure, text="Avklare depositum")
    answer = send(browse("elias"), url(f"tiltak/{measure.key}/svar/"), answer="no")
    assert "Det er svart på forslaget." in text(answer)
    assert entry(Measure, pk=measure.pk).status == "in_progress"


def test_i_have_done_it(browse, url, entry) -> None:
    measure = entry(Measure, text="Levere fakturaer til Kari")
    client, address = browse("elias"), url(f"tiltak/{measure.key}/gjort/")
    assert client.get(address).status_code == 405
    assert "«Levere fakturaer til Kari» er gjort." in text(send(client, address))
    assert entry(Measure, pk=measure.pk).status == "done"


def test_a_proposal_cannot_be_done_before_it_is_chosen(browse, url, entry) -> None:
    proposal = entry(Measure, text="Avtale oppstart ute")
    for rest in ("gjort/", "status/"):
        answer = send(browse("elias"), url(f"tiltak/{proposal.key}/{rest}"), status="done")
        assert answer.status_code == 404
    assert entry(Measure, pk=proposal.pk).status == "proposed"


@pytest.mark.parametrize(("status", "error"), [
    ("waiting", "Skriv hva det venter på"),
    ("stopped", "Skriv hvorfor det er stoppet"),
    ("", "Velg en status"),
])  # fmt: skip
def test_waiting_and_stopped_say_what_for_and_why(browse, url, entry, status: str, error: str) -> None:
    measure = entry(Measure, text="Avklare depositum")
    answer = send(browse("kari"), url(f"tiltak/{measure.key}/status/"), status=status, status_reason="")
    assert error in text(answer)
    assert entry(Measure, pk=measure.pk).status == "in_progress"


def test_whoever_delivers_says_how_it_goes(browse, url, entry) -> None:
    measure = entry(Measure, text="Avklare depositum")
    send(
        browse("kari"),
        url(f"tiltak/{measure.key}/status/"),
        status="waiting",
        status_reason="Svar fra banken",
    )
    after = entry(Measure, pk=measure.pk)
    assert (after.status, after.status_reason) == ("waiting", "Svar fra banken")
    assert "Venter på: Svar fra banken." in text(browse("elias").get(url()))


@pytest.mark.parametrize("who", ["torbjorn", "hanne"])
def test_the_status_is_not_for_other_partners(browse, url, entry, who: str) -> None:
    measure = entry(Measure, text="Avklare depositum")
    for rest in ("status/", "skriv/", "gjort/"):
        answer = send(browse(who), url(f"tiltak/{measure.key}/{rest}"), status="done", text="x")
        assert answer.status_code == 404, rest
    assert entry(Measure, pk=measure.pk).status == "in_progress"


def test_the_person_may_stop_what_others_do_and_nothing_else(browse, url, entry) -> None:
    measure = entry(Measure, text="Avklare depositum")
    client, address = browse("elias"), url(f"tiltak/{measure.key}/status/")
    send(client, address, status="done")
    assert entry(Measure, pk=measure.pk).status == "in_progress"
    send(client, address, status="stopped", status_reason="Jeg vil vente")
    assert entry(Measure, pk=measure.pk).status == "stopped"


@pytest.mark.parametrize(
    ("who", "source"), [("elias", "person"), ("marte", "correctional"), ("kari", "agency")]
)
def test_a_note_on_a_measure(browse, url, entry, who: str, source: str) -> None:
    measure = entry(Measure, text="Avklare depositum")
    address = url(f"tiltak/{measure.key}/skriv/")
    assert "Dette får disse se" in text(browse(who).get(address))
    assert "Skriv hva som er gjort" in text(send(browse(who), address, text=""))
    answer = send(browse(who), address, text="Ringte i dag")
    assert "Ringte i dag" in text(answer)
    assert entry(MeasureNote, text="Ringte i dag").source == source


@pytest.mark.parametrize("who", ["elias", "marte"])
def test_who_answers_a_proposal_reads_what_it_is_for(browse, url, entry, who: str) -> None:
    proposal = entry(Measure, text__startswith="Leksehjelp")
    page = text(browse(who).get(url(f"tiltak/{proposal.key}/svar/")))
    assert "Fordi Fullføre utdanningen" in page
    assert "Det krever Du må møte opp begge kveldene." in page
