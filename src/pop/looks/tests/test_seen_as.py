"""«Se planen som Nav ser den»: exactly that agency's pages, for the person alone, and nothing can be done there."""

import re

import pytest
from django.db import Error, connection, transaction
from django.urls import reverse
from tests.access import matrix

from pop.access.actor import acting
from pop.access.viewing import viewing_as
from pop.conversations.models import Conversation
from pop.demo.build import join, plan_of
from pop.demo.cast import CAST
from pop.demo.places import user
from pop.gaps.models import Gap
from pop.looks.seen_as import PAGES, without_actions
from pop.looks.tests.conftest import looks_of, main, rows
from pop.plans.models import Measure, Need
from pop.teams.models import SupportTeamMember

READ_WHOLE = (
    *("plan", "print_plan", "team", "consent", "proposals", "wishes"),
    *("way", "gaps", "conversations", "mapping", "needs_map", "economy", "brik"),
)
"""Pages that stand there for each who sees the plan."""
PARTNERS = {"kari", "torbjorn", "sunniva", "hanne", "mona", "liv"}
LEFT_OUT = {
    "log": "what was changed when: the person has the whole log, and each line is cut to who reads it",
    "versions": "as the log",
    "version": "as the log",
    "plan_of_day": "as the log",
    "undo": "as the log, and something one does",
    "print_whole": "a file, of what stands on the page of the plan",
    "print_pocket": "a file, of what stands on the page of the plan",
    "print_easy": "a file, of what stands on the page of the plan",
    "need_services": "what services there are: nothing of the person but the need itself, which is shown",
    **dict.fromkeys(
        ("channel", "channel_general", "channel_thread", "channel_file"),
        "messages: the person reads every one, and beside each whom it is for",
    ),
    **dict.fromkeys(
        ("meetings", "meeting", "meeting_before", "meeting_minutes"),
        "the person's own pages of meetings say who is called and who reads each line",
    ),
    "meeting_file": "a file: a day and an hour",
    "meeting_raise": "something one does",
    "tie": "a question about the other one's private life",
    **dict.fromkeys(("entry_new", "entry_edit", "entry_remove", "entry_wrong_person"), "something one does"),
    **dict.fromkeys(("measure_status", "measure_note", "team_remove", "wish_answer"), "something one does"),
    **dict.fromkeys(("gap_hand", "gap_snooze"), "something one does"),
}
"""Pages open to somebody in a support team that the person is not shown as theirs, and why not."""


def body(response) -> str:
    html = response.content.decode()
    return html[html.index("<main") : html.rindex("</main>")]


def neutral(html: str, plan, chair=None) -> str:
    """A page without what differs from one drawing to the next: keys of forms, and where links lead."""
    html = re.sub(r'(name="(?:once|hvem|skjemaeier|csrfmiddlewaretoken)" value=)"[^"]*"', r"\1", html)
    if chair:
        html = html.replace(f"/planer/{plan.key}/som/{chair.key}/", f"/planer/{plan.key}/")
    return html.replace("<form inert ", "<form ")


@pytest.mark.parametrize("slug", ["kari", "torbjorn", "sunniva", "hanne", "mona", "liv"])
@pytest.mark.parametrize("name", READ_WHOLE)
def test_the_pages_are_word_for_word_those_that_the_other_gets(
    browse, plan, chair, seen_as, slug, name
) -> None:
    address = reverse(name, args=[plan.key])
    theirs = body(browse(slug).get(address))
    theirs = theirs[theirs.index(">") + 1 :]
    # But for links to what is not shown.
    theirs = without_actions(theirs, reverse("plan", args=[plan.key]))
    shown = body(browse("elias").get(seen_as(slug, address.removeprefix(f"/planer/{plan.key}/"))))
    assert neutral(theirs, plan).strip() in neutral(shown, plan, chair(slug))


