"""From proposal to measure: offered, answered, taken back; and what the one who proposed reads of it."""

import pytest
from django.utils import timezone

from pop.demo.elias import FINANCES, days
from pop.demo.proposals import COURSE, FLAT, TALK
from pop.plans.models import Measure, MeasureNote, Need, ProposalAnswer
from pop.plans.tests.conftest import HOUSING, send, text

SHOWN, HIDDEN = "Jeg vil heller ta det når jeg er ute.", "Jeg kjenner noen der som jeg ikke vil treffe."
LESSONS = "Leksehjelp to kvelder i uka"


@pytest.fixture
def lessons(entry, url):
    """Torbjørn's proposal, which waits; and the address of the answer."""
    found = entry(Measure, text=LESSONS)
    return found, url(f"tiltak/{found.key}/svar/")


# Proposing


def proposed(entry, **fields):
    need = entry(Need, topic=HOUSING, text="Et fast sted å bo")
    return {
        "text": "Hybel på Skansen",
        "whys": str(need.key),
        "responsible": "nobody",
        "due": "1.2.27",
    } | fields


def test_a_partner_proposes_with_time_demands_and_for_how_long(browse, url, entry) -> None:
    answer = send(
        browse("kari"), url(f"tiltak/ny/?tema={HOUSING}"),
        **proposed(entry, demands="Du må betale leie selv.", offered_from="15.1.27", presupposes="At Nav dekker depositum",
                   offer_ends_on="1.3.27"),
    )  # fmt: skip
    assert "Det er med i planen når Elias har sagt ja." in text(answer)
    after = entry(Measure, text="Hybel på Skansen")
    assert (after.status, after.source, str(after.offer_ends_on)) == ("proposed", "agency", "2027-03-01")
    page = text(browse("elias").get(url("forslag/")))
    for said in (
        "Kan tilbys fra fredag 15. januar",
        "Må være på plass At Nav dekker depositum",
        "Du må betale leie selv.",
    ):
        assert said in page


@pytest.mark.parametrize(("fields", "error"), [
    ({"due": ""}, "Skriv når det skal skje: en dato, eller frist med ord"),
    ({"whys": ""}, "Velg minst ett behov eller mål"),
    ({"text": ""}, "Skriv hva som skal gjøres"),
    ({"offered_from": "2.3.27", "offer_ends_on": "1.3.27"}, "Tilbudet kan ikke ende før det begynner"),
])  # fmt: skip
def test_a_proposal_is_concrete(browse, url, entry, fields: dict[str, str], error: str) -> None:
    filled = {name: value for name, value in proposed(entry, **fields).items() if value}
    assert error in text(send(browse("kari"), url(f"tiltak/ny/?tema={HOUSING}"), **filled))


def test_time_may_be_said_in_words(browse, url, entry) -> None:
    send(
        browse("kari"),
        url(f"tiltak/ny/?tema={HOUSING}"),
        **proposed(entry, due="", due_text="Før løslatelsen"),
    )
    assert entry(Measure, text="Hybel på Skansen").due_text == "Før løslatelsen"


def test_a_link_from_an_offer_fills_in_the_first_words(browse, url) -> None:
    page = browse("kari").get(
        url(f"tiltak/ny/?tema={HOUSING}&text=Startl%C3%A5n&fra=2027-01-15&forutsetter=Fast%20inntekt&til=x")
    )
    body = page.content.decode()
    assert 'value="Startlån"' in body
    assert 'value="15.01.2027"' in body or 'value="15.1.2027"' in body
    assert 'value="Fast inntekt"' in body


def test_what_the_person_writes_down_is_no_offer(browse, url) -> None:
    assert "Kan tilbys fra" not in text(browse("elias").get(url(f"tiltak/ny/?tema={HOUSING}")))


# Answering


def test_the_person_says_yes_and_the_proposer_reads_it(browse, url, entry, lessons) -> None:
    found, address = lessons
    send(browse("elias"), address, answer="yes")
    answer = entry(ProposalAnswer, measure=found)
    assert (answer.kind, answer.way, answer.source) == ("chosen", "own_login", "person")
    assert "Valgt, med i planen (egen innlogging)" in text(browse("torbjorn").get(url("forslag/")))


