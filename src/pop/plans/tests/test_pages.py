"""What each sees on the page of a plan, and what nobody sees there."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from pop.conversations.models import Conversation
from pop.demo.places import user
from pop.people.models import Person, User
from pop.plans import actions, plan_actions
from pop.plans.models import ENTRIES, ExpectedRelease, Measure, Meeting, Need, Source
from pop.plans.tests.conftest import MIND, TREATMENT, text
from pop.plans.views.plan import my_plan
from pop.ui.dates import weekday_date


def day(count: int) -> str:
    """A date so many days from today, as the pages say it."""
    return weekday_date(timezone.localdate() + timedelta(days=count)).replace("\xa0", " ")


def empty(act_as_member, plan) -> None:
    """Each takes out what they wrote themselves."""
    for slug in ("elias", "marte", "sunniva", "kari", "torbjorn", "hanne", "mona"):
        with act_as_member(slug):
            for model in (*ENTRIES, Conversation):
                for entry in model.objects.of(plan).filter(written_by=user(slug)):
                    actions.remove(entry)


# The person -------------------------------------------------------------------------------------------------


def test_my_plan_leads_to_the_own_plan(browse, url) -> None:
    assert browse("elias").get("/min-plan/")["Location"] == url()


def test_the_person_is_greeted_and_owns_the_plan(browse, url) -> None:
    page = text(browse("elias").get(url()))
    assert "Hei, Elias" in page
    assert "Du bestemmer hvem som får se den." in page


def test_the_next_thing_comes_first(browse, url) -> None:
    page = text(browse("elias").get(url()))
    assert f"Det neste som skjer {day(2).capitalize()} kl. 13.00" in page
    assert f"Etter det: Møte med teamet, {day(9)}" in page


def test_an_own_deadline_before_the_next_meeting_is_the_next_thing(browse, url, act_as_member, plan) -> None:
    with act_as_member("marte"):
        for meeting in Meeting.objects.of(plan):
            actions.edit(meeting, date=timezone.localdate() + timedelta(days=20))
        for talk in Conversation.objects.of(plan).filter(held_on=None):
            actions.edit(talk, planned_on=timezone.localdate() + timedelta(days=20))
    assert f"Det neste som skjer Innen {day(3)}" in text(browse("elias").get(url()))


def test_goals_say_how_far_they_have_come(browse, url) -> None:
    page = text(browse("elias").get(url()))
    assert "Ha min egen plass å bo 1 av 3 ting er gjort. Neste: Svare på søknaden om bolig." in page
    assert "Ha kontakt med søstera mi 1 av 1 ting er gjort." in page
    assert "Spart til senere Begynne å trene" in page


def test_what_i_do_and_what_others_do_stand_apart(browse, url) -> None:
    page = text(browse("elias").get(url()))
    mine, others = page.index("Jeg gjør Levere fakturaer"), page.index("Andre gjør for meg")
    assert mine < page.index("Øve til prøven i Vg2", mine) < others < page.index("Avklare depositum", others)
    assert f"Kari Moen, Nav Nordnes. Innen {day(2)}" in page


def test_a_delay_is_the_agencys_and_names_no_individual(browse, url) -> None:
    page = text(browse("elias").get(url()))
    assert f"Nordnes kommune. Skulle vært ferdig {day(-4)}" in page
    assert "Hanne Vik, Nordnes kommune." not in page
    assert "Forsinket" in page


def test_the_person_never_meets_a_countdown_of_working_days(browse, url, entry) -> None:
    client = browse("elias")
    for address in (url(), url(f"behov/{entry(Need, text='Et fast sted å bo').key}/")):
        page = text(client.get(address))
        assert "Frist snart" not in page
        assert "arbeidsdag" not in page


def test_a_shielded_employee_is_a_role(browse, url, act_as_member, member) -> None:
    kari = member("Kari Moen")
    with act_as_member("jon"):
        User.objects.filter(pk=kari.pk).update(shielded=True)
    page = text(browse("elias").get(url()))
    assert "Nav-veileder, Nav Nordnes. Innen" in page
    assert "Kari Moen" not in page


def test_what_others_have_decided_stands_apart_and_is_no_breach(browse, url) -> None:
    page = text(browse("elias").get(url()))
    decided = page[page.index("Dette er bestemt Dette har andre bestemt") :]
    assert "Møteplikt hos friomsorgen i tre måneder" in decided
    assert f"Bestemt av Solvik fengsel {day(-6)}" in decided
    assert f"Klagefrist: {day(1)}" in decided
    assert "brudd" not in page.casefold()


@pytest.mark.parametrize(("left", "said"), [(65, True), (179, True), (180, False), (400, False)])
def test_days_to_release_are_said_when_there_are_few(browse, url, act_as_member, plan, left, said) -> None:
    with act_as_member("marte"):
        release = ExpectedRelease.objects.of(plan).get()
        actions.edit(release, on=timezone.localdate() + timedelta(days=left))
    assert (f"Det er {left} dager til." in text(browse("elias").get(url()))) is said


def test_the_person_reads_what_all_have_written(browse, url) -> None:
    page = text(browse("elias").get(url()))
    assert "Elias sover tre timer i natta." in page
    assert "Mona Krog, Lindelia rusklinikk" in page
    assert "Snakke med faren min Bare for meg" in page


def test_an_empty_plan_says_what_to_do(browse, url, act_as_member, plan) -> None:
    empty(act_as_member, plan)
    page = text(browse("elias").get(url()))
    assert "Ingen avtale ennå Marte Nygård skal avtale en samtale med deg" in page
    assert "Spør Marte" not in page
    assert "Du har ingen mål ennå" in page
    assert "Du har ingenting du skal gjøre nå." in page
    assert "Du har fått" not in page


def test_without_consent_nobody_outside_sees_it(browse, url, act_as_member, plan) -> None:
    assert "Ingen utenfor kriminalomsorgen" not in text(browse("elias").get(url()))
    with act_as_member("elias"):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("select access.withdraw(%s, null, null)", [plan.pk])
    assert "Ingen utenfor kriminalomsorgen ser planen." in text(browse("elias").get(url()))
    assert browse("kari").get(url()).status_code == 404


def test_a_person_without_a_plan_is_told_who_starts_one() -> None:
    request = RequestFactory().get("/min-plan/")
    request.actor = User(pk=999_999, person=Person(pk=999_999, given_name="Ny", family_name="Person"))
    request.resolver_match = None
    request.head = None
    assert "Du har ingen plan ennå" in my_plan(request).content.decode()


def test_only_the_own_measures_have_a_button(browse, url) -> None:
    body = browse("elias").get(url()).content.decode()
    assert body.count("Jeg har gjort det") == 2


# The contact team ----------------------------------------------------------------------------------------------


def test_the_contact_team_sees_what_may_slip(browse, url) -> None:
    page = text(browse("marte").get(url()))
    assert "2 arbeidsdager" in page
    assert "Over fristen" in page
    assert "Ingen tiltak ennå Foreslå et tiltak : Nye folk å være sammen med" in page
    assert "Registrer svaret fra Elias" in page


def test_a_measure_without_a_responsible_stands_out(browse, url, act_as_member, plan, entry) -> None:
    assert "Ingen ansvarlig" not in text(browse("marte").get(url()))
    with act_as_member("marte"):
        measure = entry(Measure, text="Avklare depositum")
        actions.edit(measure, responsible_user=None, responsible_agency=None)
    body = browse("marte").get(url()).content.decode()
    assert "Ingen ansvarlig" in body
    assert 'data-tone="snart"' in body[body.index("Avklare depositum") : body.index("Ingen ansvarlig")]


def test_what_does_not_exist_yet_is_not_hinted_at(browse, url) -> None:
    for who in ("elias", "marte", "kari"):
        page = text(browse(who).get(url())).casefold()
        for word in ("start møte", "logg over"):
            assert word not in page, (who, word)


def test_an_empty_plan_shows_the_contact_team_where_to_begin(browse, url, act_as_member, plan) -> None:
    empty(act_as_member, plan)
    with act_as_member("elias"):
        for area in plan.focus_areas.all():
            plan_actions.untick_area(plan=plan, topic=area.topic_id)
    page = text(browse("marte").get(url()))
    assert "Planen er tom" in page


def test_whoever_wants_no_plan_has_no_gaps(browse, url, act_as_member, plan) -> None:
    with act_as_member("elias"):
        plan_actions.refuse(plan=plan, kind="no_plan", own_words="Ikke nå")
    body = browse("marte").get(url()).content.decode()
    assert "Ønsker ikke plan" in body
    assert "«Ikke nå»" in body
    assert '<span class="svak">Ingen tiltak ennå</span>' in body


# Partners ------------------------------------------------------------------------------------------------------


def test_a_partner_sees_what_was_given_and_the_own_measures_first(browse, url) -> None:
    page = text(browse("kari").get(url()))
    assert "Du ser det Elias har delt med deg." in page
    own = page.index("Dette har du ansvar for")
    assert own < page.index("Avklare depositum", own) < page.index("Økonomi og bolig")
    for hidden in ("Sove bedre", "Kontakt med familie", "Sara", "Plan for frigang", "stressa", "Møteplikt"):
        assert hidden not in page, hidden


def test_every_partner_reads_the_same_sentence(browse, url) -> None:
    for who in ("kari", "torbjorn", "sunniva", "hanne", "mona", "liv"):
        assert "Du ser det Elias har delt med deg." in text(browse(who).get(url())), who


def test_a_partner_without_the_name_meets_no_name(browse, url, act_as_member, plan, member) -> None:
    kari = member("Kari Moen")
    with act_as_member("elias"):
        plan.exclusions.create(user=kari, topic_id=actions.NAME, made_by=plan.person.user)
    answer = browse("kari").get(url())
    assert "Du ser det som er delt med deg." in text(answer)
    assert "Elias" not in text(answer)
    assert "Brekke" not in answer.content.decode()


def test_a_teacher_who_is_excepted_does_not_see_mental_health(browse, url, entry) -> None:
    need = entry(Need, text="Sove bedre")
    for who in ("torbjorn", "hanne"):
        client = browse(who)
        assert "Sove bedre" not in text(client.get(url()))
        assert client.get(url(f"behov/{need.key}/")).status_code == 404
        assert client.get(url(f"tiltak/ny/?tema={MIND}")).status_code == 404
    assert "Sove bedre" in text(browse("sunniva").get(url()))


def test_the_clinic_is_unknown_to_those_who_do_not_see_its_entries(browse, url) -> None:
    for who in ("marte", "farid", "kari", "hanne", "sunniva"):
        client = browse(who)
        for rest in ("", "tiltak/ny/", "tiltak/ny/?tema=1", f"tiltak/ny/?tema={TREATMENT}", "mote/ny/"):
            answer = client.get(url(rest))
            if answer.status_code == 200:
                assert "Lindelia" not in answer.content.decode(), (who, rest)
                assert "Mona" not in answer.content.decode(), (who, rest)


def test_what_is_for_the_person_alone_is_seen_by_nobody_else(browse, url, entry) -> None:
    secret = entry(Need, text="Snakke med faren min")
    for who in ("marte", "farid", "kari", "torbjorn", "sunniva", "hanne", "mona", "liv"):
        client = browse(who)
        assert "Snakke med faren min" not in client.get(url()).content.decode(), who
        assert client.get(url(f"behov/{secret.key}/")).status_code == 404, who


def test_one_named_contact_may_see_what_is_kept(browse, url, entry, act_as_member, member) -> None:
    secret = entry(Need, text="Snakke med faren min")
    with act_as_member("elias"):
        actions.keep_to_me(secret, kept=True, contact=member("Liv Strand"))
    assert "Det er åpnet bare for deg." in text(browse("liv").get(url(f"behov/{secret.key}/")))
    assert browse("marte").get(url(f"behov/{secret.key}/")).status_code == 404


def test_a_volunteer_sees_the_social_network_only(browse, url) -> None:
    page = text(browse("liv").get(url()))
    assert "Kontakt med familie" in page
    for hidden in ("Et fast sted å bo", "Fullføre utdanningen", "Forventet løslatelse", "Møte med teamet"):
        assert hidden not in page, hidden


def test_whoever_is_called_to_a_meeting_sees_that_one(browse, url, entry) -> None:
    meeting = entry(Meeting, subject="Møte med teamet")
    assert "Du er kalt inn til møtet." in text(browse("kari").get(url(f"mote/{meeting.key}/")))
    assert "Fast samtale" not in text(browse("kari").get(url()))
    assert browse("liv").get(url(f"mote/{meeting.key}/")).status_code == 404


def test_a_partner_to_whom_little_is_given_is_told_so_without_a_hint(
    browse, url, act_as_member, plan
) -> None:
    with act_as_member("elias"):
        for need in Need.objects.of(plan).filter(topic_id=4):
            actions.keep_to_me(need, kept=True)
        plan_actions.untick_area(plan=plan, topic=4)
    for slug, source in (("elias", "person"), ("marte", "correctional")):
        with act_as_member(slug):
            for model in ENTRIES:
                for row in model.objects.of(plan).filter(topic_id=4, only_me=False, source=source):
                    actions.remove(row)
    page = text(browse("liv").get(url()))
    assert "Enten er det ikke delt med deg, eller så står det ikke noe her ennå." in page


def test_an_empty_place_on_the_page_does_not_lend_its_words_to_the_next(
    browse, url, act_as_member, plan
) -> None:
    """A partner who sees nothing but the meeting they are called to reads what that meeting is about."""
    empty(act_as_member, plan)
    with act_as_member("elias"):
        for area in plan.focus_areas.all():
            plan_actions.untick_area(plan=plan, topic=area.topic_id)
    with act_as_member("marte"):
        service = actions.Writer(user("marte"), Source.CORRECTIONAL)
        actions.plan_meeting(plan=plan, writer=service, subject="Møte med teamet", invite=(user("kari"),))
    page = text(browse("kari").get(url()))
    assert "Her er det ingenting du kan se" in page
    assert "Møter og samtaler Møte med teamet" in page


# One entry ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "ground"),
    [
        ("elias", "Det er planen din."),
        ("marte", "Du er i kontaktteamet."),
        ("kari", "Personen har sagt ja til at du ser det."),
    ],
)
def test_every_entry_says_why_one_sees_it(browse, url, entry, who: str, ground: str) -> None:
    need = entry(Need, text="Et fast sted å bo")
    page = text(browse(who).get(url(f"behov/{need.key}/")))
    assert f"Hvorfor ser du dette? {ground}" in page


def test_the_person_and_the_contact_team_see_who_sees_it(browse, url, entry) -> None:
    need = entry(Need, text="Et fast sted å bo")
    own, partner = (
        text(browse("elias").get(url(f"behov/{need.key}/"))),
        text(browse("kari").get(url(f"behov/{need.key}/"))),
    )
    assert "Disse ser det også" in own
    assert "Hanne Vik, Boligkonsulent" in own
    assert "Torbjørn Eide, Lærer" not in own
    assert "Disse ser det" not in partner


@pytest.mark.parametrize("model", ENTRIES, ids=lambda m: m._meta.model_name)
def test_every_kind_of_entry_has_a_page_for_the_person(browse, url, act_as_member, plan, model) -> None:
    from pop.plans.kinds import BY_MODEL

    with act_as_member("elias"):
        found = model.objects.of(plan).first()
    page = text(browse("elias").get(url(f"{BY_MODEL[model].slug}/{found.key}/")))
    assert "Hvorfor ser du dette? Det er planen din." in page


def test_a_measure_shows_its_thread_and_what_was_done(browse, url, entry) -> None:
    measure = entry(Measure, text="Avklare depositum")
    page = text(browse("kari").get(url(f"tiltak/{measure.key}/")))
    assert "Tråden Behov Et fast sted å bo Tiltak Avklare depositum" in page
    assert "Søknaden om depositum er registrert." in page


def test_own_words_are_escaped(browse, url, act_as_member, plan) -> None:
    with act_as_member("elias"):
        writer = actions.Writer(plan.person.user, Source.PERSON)
        need = actions.write_need(
            plan=plan, writer=writer, topic=1, text="<b>fet</b>", own_words="<script>1</script>"
        )
    for rest in ("", f"behov/{need.key}/"):
        body = browse("elias").get(url(rest)).content.decode()
        assert "<b>fet" not in body
        assert "<script" not in body