@pytest.mark.parametrize("slug", ["kari", "hanne", "torbjorn"])
def test_so_is_each_entry_but_for_what_the_other_is_offered_to_do(browse, plan, chair, seen_as, slug) -> None:
    with acting(user(slug).pk):
        measures = list(Measure.objects.filter(plan=plan))
    assert measures
    for measure in measures:
        address = reverse("entry", args=[plan.key, "tiltak", measure.key])
        theirs = body(browse(slug).get(address))
        shown = body(browse("elias").get(seen_as(slug, f"tiltak/{measure.key}/")))
        theirs = without_actions(theirs[theirs.index(">") + 1 :], reverse("plan", args=[plan.key]))
        assert neutral(theirs, plan).strip() in neutral(shown, plan, chair(slug)), measure.text


def open_to_partners() -> set[str]:
    """Names of the addresses in a plan that the reviewed matrix opens to somebody in a support team."""
    inside = {name for route, name in matrix.patterns() if route.startswith("planer/<uuid:key>/")}
    return inside & {
        title.partition(" ")[0]
        for title, row in matrix.reviewed().items()
        if any(row[slug] == "200" for slug in PARTNERS)
    }


def test_every_page_that_a_partner_reads_is_shown_or_left_out_for_a_stated_reason() -> None:
    """A new page is forgotten by nobody: «exactly what they see» holds for the whole plan."""
    opened = open_to_partners()
    assert len(opened) > 20
    assert sorted(opened - PAGES - set(LEFT_OUT)) == []
    assert sorted(set(LEFT_OUT) & PAGES) == []
    assert sorted(set(LEFT_OUT) - opened) == [], "left out for a reason that is gone"


@pytest.mark.parametrize("slug", ["kari", "hanne"])
def test_what_falls_between_is_shown_word_for_word(browse, plan, chair, seen_as, slug) -> None:
    """Each gap, each talk and what each measure waits for, as far as the other sees them."""
    with acting(user(slug).pk):
        places = [reverse("gap", args=[plan.key, gap.key]) for gap in Gap.objects.filter(plan_id=plan.pk)]
        places += [
            reverse("conversation", args=[plan.key, talk.key])
            for talk in Conversation.objects.filter(plan=plan)
        ]
        places += [
            reverse("measure_waits", args=[plan.key, measure.key])
            for measure in Measure.objects.filter(plan=plan)
        ]
        places.append(reverse("sentence", args=[plan.key]))
    assert len(places) > 3
    theirs_alone, ours = browse(slug), browse("elias")
    for address in places:
        answer = theirs_alone.get(address)
        shown = body(ours.get(seen_as(slug, address.removeprefix(f"/planer/{plan.key}/"))))
        assert "Denne siden vises ikke" not in shown, address
        if answer.status_code == 404:
            assert "ser ikke dette" in shown, address
            continue
        theirs = body(answer)
        theirs = without_actions(theirs[theirs.index(">") + 1 :], reverse("plan", args=[plan.key]))
        assert neutral(theirs, plan).strip() in neutral(shown, plan, chair(slug)), address


def test_a_gap_that_only_the_other_has_not_stands_in_their_list(browse, plan, seen_as) -> None:
    """The person sees more gaps than any partner: theirs are not read out as the partner's."""
    with acting(user("elias").pk):
        mine = set(Gap.objects.filter(plan_id=plan.pk, closed_at=None).values_list("key", flat=True))
    with acting(user("liv").pk):
        theirs = set(Gap.objects.filter(plan_id=plan.pk, closed_at=None).values_list("key", flat=True))
    assert mine - theirs
    shown = body(browse("elias").get(seen_as("liv", "glippsoner/")))
    assert not [key for key in mine - theirs if str(key) in shown]


def test_an_entry_is_shown_as_the_other_sees_it_and_one_they_do_not_see_is_not(browse, plan, seen_as) -> None:
    elias = browse("elias")
    with acting(user("elias").pk):
        housing = Need.objects.get(plan=plan, topic=1)
        mind = Need.objects.get(plan=plan, topic=7)
    text = main(elias.get(seen_as("kari", f"behov/{housing.key}/")))
    assert "Et fast sted å bo" in text
    assert "Slik ser Nav Nordnes planen din (Kari Moen)" in text
    text = main(elias.get(seen_as("kari", f"behov/{mind.key}/")))
    assert "Kari Moen ser ikke dette" in text
    assert "Sove bedre" not in text


