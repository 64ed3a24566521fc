"""Nothing typed is lost when the session runs out, and nobody else on a shared machine sees it."""

import re
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone

from pop.access import drafts
from pop.access.actor import acting
from pop.access.models import Draft, Session
from pop.access.sessions import digest
from pop.demo.places import user
from pop.plans.models import Note, Statement
from pop.plans.tests.conftest import HOUSING, entry, member, plan, send, text, url  # noqa: F401

TEMPLATES = sorted((Path(__file__).parents[2]).glob("*/templates/**/*.html"))
LONG = "Jeg vil ha et sted å bo.\n" * 198 + "Jeg vil ha det nå, og «snart»."


def run_out(client):
    """The session of a browser ends, as it does after twelve hours."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('pop.session', %s, true)", [digest(client.session.session_key)])
    ended = timezone.now() - timedelta(minutes=1)
    assert Session.objects.filter(key_hash=digest(client.session.session_key)).update(expires_at=ended)


def log_in(client, slug):
    return client.post("/demo/", {"who": slug}, follow=True)


@pytest.fixture
def late(browse, url):  # noqa: F811
    """Marte, who writes a note of 5,000 characters and sends it after her session has run out."""
    client = browse("marte")
    assert len(LONG) > 4900
    run_out(client)
    client.last = client.post(
        url(f"notat/ny/?tema={HOUSING}"),
        {"once": str(uuid.uuid4()), "text": LONG, "whose": "service"},
        follow=True,
    )
    return client


def test_one_is_told_that_it_is_kept_and_not_what_it_was(late):
    page = text(late.last)
    assert "Du var logget ut" in page
    assert "Det du skrev, er tatt vare på." in page
    assert "sted å bo" not in late.last.content.decode()


def test_the_same_user_goes_on_where_it_stopped(late, url, entry):  # noqa: F811
    page = log_in(late, "marte")
    assert "Det du ikke fikk sendt" in text(page)
    address = (
        re.search(r'href="([^"]*ikke-sendt=[^"]*)"', page.content.decode()).group(1).replace("&amp;", "&")
    )
    form = late.get(address)
    assert "Her er det du skrev. Det er ikke sendt ennå." in text(form)
    from pop.ui.refill import fields_of

    fields = fields_of(form.content.decode())
    assert fields["text"] == [LONG]
    assert fields["whose"] == ["service"]
    answer = late.post(address, fields, follow=True)
    assert "Det står i planen nå." in text(answer)
    assert entry(Note, text__startswith="Jeg vil ha et sted").text.replace("\r\n", "\n") == LONG
    assert "Her ligger det ingenting" in text(late.get("/ikke-sendt/"))


@pytest.mark.parametrize("who", ["elias", "ola", "kari", "jon"])
def test_another_user_of_the_same_machine_never_sees_it(late, url, who):  # noqa: F811
    page = log_in(late, who)
    assert "sted å bo. Jeg vil" not in text(page)
    assert "Her ligger det ingenting" in text(late.get("/ikke-sendt/", follow=True))
    with transaction.atomic():
        drafts_seen = list(Draft.objects.all())
    assert drafts_seen == []


def key_of_marte(act_as_member):
    with act_as_member("marte"):
        return Draft.objects.get().key


def test_nor_by_its_address(late, url, act_as_member):  # noqa: F811
    key = key_of_marte(act_as_member)
    log_in(late, "ola")
    page = late.get(url(f"notat/ny/?tema={HOUSING}&ikke-sendt={key}"))
    assert LONG[:40] not in page.content.decode()
    late.post(f"/ikke-sendt/{key}/slett/")
    assert key_of_marte(act_as_member) == key


def test_it_can_be_thrown_away(late, act_as_member):
    log_in(late, "marte")
    page = send(late, f"/ikke-sendt/{key_of_marte(act_as_member)}/slett/")
    assert "Det er slettet." in text(page)


def test_after_a_day_it_is_gone(late, act_as_member, monkeypatch):
    with act_as_member("marte"), connection.cursor() as cursor:
        cursor.execute("select count(*) from access_draft where at > now() - interval '24 hours'")
        assert cursor.fetchone()[0] == 1
        cursor.execute(
            "select pg_get_expr(polqual, polrelid) from pg_policy where polrelid = 'access_draft'::regclass"
        )
        assert any("24:00:00" in row[0] for row in cursor.fetchall())


def test_without_a_session_nothing_is_kept(url, act_as_member):  # noqa: F811
    answer = Client().post(url(f"notat/ny/?tema={HOUSING}"), {"text": LONG})
    assert answer["Location"] == "/"


def test_what_looks_like_a_password_and_files_are_not_kept(browse, act_as_member):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = browse("marte")
    run_out(client)
    client.post(
        "/planer/ny/",
        {"given_name": "Et navn å huske", "password": "hemmelig", "national_id": "01019012345",
         "file": SimpleUploadedFile("a.txt", b"innhold")},
    )  # fmt: skip
    with act_as_member("marte"):
        kept = Draft.objects.get().fields
    assert kept == {"given_name": ["Et navn å huske"]}


def test_too_much_is_not_kept(browse, url):  # noqa: F811
    client = browse("marte")
    run_out(client)
    answer = client.post(url(f"notat/ny/?tema={HOUSING}"), {"text": "x" * 300_000})
    assert answer["Location"] == "/"


def keep(path="/planer/", fields='{"text": ["plantet"]}'):
    with connection.cursor() as cursor:
        cursor.execute("select access.keep_draft(%s, %s)", [path, fields])
        return cursor.fetchone()[0]


def set_session(value):
    with connection.cursor() as cursor:
        cursor.execute("select set_config('pop.session', %s, true)", [value])


def test_nobody_plants_a_draft_for_somebody_else(browse, act_as_member):
    """With SQL of one's own: another's session is not known, and one's own is one's own whatever it says."""
    victim, attacker = browse("marte"), browse("kari")
    run_out(victim)
    with act_as_member("kari"):
        set_session(digest(attacker.session.session_key))
        for column in ("user_id", "key_hash"):
            value = user("marte").pk if column == "user_id" else digest(victim.session.session_key)
            with pytest.raises(ProgrammingError), transaction.atomic():
                Session.objects.update(**{column: value})
        with pytest.raises(ProgrammingError), transaction.atomic():
            Draft.objects.create(
                key=uuid.uuid4(), user_id=user("marte").pk, path="/", fields={}, at=timezone.now()
            )
        assert keep()
        assert Draft.objects.get().user_id == user("kari").pk
    with acting(None):
        set_session("")
        assert keep() is None
    with act_as_member("marte"):
        assert not Draft.objects.exists()


def test_a_session_that_is_inserted_belongs_to_whoever_acts(act_as_member):
    with act_as_member("kari"):
        set_session("f" * 64)
        Session.objects.create(
            key_hash="f" * 64,
            data="",
            expires_at=timezone.now() - timedelta(hours=1),
            user_id=user("marte").pk,
        )
        assert Session.objects.get().user_id == user("kari").pk


def test_a_session_that_still_holds_keeps_nothing_for_nobody(browse):
    client = browse("marte")
    with acting(None):
        set_session(digest(client.session.session_key))
        assert keep() is None


@pytest.mark.parametrize("path", ["//evil.example/", "https://evil.example/", "", "/" + "x" * 500])
def test_only_an_address_of_ours_is_kept(act_as_member, path):
    with act_as_member("kari"):
        assert keep(path) is None


def test_there_are_never_more_than_twenty(act_as_member):
    with act_as_member("kari"):
        for _ in range(23):
            keep()
        assert Draft.objects.count() == 20


def strict(slug):
    """A browser whose safety keys are checked."""
    client = Client(enforce_csrf_checks=True)
    first = client.get("/")
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', first.content.decode()).group(1)
    client.post("/demo/", {"who": slug, "csrfmiddlewaretoken": token})
    return client


def test_a_page_that_was_too_old_keeps_what_was_typed(url, act_as_member):  # noqa: F811
    client = strict("marte")
    address = url(f"notat/ny/?tema={HOUSING}")
    owner = re.search(r'name="skjemaeier" value="(\w+)"', client.get(address).content.decode()).group(1)
    old = {"text": LONG, "whose": "service", "csrfmiddlewaretoken": "a" * 64, drafts.OWNER: owner}
    answer = client.post(address, old)
    assert answer.status_code == 403
    assert "Det du skrev, er tatt vare på." in answer.content.decode()
    again = (
        re.search(r'href="([^"]*ikke-sendt=[^"]*)"', answer.content.decode()).group(1).replace("&amp;", "&")
    )
    assert LONG[:60].split("\n")[0] in client.get(again).content.decode()


def test_but_not_from_another_site_and_not_for_another_user(url, act_as_member):  # noqa: F811
    client, other = strict("marte"), drafts.mark(user("ola").pk)
    address = url(f"notat/ny/?tema={HOUSING}")
    own = drafts.mark(user("marte").pk)
    forged = {"text": LONG, "csrfmiddlewaretoken": "a" * 64}
    client.post(address, forged)
    client.post(address, forged | {drafts.OWNER: other})
    client.post(address, forged | {drafts.OWNER: own}, headers={"origin": "https://evil.example"})
    with act_as_member("marte"):
        assert not Draft.objects.exists()


def test_a_form_that_another_user_opened_is_not_sent_in_ones_own_name(browse, url, entry):  # noqa: F811
    ola = drafts.mark(user("ola").pk)
    answer = browse("marte").post(
        url(f"notat/ny/?tema={HOUSING}"), {"text": "Skrevet av Ola", drafts.OWNER: ola}
    )
    assert answer.status_code == 403
    assert "En annen er logget inn" in answer.content.decode()
    with pytest.raises(Note.DoesNotExist):
        entry(Note, text="Skrevet av Ola")


def test_no_form_has_a_field_of_its_own_by_the_name_that_says_whose_form_it_is():
    """Else what is chosen there is taken for somebody else's form, and refused."""
    templates = [path for path in TEMPLATES if path.name != "once.html"]
    assert len(templates) > 100
    assert [p.name for p in templates if f'name="{drafts.OWNER}"' in p.read_text(encoding="utf-8")] == []


def test_the_same_form_sent_again_after_a_lost_answer_changes_nothing(browse, url, act_as_member):  # noqa: F811
    client, fields = (
        browse("elias"),
        {"once": str(uuid.uuid4()), "kind": "do_myself", "text": "Bare én gang", "kept": "all"},
    )
    answers = [client.post(url("om-meg/ny/"), fields)["Location"] for _ in range(3)]
    assert len(set(answers)) == 1
    with act_as_member("elias"):
        assert Statement.objects.filter(text="Bare én gang").count() == 1


def test_one_is_warned_five_minutes_before(browse, url):  # noqa: F811
    client = browse("elias")
    assert re.search(
        r"Du er logget inn til kl\.\s\d\d\.\d\d\.", client.get(url()).content.decode().replace("\xa0", " ")
    )
    assert "Du blir logget ut" not in client.get(url()).content.decode()
    set_session(digest(client.session.session_key))
    Session.objects.update(expires_at=timezone.now() + timedelta(minutes=4))
    assert "Du blir logget ut kl." in text(client.get(url()))
