"""The door of the web server: sessions, forms sent twice, and users who are closed."""

import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.test import Client
from django.utils import timezone

from pop.access.actor import act_as, acting, set_local
from pop.access.models import Session, Submission
from pop.access.sessions import SessionStore, digest
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.people.actions import close_user
from pop.plans.models import Note
from tests.access.facts import rows

COOKIE = settings.SESSION_COOKIE_NAME


def is_logged_in(client: Client) -> bool:
    return client.get("/hjem/").headers.get("Location") not in ("/", None)


def test_the_table_of_sessions_shows_none_to_whoever_has_no_key(browse) -> None:
    mine, other = browse("kari"), browse("marte")
    assert mine.cookies[COOKIE].value != other.cookies[COOKIE].value
    with acting(user("kari").pk):
        set_local("pop.session", "")
        assert Session.objects.count() == 0
        set_local("pop.session", digest(mine.cookies[COOKIE].value))
        assert Session.objects.count() == 1
        assert rows("delete from access_session returning 1") == [(1,)]
    assert is_logged_in(other)


def test_what_the_table_holds_is_no_key_to_a_session(browse) -> None:
    """Whoever reads the table, from a copy, can use none of it."""
    stored = digest(browse("marte").cookies[COOKIE].value)
    thief = Client()
    thief.cookies[COOKIE] = stored
    assert not is_logged_in(thief)


def test_a_session_forged_in_the_table_logs_nobody_in() -> None:
    """The data is signed with a key that the database does not know."""
    marte = user("marte").pk
    forged = signing.dumps(
        {"user": marte}, key="a guess", salt="pop.access.sessions.SessionStore", compress=True
    )
    plain = f'{{"user": {marte}}}'
    for data in (forged, plain, ""):
        key = uuid.uuid4().hex
        set_local("pop.session", digest(key))
        Session.objects.create(key_hash=digest(key), data=data, expires_at=timezone.now() + timedelta(days=1))
        client = Client()
        client.cookies[COOKIE] = key
        assert not is_logged_in(client), data


def test_a_session_that_has_run_out_logs_nobody_in(browse) -> None:
    client = browse("marte")
    set_local("pop.session", digest(client.cookies[COOKIE].value))
    Session.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert not is_logged_in(client)


def test_a_key_that_somebody_else_chose_is_not_the_one_that_is_logged_in(browse) -> None:
    """Session fixation: the attacker plants a key, or their own session, in the victim's browser."""
    planted = SessionStore()
    planted["x"] = 1
    planted.save()
    for key in ("a" * 32, planted.session_key):
        victim = Client()
        victim.cookies[COOKIE] = key
        victim.post("/demo/", {"who": "marte"})
        assert victim.cookies[COOKIE].value != key
        attacker = Client()
        attacker.cookies[COOKIE] = key
        assert not is_logged_in(attacker)


def test_whoever_logs_in_after_another_has_nothing_of_theirs(browse) -> None:
    client = browse("marte")
    before = client.cookies[COOKIE].value
    client.post("/demo/", {"who": "kari"})
    assert client.cookies[COOKIE].value != before
    old = Client()
    old.cookies[COOKIE] = before
    assert not is_logged_in(old)


def test_after_logging_out_the_key_is_worth_nothing(browse) -> None:
    client = browse("marte")
    key = client.cookies[COOKIE].value
    client.post("/logg-ut/")
    again = Client()
    again.cookies[COOKIE] = key
    assert not is_logged_in(again)


def test_a_closed_user_is_nobody_at_the_next_click(browse) -> None:
    client = browse("kari")
    assert is_logged_in(client)
    with acting(user("jon").pk):
        close_user(user("kari"))
    assert client.get("/planer/").headers["Location"] == "/"


def test_a_closed_user_who_sends_a_form_is_sent_to_the_start(browse) -> None:
    client = browse("kari")
    address = plan_key()
    with acting(user("jon").pk):
        close_user(user("kari"))
    answer = client.post(f"/planer/{address}/notat/ny/?tema=1", {"text": "x", "once": str(uuid.uuid4())})
    assert (answer.status_code, answer.headers.get("Location")) == (302, "/")


# A form sent twice


@pytest.fixture
def notes():
    def count() -> int:
        with acting(user("elias").pk):
            return Note.objects.filter(text="Sendt").count()

    return count


def send(client: Client, once: object, text: str = "Sendt"):
    key = plan_key()
    return client.post(
        f"/planer/{key}/notat/ny/?tema=1", {"text": text, "whose": "service", "once": str(once)}
    )


def plan_key() -> uuid.UUID:
    with acting(user("elias").pk):
        return plan_of("elias").key


def test_a_form_sent_twice_acts_once(browse, notes) -> None:
    client, once = browse("kari"), uuid.uuid4()
    first, second = send(client, once), send(client, once)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert notes() == 1


def test_the_key_of_somebody_elses_form_neither_stops_nor_tells_anything(browse, notes) -> None:
    """Marte's answer would tell Kari where Marte was sent; and Kari's form would be lost."""
    once = uuid.uuid4()
    assert send(browse("marte"), once).status_code == 302
    assert notes() == 1
    with acting(user("kari").pk):
        assert Submission.objects.count() == 0
    assert send(browse("kari"), once).status_code == 302
    assert notes() == 2


def test_nobody_remembers_a_form_in_the_name_of_another() -> None:
    from django.db import Error

    with acting(user("kari").pk), pytest.raises(Error, match="row-level security"), transaction.atomic():
        Submission.objects.create(actor_id=user("marte").pk, key=uuid.uuid4(), answer="/")
    act_as(None)