def test_what_the_person_excepted_is_gone_for_that_one_alone(browse, plan, seen_as) -> None:
    """Hanne is kept from mental health, though her municipality is given it."""
    elias = browse("elias")
    assert "Sove bedre" in main(elias.get(reverse("plan", args=[plan.key])))
    assert "Sove bedre" not in main(elias.get(seen_as("hanne")))
    assert "Sove bedre" in main(elias.get(seen_as("sunniva")))


def test_invited_without_consent_sees_nothing_the_name_neither(browse, plan, seen_as) -> None:
    for slug in ("per", "grete"):
        text = main(browse("elias").get(seen_as(slug)))
        assert "ser ingenting" in text
        assert "Ikke navnet ditt heller." in text
        assert "Et fast sted å bo" not in text


def test_whoever_has_not_answered_about_ties_has_not_opened_it(browse, plan) -> None:
    """Silje becomes a partner with consent, and is asked before she sees anything."""
    from pop.consents import actions as consents
    from pop.consents.actions import Choice, Recipient
    from pop.people.actions import accept_secrecy

    with acting(user("silje").pk):
        accept_secrecy(user("silje"))
    chair = join(plan, "silje", kind=None, role="Besøksvenn", by="elias")
    with acting(user("elias").pk):
        silje = Recipient(user=user("silje"))
        consents.sign(
            consents.draft(plan=plan, drafted_by=user("elias"), choices=[Choice(silje, 1, give=True)])
        )
    text = main(browse("elias").get(reverse("plan_seen_as", args=[plan.key, chair.key])))
    assert "har ikke åpnet planen ennå" in text
    assert "Et fast sted å bo" not in text


def test_head_menu_and_messages_are_the_persons_own(browse, plan, seen_as) -> None:
    elias = browse("elias")
    html = elias.get(seen_as("kari")).content.decode()
    head = html[html.index("<header") : html.index("<main")]
    own = elias.get(reverse("plan_looks", args=[plan.key])).content.decode()
    own = own[own.index("<header") : own.index("<main")].replace(' aria-current="page"', "")

    def still(part: str) -> str:
        return re.sub(r'value="[^"]*"', "", part)

    assert still(head) == still(own)
    assert "Kari" not in head
    assert "Mine planer" not in html


def test_nothing_of_the_others_other_plans_is_in_the_page(browse, plan, seen_as) -> None:
    """Sunniva has a chair in the plan of Leyla too, tasks and an invitation or not."""
    with acting(user("leyla").pk):
        leyla = plan_of("leyla")
    browse("sunniva").get(reverse("tie", args=[leyla.key]))
    elias = browse("elias")
    for rest in ("", "team/", "samtykke/", "utskrift/"):
        html = elias.get(seen_as("sunniva", rest)).content.decode()
        assert str(leyla.key) not in html
        assert "Leyla" not in html
        assert "Demir" not in html
        assert "Vondt i kneet" not in html


def test_the_database_gives_the_one_plan_and_no_other(plan, chair) -> None:
    with acting(user("sunniva").pk):
        assert rows("select count(*) from plans_plan")[0][0] > 1
    with acting(user("elias").pk):
        with viewing_as(plan.pk, chair("sunniva").key) as who:
            assert who == user("sunniva").pk
            assert rows("select access.me()") == [(user("sunniva").pk,)]
            assert rows("select id from plans_plan") == [(plan.pk,)]
            assert rows("select count(*) from people_person") == [(1,)]
            for table in (
                "plans_need",
                "plans_note",
                "plans_measure",
                "consents_consentitem",
                "plans_statement",
            ):
                assert rows(f"select count(*) from {table} where plan_id <> %s", [plan.pk]) == [(0,)], table
        assert rows("select access.me()") == [(user("elias").pk,)]


