"""Rules A8, A9 and A19: new agencies, a year gone by, an earlier plan, a no, the end of the sentence."""

from datetime import timedelta

from django.utils import timezone

from pop.access.actor import acting
from pop.consents.models import Consent
from pop.consents.tests.conftest import address, draft_of, no_tie, sign, tick, token
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.people.models import Agency
from pop.plans import plan_actions
from pop.plans.models import Need, Plan
from pop.teams import actions as teams

HOUSING, FINANCES, NETWORK = 1, 2, 4


def sees(slug: str, topic: int) -> bool:
    with acting(user(slug).pk):
        return Need.objects.filter(topic=topic).exists()


def test_a8_when_an_agency_goes_out_of_use_the_person_is_asked_and_nothing_moves_by_itself(as_owner, browse):
    as_owner("update people_agency set active = false where name = 'Nordnes kommune'")
    elias = browse("elias")
    page = elias.get(address("consent")).content.decode()
    assert "Samme ja for Sørvik kommune?" in page
    old, new = token("Nordnes kommune"), token("Sørvik kommune")
    accept("per")
    assert not sees("per", HOUSING)
    answer = elias.post(address("consent_same", old, new))
    assert answer["Location"] == address("consent_summary", draft_of().key)
    assert not sees("per", HOUSING)
    assert "Sørvik kommune" in elias.get(answer["Location"]).content.decode()
    sign(elias, answer["Location"])
    no_tie("per")
    assert sees("per", HOUSING)
    assert "Samme ja for" not in elias.get(address("consent")).content.decode()


def accept(slug: str) -> None:
    """Takes the seat that was offered, and says that there is no private tie."""
    with acting(user("elias").pk):
        plan = plan_of("elias")
        seat = plan.support_team.get(user=user(slug))
    with acting(user(slug).pk):
        teams.accept_invitation(seat)


def test_a8_a_new_seat_of_the_same_kind_is_asked_about(browse):
    with acting(user("elias").pk):
        plan = plan_of("elias")
        seat = plan.support_team.get(user=user("per"))
    with acting(user("marte").pk):
        teams.leave_team(seat)
    with acting(user("marte").pk):
        further = Agency.objects.get(name="Sørvik kommune")
        teams.invite(plan=plan, user=user("per"), agency=further, role="Veileder", invited_by=user("marte"))
    page = browse("elias").get(address("consent")).content.decode()
    assert "Samme ja for Sørvik kommune?" in page
    assert "Ingenting flytter seg av seg selv." in page


def test_a8_who_was_there_when_elias_signed_is_not_asked_about_again(browse):
    assert "Samme ja for" not in browse("elias").get(address("consent")).content.decode()
    made_up = address("consent_same", token("Nordnes kommune"), token("Sørvik kommune"))
    assert browse("elias").post(made_up).status_code == 404


def test_a8_a_consent_is_looked_over_after_a_year_and_can_be_said_anew(as_owner, browse):
    for slug in ("elias", "marte"):
        assert "Se over samtykket" not in browse(slug).get(address("consent")).content.decode()
    as_owner(
        "update consents_consent set signed_on = signed_on - 366, signed_at = signed_at - interval '366 days'"
    )
    for slug in ("elias", "marte"):
        assert "Se over samtykket" in browse(slug).get(address("consent")).content.decode()
    elias = browse("elias")
    answer = elias.post(address("consent_renew"))
    page = elias.get(answer["Location"]).content.decode()
    assert "Det samme, på nytt" in page
    sign(elias, answer["Location"])
    page = elias.get(address("consent")).content.decode()
    assert "Se over samtykket" not in page
    assert "samtykke nummer 2" in page
    assert sees("kari", HOUSING)


def new_plan_for_elias(as_owner) -> None:
    """A new sentence: a plan of its own for the same person, with the same team."""
    as_owner(
        "insert into plans_plan (key, person_id, created_on, named_only)"
        " select gen_random_uuid(), person_id, created_on, false from plans_plan p"
        " join people_person q on q.id = p.person_id where q.given_name = 'Elias'"
    )
    as_owner(
        "insert into teams_supportteammember (key, plan_id, user_id, agency_id, role, since, invited_by_id, invited_at, accepted_at)"
        " select gen_random_uuid(), (select max(id) from plans_plan), user_id, agency_id, role, since, invited_by_id,"
        " now() - interval '1 day', now() from teams_supportteammember where plan_id = (select p.id from plans_plan p"
        " join people_person q on q.id = p.person_id where q.given_name = 'Elias' order by p.id limit 1)"
    )


def test_a8_an_old_consent_never_revives_in_a_new_plan_and_only_the_person_copies_it(as_owner, browse):
    new_plan_for_elias(as_owner)
    elias = browse("elias")
    here = elias.get("/hvem-ser-hva/")["Location"]
    page = elias.get(here).content.decode()
    assert "Ingen utenfor fengselet ser planen" in page
    assert "Hent fra forrige plan" in page
    assert browse("kari").get(here.replace("samtykke/", "")).status_code == 404
    assert browse("marte").post(f"{here}forrige-plan/").status_code == 404
    answer = elias.post(f"{here}forrige-plan/")
    assert browse("kari").get(here.replace("samtykke/", "")).status_code == 404, "a draft gives nothing"
    sign(elias, answer["Location"])
    assert browse("kari").get(here.replace("samtykke/", "")).status_code == 302, (
        "asked about private ties first"
    )
    assert browse("grete").get(here.replace("samtykke/", "")).status_code == 404, (
        "what was withdrawn is not copied"
    )


