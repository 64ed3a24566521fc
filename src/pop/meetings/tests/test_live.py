"""The shared screen follows what others write, and what others may not see does not come that way either."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.access.conftest import both_logins
from tests.access.facts import past_the_rules

from pop.access.actor import acting
from pop.access.models import Session
from pop.consents import actions as consents
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.meetings.tests.test_during import at, meeting, needs, plan
from pop.meetings.tests.test_room import come
from pop.people.models import User
from pop.teams.models import ContactTeamMember

__all__ = ["both_logins", "meeting", "plan"]


def part(client, meeting, mark: str = ""):
    return client.get(at(meeting, "skjerm/nytt"), headers={"if-none-match": mark} if mark else {})


def test_without_change_there_is_nothing_to_fetch(browse, plan, meeting) -> None:
    come(meeting, "elias", "kari")
    client = browse("marte")
    mark = part(client, meeting)["ETag"]
    with CaptureQueriesContext(connection) as asked:
        again = part(client, meeting, mark)
    assert again.status_code == 304
    assert not again.content
    # The session, and the stamp, which asks itself who it is.
    assert len([q for q in asked if q["sql"] not in ("BEGIN", "COMMIT")]) == 2


def knows_the_mark(browse, meeting, who: str):
    """A client of `who`, and the mark with which that screen would be answered «nothing new»."""
    client = browse(who)
    mark = part(client, meeting)["ETag"]
    assert part(client, meeting, mark).status_code == 304
    return client, mark


def test_a_session_that_has_ended_is_not_told_that_nothing_is_new(browse, plan, meeting) -> None:
    come(meeting, "elias")
    client, mark = knows_the_mark(browse, meeting, "marte")
    with past_the_rules():
        Session.objects.update(expires_at=timezone.now())
    answer = part(client, meeting, mark)
    assert answer.status_code == 302
    assert "ETag" not in answer


def test_a_user_who_is_closed_is_not_told_that_nothing_is_new(browse, plan, meeting) -> None:
    come(meeting, "elias")
    client, mark = knows_the_mark(browse, meeting, "marte")
    with past_the_rules():
        User.objects.filter(pk=user("marte").pk).update(active=False)
    assert part(client, meeting, mark).status_code == 302


def test_whoever_leaves_the_contact_team_is_not_told_that_nothing_is_new(browse, plan, meeting) -> None:
    come(meeting, "elias")
    client, mark = knows_the_mark(browse, meeting, "farid")
    with past_the_rules():
        ContactTeamMember.objects.filter(plan=plan, user=user("farid")).delete()
    assert part(client, meeting, mark).status_code == 404


@pytest.mark.parametrize("who", ["kari", "silje", "anders", "ida"])
def test_the_mark_of_somebody_who_may_is_of_no_use_to_others(browse, plan, meeting, who: str) -> None:
    come(meeting, "elias")
    _client, mark = knows_the_mark(browse, meeting, "marte")
    assert part(browse(who), meeting, mark).status_code == 404


def test_where_the_officer_sits_with_somebody_else_it_does_not_answer(browse, plan, meeting) -> None:
    """Rule I5: in sammen-modus every address outside that plan sends back."""
    come(meeting, "elias")
    client, mark = knows_the_mark(browse, meeting, "marte")
    with acting(user("marte").pk):
        leyla = plan_of("leyla")
    client.post(reverse("together", args=[leyla.key]))
    assert part(client, meeting, mark).status_code == 302


def test_what_another_writes_comes_and_the_form_is_left_alone(browse, plan, meeting) -> None:
    come(meeting, "elias", "kari")
    marte, elias = browse("marte"), browse("elias")
    mark = part(marte, meeting)["ETag"]
    elias.post(at(meeting, "skjerm"), {"text": "Fra Elias", "becomes": "line"})
    new = part(marte, meeting, mark)
    assert new.status_code == 200
    assert "Fra Elias" in new.content.decode()
    assert "<form" not in new.content.decode()


def test_who_comes_and_what_is_withdrawn_narrows_it_the_next_time(browse, plan, meeting) -> None:
    come(meeting, "elias", "kari")
    client = browse("marte")
    first = part(client, meeting)
    come(meeting, "torbjorn")
    narrowed = part(client, meeting, first["ETag"])
    assert narrowed.status_code == 200
    hidden = needs(plan, "marte") - needs(plan, "torbjorn")
    assert [text for text in hidden if text in narrowed.content.decode()] == []
    with acting(user("elias").pk):
        consents.withdraw(plan=plan)
    assert part(client, meeting, narrowed["ETag"]).status_code == 200


def test_a_decision_is_not_written_on_another_case_when_its_own_was_hidden(browse, plan, meeting) -> None:
    come(meeting, "elias")
    client = browse("marte")
    answer = client.post(
        at(meeting, "skjerm"), {"text": "Ring", "case": "00000000-0000-4000-8000-000000000000"}
    ).content.decode()
    assert "kan ikke vises for alle som er her nå" in answer
    assert "Ring" in answer


@pytest.mark.parametrize("who", ["kari", "silje", "anders", "ida"])
def test_nobody_else_fetches_it_or_learns_that_it_changes(browse, plan, meeting, who: str) -> None:
    come(meeting, "elias")
    answer = part(browse(who), meeting, '"x"')
    assert answer.status_code == 404
    assert "ETag" not in answer


def test_the_mark_of_one_is_not_that_of_another(browse, plan, meeting) -> None:
    come(meeting, "elias")
    assert part(browse("marte"), meeting)["ETag"] != part(browse("elias"), meeting)["ETag"]


def test_only_the_shared_screen_may_run_our_own_script(browse, plan, meeting) -> None:
    come(meeting, "elias")
    client = browse("marte")
    shared = client.get(at(meeting, "skjerm"))["Content-Security-Policy"]
    assert "script-src 'self'" in shared
    assert "unsafe" not in shared
    for page in ("til-stede", "egen-skjerm", "referat", "skjerm/nytt"):
        assert "script-src" not in client.get(at(meeting, page))["Content-Security-Policy"]