def test_the_confinement_is_not_taken_off(plan, chair) -> None:
    """What was signed for one plan is worth nothing without it, nor for another."""
    with acting(user("elias").pk), viewing_as(plan.pk, chair("sunniva").key):
        [(signed,)] = rows("select current_setting('pop.actor')")
        who, expires, process, number, mac = signed.split(":")
        for forged in (
            f"{who}:{expires}:{process}:{mac}",
            f"{who}:{expires}:{process}:{int(number) + 1}:{mac}",
            f"{who}:{expires}:{process}::{mac}",
            f"{who}:{expires}:{process}:x:{mac}",
        ):
            rows("select set_config('pop.actor', %s, true)", [forged])
            assert rows("select access.me()") == [(None,)], forged
            assert rows("select count(*) from plans_plan") == [(0,)]


def test_nothing_can_be_written_while_one_looks_as_another(plan, chair) -> None:
    before = len(looks_of())
    with acting(user("elias").pk):
        with viewing_as(plan.pk, chair("kari").key):
            for statement in (
                "insert into plans_note (key) values (gen_random_uuid())",
                "update plans_measure set status = 'done'",
                "update teams_supportteammember set declined_at = now()",
                "select access.close_for_me(%s)",
            ):
                with pytest.raises(Error, match="read-only"), transaction.atomic():
                    rows(statement, [plan.pk] if "%s" in statement else None)
            with pytest.raises(Error, match="read-write"), transaction.atomic():
                rows("set local transaction_read_only = off")
            rows("select access.record_look(%s, 'plan', 'x')", [plan.pk])
        assert rows("show transaction_read_only") == [("off",)]
        assert rows("select access.me()") == [(user("elias").pk,)]
    assert len(looks_of()) == before


def test_no_look_is_recorded_for_the_other(browse, plan, seen_as) -> None:
    before = len(looks_of())
    for rest in ("", "team/", "samtykke/", "utskrift/"):
        assert browse("elias").get(seen_as("kari", rest)).status_code == 200
    assert len(looks_of()) == before


def test_nothing_can_be_sent_from_there(browse, plan, chair, seen_as) -> None:
    elias = browse("elias")
    with acting(user("elias").pk):
        deposit = Measure.objects.get(plan=plan, text="Avklare depositum")
    for rest in (
        "",
        f"tiltak/{deposit.key}/",
        f"tiltak/{deposit.key}/gjort/",
        f"tiltak/{deposit.key}/status/",
    ):
        assert elias.post(seen_as("kari", rest), {"status": "done"}).status_code == 405, rest
    for rest in ("", f"tiltak/{deposit.key}/"):
        html = body(elias.get(seen_as("kari", rest)))
        assert '<form method="post"' not in html
        assert not re.search(rf'(href|action)="/planer/{plan.key}/(?!som/)', html), "a link leads out"


def test_a_page_where_the_other_does_something_is_not_shown(browse, plan, seen_as) -> None:
    elias = browse("elias")
    for rest in ("notat/ny/", "utskrift/min-plan.pdf", "habilitet/", "sett/"):
        text = main(elias.get(seen_as("kari", rest)))
        assert "Denne siden vises ikke" in text, rest
    assert elias.get(seen_as("kari", "finnes-ikke/")).status_code == 404
    assert elias.get(seen_as("kari", "../../enheten/")).status_code == 404


@pytest.mark.parametrize("slug", [m.slug for m in CAST if m.slug != "elias"])
def test_nobody_else_looks_as_another(browse, plan, chair, slug) -> None:
    """Neither the contact team nor the partner, about another or oneself."""
    browser, closed = browse(slug), 302 if slug == "ola" else 404  # Ola is asked about private ties first
    assert browser.get(reverse("plan_as", args=[plan.key])).status_code == closed
    for other in ("kari", "sunniva"):
        address = reverse("plan_seen_as", args=[plan.key, chair(other).key])
        assert browser.get(address).status_code == closed
        assert browser.get(address + "team/").status_code == closed
        with acting(user(slug).pk):
            assert rows("select access.view_as(%s, %s)", [plan.pk, chair_key(chair, other)]) == [(None,)]
            assert rows("select access.me()") == [(user(slug).pk,)]
            assert rows("show transaction_read_only") == [("off",)]