def test_the_person_asks_for_a_change_in_own_words(browse, url, entry, lessons) -> None:
    found, address = lessons
    assert "Skriv hva som skal endres" in text(send(browse("elias"), address, answer="change", change=""))
    answer = send(browse("elias"), address, answer="change", change="Helst en kveld i uka")
    assert "Den som foreslo det, får vite hva som skal endres." in text(answer)
    assert "Du har bedt om en endring «Helst en kveld i uka»" in text(browse("elias").get(url("forslag/")))
    page = text(browse("torbjorn").get(url("forslag/")))
    assert "Dette venter på deg" in page
    assert "«Helst en kveld i uka»" in page
    assert "Elias ber om en endring" in text(browse("torbjorn").get(url()))


def test_a_proposal_that_is_changed_is_open_again(browse, url, entry, lessons) -> None:
    found, address = lessons
    send(browse("elias"), address, answer="change", change="Helst en kveld i uka")
    assert "Ja, ta det med i planen: " + LESSONS not in text(browse("elias").get(url()))
    edit = url(f"tiltak/{found.key}/endre/")
    page = browse("torbjorn").get(edit).content.decode()
    stamp = page.split('name="stamp" value="')[1].split('"')[0]
    answer = send(
        browse("torbjorn"),
        edit,
        stamp=stamp,
        text="Leksehjelp en kveld i uka",
        responsible="nobody",
        due="1.2.27",
    )
    assert "Endringen er lagret." in text(answer)
    after = entry(Measure, pk=found.pk)
    assert (after.text, after.change_asked_at) == ("Leksehjelp en kveld i uka", None)
    assert "Ja, ta det med i planen : Leksehjelp en kveld i uka" in text(browse("elias").get(url()))


def test_a_reason_that_may_be_shown_is_read_by_the_proposer(browse, url) -> None:
    page = text(browse("kari").get(url("forslag/")))
    assert f"{COURSE} Fra" in page
    assert f"Sa nei takk «{SHOWN}»" in page


def test_a_reason_that_may_not_be_shown_is_read_by_nobody_else(browse, url, entry) -> None:
    flat = entry(Measure, text=FLAT)
    own = text(browse("elias").get(url("forslag/")))
    assert f"«{HIDDEN}»" in own
    assert "Bare du ser hvorfor." in own
    for slug in ("hanne", "kari", "marte", "farid"):
        for rest in ("", "forslag/", f"tiltak/{flat.key}/", "logg/", "utskrift/hele/"):
            answer = browse(slug).get(url(rest))
            assert HIDDEN not in answer.content.decode(errors="ignore"), (slug, rest)
    assert "Sa nei takk" in text(browse("hanne").get(url("forslag/")))


@pytest.mark.parametrize(("ticked", "read"), [({"shown": "on"}, True), ({}, False)])
def test_whether_the_reason_is_shown_is_a_tick(
    browse, url, lessons, ticked: dict[str, str], read: bool
) -> None:
    _found, address = lessons
    send(browse("elias"), address, answer="no", reason="Jeg liker ikke timer om kvelden", **ticked)
    for slug in ("torbjorn", "marte"):
        assert ("Jeg liker ikke timer om kvelden" in text(browse(slug).get(url("forslag/")))) is read, slug


def test_an_answer_to_what_is_kept_is_kept(browse, act_as_member, url, entry, lessons) -> None:
    from pop.plans import actions

    found, address = lessons
    send(browse("elias"), address, answer="no", reason="Av en grunn", shown="on")
    with act_as_member("elias"):
        actions.keep_to_me(found, kept=True)
    for slug in ("torbjorn", "marte"):
        with act_as_member(slug):
            assert not ProposalAnswer.objects.filter(measure_id=found.pk).exists(), slug


# Taking back


@pytest.mark.parametrize("said", [{"answer": "yes"}, {"answer": "no"}, {"answer": "change", "change": "Mer"}])
def test_the_person_regrets(browse, url, entry, lessons, said: dict[str, str]) -> None:
    found, address = lessons
    client = browse("elias")
    send(client, address, **said)
    assert "Angre svaret" in text(client.get(url("forslag/")))
    answer = send(client, url(f"tiltak/{found.key}/angre/"))
    assert "Svaret er tatt tilbake. Forslaget venter på svar igjen." in text(answer)
    after = entry(Measure, pk=found.pk)
    assert (after.status, after.chosen_at, after.change_asked_at) == ("proposed", None, None)
    assert "Mer" not in text(browse("torbjorn").get(url("forslag/")))