def test_a9_a_new_version_of_the_declaration_of_secrecy_closes_the_door_until_it_is_accepted(
    as_owner, browse
):
    kari = browse("kari")
    assert kari.get(address("consent")).status_code == 200
    as_owner(
        "insert into people_secrecydeclaration (version, text, since)"
        " select version + 1, text, now() from people_secrecydeclaration order by version desc limit 1"
    )
    answer = kari.get(address("consent"))
    assert answer.status_code == 302
    assert "taushet" in answer["Location"]
    assert not sees("kari", HOUSING)


def test_a19_a_no_to_sharing_is_a_neutral_state(browse):
    with acting(user("elias").pk):
        plan_actions.refuse(plan=plan_of("elias"), kind="no_sharing", own_words="Jeg vil vente.")
    mine = browse("elias").get(address("consent")).content.decode()
    assert "Du ønsker ikke å dele" in mine
    assert "Jeg vil vente." in mine
    theirs = browse("marte").get(address("consent")).content.decode()
    assert "Elias ønsker ikke å dele" in theirs
    assert "ønsker ikke å dele" not in browse("kari").get(address("consent")).content.decode()


def end_sentence(days: int) -> None:
    with acting(user("marte").pk):
        plan = plan_of("elias")
        Plan.objects.filter(pk=plan.pk).update(sentence_ended_on=timezone.localdate() + timedelta(days=days))


def test_the_page_says_beforehand_when_partners_lose_access(browse):
    for slug in ("elias", "marte"):
        page = browse(slug).get(address("consent")).content.decode()
        assert "mister alle utenfor fengselet tilgangen dagen etter" in page
        assert "Samtykke for tiden etter straffen" in page
    end_sentence(0)
    assert "Siste dag i straffen er" in browse("elias").get(address("consent")).content.decode()
    assert sees("kari", HOUSING)
    end_sentence(-1)
    assert not sees("kari", HOUSING)
    assert browse("kari").get(address("plan")).status_code == 404
    assert "Ingen utenfor fengselet ser planen" in browse("elias").get(address("consent")).content.decode()


def test_the_time_after_the_sentence_has_a_consent_of_its_own_with_an_end(browse):
    elias, nav = browse("elias"), token("Nav Nordnes")
    end_sentence(-1)
    url = address("consent_after")
    page = elias.get(url).content.decode()
    assert " checked" not in page
    assert "Bolig: får se, kan fortelle fengselet, kan fortelle resten av teamet" in page
    later = f"{timezone.localdate() + timedelta(days=60):%d.%m.%Y}"
    assert (
        "Velg siste dag samtykket gjelder." in elias.post(url, {"ja": [f"{nav}:{HOUSING}"]}).content.decode()
    )
    assert "Kryss av for minst én ting." in elias.post(url, {"ends_on": later}).content.decode()
    answer = elias.post(url, {"ja": [f"{nav}:{HOUSING}"], "ends_on": later})
    assert not sees("kari", HOUSING)
    sign(elias, answer["Location"])
    assert sees("kari", HOUSING)
    assert not sees("kari", FINANCES)
    assert not sees("hanne", HOUSING)
    with acting(user("elias").pk):
        assert Consent.objects.latest("number").after_sentence
    assert "Det er for tiden etter straffen." in elias.get(address("consent")).content.decode()


def test_both_consents_stand_beside_each_other(browse):
    """Signing for the time after takes nothing from what holds during the sentence, and the other way round."""
    elias, nav = browse("elias"), token("Nav Nordnes")
    later = f"{timezone.localdate() + timedelta(days=60):%d.%m.%Y}"
    answer = elias.post(address("consent_after"), {"ja": [f"{nav}:{HOUSING}"], "ends_on": later})
    sign(elias, answer["Location"])
    assert sees("kari", FINANCES)
    there = tick(
        elias, address("consent_topic", NETWORK), f"{user('liv').key}:{NETWORK}:gi", f"{nav}:{NETWORK}:gi"
    )
    sign(elias, there["Location"])
    assert sees("kari", FINANCES)
    assert sees("kari", NETWORK)
    end_sentence(-1)
    assert sees("kari", HOUSING)
    assert not sees("kari", FINANCES)


def test_a_consent_that_was_replaced_keeps_its_history(browse):
    elias, nav = browse("elias"), token("Nav Nordnes")
    there = tick(
        elias, address("consent_topic", NETWORK), f"{user('liv').key}:{NETWORK}:gi", f"{nav}:{NETWORK}:gi"
    )
    sign(elias, there["Location"])
    page = elias.get(address("consent_one", 1)).content.decode()
    assert "Et nyere samtykke kom i stedet." in page
    assert "Solvik videregående skole" in page
    theirs = browse("marte").get(address("consent_one", 1)).content.decode()
    assert "Nav Nordnes" in theirs
    assert "Lindelia" not in theirs