def chair_key(chair, slug):
    return chair(slug).key


def test_the_person_does_not_look_as_somebody_in_another_plan(browse, plan) -> None:
    with acting(user("leyla").pk):
        leyla = plan_of("leyla")
        other = SupportTeamMember.objects.get(plan=leyla, user=user("sunniva"))
    elias = browse("elias")
    assert elias.get(reverse("plan_seen_as", args=[plan.key, other.key])).status_code == 404
    assert elias.get(reverse("plan_seen_as", args=[leyla.key, other.key])).status_code == 404
    with acting(user("elias").pk):
        for number in (plan.pk, leyla.pk):
            assert rows("select access.view_as(%s, %s)", [number, other.key]) == [(None,)]


def test_the_person_does_not_look_as_somebody_who_has_left(browse, plan, chair, seen_as) -> None:
    from pop.teams.actions import leave_team

    address, kari = seen_as("kari"), chair("kari")
    with acting(user("elias").pk):
        leave_team(kari)
    assert browse("elias").get(address).status_code == 404


def test_somebody_whose_login_is_closed_sees_nothing(browse, plan, seen_as) -> None:
    address = seen_as("kari")
    browse("jon").post(f"/brukere/{user('kari').key}/i-bruk/", {"active": ""})
    text = main(browse("elias").get(address))
    assert "ser ingenting" in text


def test_one_cannot_look_as_another_from_within_a_look(plan, chair) -> None:
    with acting(user("elias").pk), viewing_as(plan.pk, chair("kari").key):
        assert rows("select access.view_as(%s, %s)", [plan.pk, chair_by_number(plan)]) == [(None,)]


def chair_by_number(plan):
    return rows("select key from teams_supportteammember where plan_id = %s limit 1", [plan.pk])[0][0]


def test_those_one_can_choose_stand_in_a_list(browse, plan, chair) -> None:
    answer = browse("elias").get(reverse("plan_as", args=[plan.key]))
    text = main(answer)
    assert "Kari Moen" in text
    assert "Nav Nordnes" in text
    assert reverse("plan_seen_as", args=[plan.key, chair("kari").key]) in answer.content.decode()
    assert (
        reverse("plan_as", args=[plan.key])
        in browse("elias").get(reverse("consent", args=[plan.key])).content.decode()
    )


def test_an_error_in_the_page_of_the_other_leaves_the_person_who_they_are(
    browse, plan, seen_as, monkeypatch
) -> None:
    from pop.plans.views import plan as pages

    def broken(*arguments, **named):
        with connection.cursor() as cursor:
            cursor.execute("select 1/0")

    monkeypatch.setattr(pages, "partner", broken)
    elias = browse("elias")
    elias.raise_request_exception = False
    assert elias.get(seen_as("kari")).status_code == 500
    assert elias.get(reverse("plan", args=[plan.key])).status_code == 200


def test_no_link_there_leads_to_a_page_that_is_not_shown(browse, plan, chair, seen_as) -> None:
    """Whatever can be reached by a link is a page that the other reads."""
    elias = browse("elias")
    start = reverse("plan_seen_as", args=[plan.key, chair("kari").key])
    waiting, visited = [start], set()
    while waiting:
        address = waiting.pop()
        html = body(elias.get(address))
        assert "Denne siden vises ikke" not in html, address
        visited.add(address)
        found = {
            link.partition("?")[0].partition("#")[0] for link in re.findall(rf'href="({start}[^"]*)"', html)
        }
        waiting += [link for link in found - visited if link not in waiting]
    assert len(visited) > 10
    assert any("/onsker/" in address for address in visited)
    assert any("/glippsoner/" in address for address in visited)
    assert any("/veien/" in address for address in visited)


def test_what_the_other_does_is_not_offered_there(browse, seen_as) -> None:
    text = main(browse("elias").get(seen_as("kari")))
    for action in ("Foreslå et tiltak", "Skriv et notat", "Registrer svaret"):
        assert action not in text, action