def test_what_has_begun_is_stopped_and_not_taken_back(browse, url, entry, lessons) -> None:
    found, address = lessons
    client = browse("elias")
    send(client, address, answer="yes")
    send(browse("torbjorn"), url(f"tiltak/{found.key}/skriv/"), text="Første time er holdt")
    assert entry(MeasureNote, text="Første time er holdt")
    assert "Angre svaret : " + LESSONS not in text(client.get(url("forslag/")))
    answer = send(client, url(f"tiltak/{found.key}/angre/"))
    assert "Svaret kan ikke angres. Du kan stoppe tiltaket i stedet." in text(answer)
    assert entry(Measure, pk=found.pk).status == "chosen"


def test_the_contact_team_does_not_take_back_what_the_person_said_alone(browse, url, entry, lessons) -> None:
    found, address = lessons
    send(browse("elias"), address, answer="yes")
    send(browse("marte"), url(f"tiltak/{found.key}/angre/"))
    assert entry(Measure, pk=found.pk).status == "chosen"


@pytest.mark.parametrize("slug", ["torbjorn", "kari", "silje"])
def test_nobody_else_takes_an_answer_back(browse, url, entry, lessons, slug: str) -> None:
    found, address = lessons
    send(browse("elias"), address, answer="yes")
    assert send(browse(slug), url(f"tiltak/{found.key}/angre/")).status_code == 404
    assert entry(Measure, pk=found.pk).status == "chosen"


# Offers that end


def test_an_expired_offer_says_so_and_is_not_chosen(browse, url, entry) -> None:
    talk = entry(Measure, text=TALK)
    page = text(browse("elias").get(url("forslag/")))
    assert f"Tilbudet gikk ut {weekday(days(-2))}" in page
    assert "Det kan ikke velges før den som foreslo det, sier at det fortsatt gjelder." in page
    assert TALK not in text(browse("elias").get(url())).partition("Målene mine")[0]
    send(browse("elias"), url(f"tiltak/{talk.key}/svar/"), answer="yes")
    assert entry(Measure, pk=talk.pk).status == "proposed"


def weekday(day):
    from pop.ui.dates import weekday_date

    return weekday_date(day).replace("\xa0", " ")


def test_the_proposer_says_with_one_click_that_it_holds(browse, url, entry) -> None:
    talk = entry(Measure, text=TALK)
    assert "Ja, tilbudet gjelder fortsatt" in text(browse("kari").get(url("forslag/")))
    answer = send(browse("kari"), url(f"tiltak/{talk.key}/gjelder/"))
    assert "Tilbudet gjelder igjen" in text(answer)
    after = entry(Measure, pk=talk.pk)
    assert (after.offer_confirmed_on, after.expired) == (timezone.localdate(), False)
    send(browse("elias"), url(f"tiltak/{talk.key}/svar/"), answer="yes")
    assert entry(Measure, pk=talk.pk).status == "chosen"


@pytest.mark.parametrize("slug", ["elias", "marte", "hanne", "torbjorn"])
def test_nobody_else_says_that_it_holds(browse, url, entry, slug: str) -> None:
    talk = entry(Measure, text=TALK)
    assert send(browse(slug), url(f"tiltak/{talk.key}/gjelder/")).status_code == 404
    assert entry(Measure, pk=talk.pk).expired


# Who sees


def test_each_in_the_team_sees_the_proposals_of_the_topics_they_share(browse, url) -> None:
    hanne = text(browse("hanne").get(url("forslag/")))
    assert COURSE in hanne, "Nav may share money with the municipality"
    assert LESSONS not in hanne
    assert COURSE not in text(browse("torbjorn").get(url("forslag/")))


@pytest.mark.parametrize("slug", ["silje", "grete", "anders", "tone"])
def test_outsiders_find_no_list(browse, url, slug: str) -> None:
    assert browse(slug).get(url("forslag/")).status_code == 404


def test_a_partner_without_proposals_reads_that_there_are_none(browse, url) -> None:
    page = text(browse("liv").get(url("forslag/")))
    assert "Ingen forslag venter nå." in page
    assert "Ingen forslag er besvart ennå." in page


def test_the_list_takes_as_many_queries_for_more(
    browse, url, act_as_member, plan, django_assert_max_num_queries
) -> None:
    from pop.demo.places import user
    from pop.plans import actions

    client = browse("elias")
    client.get(url("forslag/"))
    with act_as_member("marte"):
        need = Need.objects.filter(plan=plan, topic=FINANCES)[0]
        for number in range(12):
            actions.propose_measure(
                plan=plan, writer=actions.Writer(user("marte"), "correctional"), topic=FINANCES, text=f"Nr. {number}",
                needs=(need,),
            )  # fmt: skip
    with django_assert_max_num_queries(24):
        assert "Nr. 11" in text(client.get(url("forslag/")))
