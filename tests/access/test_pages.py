"""What stands on the page of a plan, and in its PDF, is what the model says that the reader sees: no word more."""

import io
import re
from collections.abc import Iterator
from random import Random

import pypdf
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from pop.access.actor import act_as, acting, set_local
from pop.access.sessions import SessionStore
from tests.access import facts, model
from tests.access.history import OFTEN, RARE, Play
from tests.access.stage import Stage, set_up
from tests.access.test_histories import settle

WORDS = {
    "need": "text", "goal": "text", "measure": "text", "measurenote": "text", "note": "text", "statement": "text",
    "decision": "text", "contact": "name", "meeting": "subject",
}  # fmt: skip
MARK = re.compile(rf"zq(?:{'|'.join(WORDS)})\d+z", re.IGNORECASE)
"""A page may begin a name with a capital. Nothing but these kinds: the letters of a token may look like a mark."""


@pytest.fixture
def stage(both_logins: str) -> Iterator[Stage]:
    with transaction.atomic():
        yield set_up()
        transaction.set_rollback(True)


def mark(world: model.World) -> None:
    """Gives every entry a word that stands nowhere else."""
    with facts.past_the_rules(), connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        for kind, column in WORDS.items():
            cursor.execute(
                f"update {facts.TABLES[kind]} set {column} = 'zq{kind}' || id || 'z' where plan_id = any(%s)",
                [[plan.id for plan in world.plans]],
            )
        cursor.execute("set local session_replication_role = origin")


def browser(user_id: int) -> Client:
    """A browser in which somebody is logged in who has no card on the start page."""
    session = SessionStore()
    session["user"] = user_id
    session.save()
    set_local("pop.session", "")
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def marks_on(client: Client, address: str) -> set[str] | None:
    """The words on a page or in a PDF; None when it is not there for this reader."""
    response = client.get(address)
    if response.status_code != 200:
        return None
    if response["Content-Type"] != "application/pdf":
        return marks_in(response.content.decode())
    pages = pypdf.PdfReader(io.BytesIO(response.content)).pages
    return marks_in("".join(page.extract_text() for page in pages))


def marks_in(text: str) -> set[str]:
    return {found.lower() for found in MARK.findall(text)}


@pytest.mark.parametrize("seed", range(3))
def test_the_page_and_the_pdf_hold_what_the_reader_sees(stage: Stage, seed: int) -> None:
    dice = Random(f"pages {seed}")
    steps = [("agree", 0, *(dice.randrange(64) for _ in range(4))) for _ in range(2)]
    steps += [(dice.choice(OFTEN + RARE), 0, *(dice.randrange(64) for _ in range(4))) for _ in range(10)]
    # Signed by the person, and not taken back: somebody outside reads the page.
    steps += [("agree", 0, dice.randrange(64), dice.randrange(64), 1, 0) for _ in range(2)]
    play = Play(stage)
    for step in steps:
        play.happen(step)  # type: ignore[arg-type]
    settle(stage)
    world = facts.world([plan.pk for plan in stage.plans])
    mark(world)
    opened = 0
    for user in stage.everybody:
        opened += compare(world.users[user.pk], world, world.plans[0], stage.plans[0].key)
    assert opened >= 3


def compare(user: model.User, world: model.World, plan: model.Plan, key: object) -> int:
    client = browser(user.id)
    seen = {f"zq{kind}{row}z" for kind, row in world.visible(user, plan) if kind in WORDS}
    is_open = world.relation(user, plan) in ("own", "contact", "partner")
    for address in (f"/planer/{key}/", f"/planer/{key}/utskrift/min-plan.pdf"):
        found = marks_on(client, address)
        assert (found is not None) == is_open, (user.id, address)
        assert (found or set()) <= seen, f"{user.id} reads what they may not see at {address}"
        if found is not None:
            assert left_out(seen - found, current(plan)) == set(), f"{user.id} misses something at {address}"
    act_as(None)
    return int(is_open)


def current(plan: model.Plan) -> set[str]:
    """Entries that have not been taken out of the plan."""
    with acting(None), facts.past_the_rules():
        return {
            f"zq{kind}{row}z"
            for kind in WORDS
            for (row,) in facts.rows(
                f"select id from {facts.TABLES[kind]} where plan_id = %s and removed_at is null", [plan.id]
            )
        }


def left_out(missing: set[str], present: set[str]) -> set[str]:
    """What ought to stand there. A note to a measure stands with the measure."""
    return {word for word in missing & present if not word.startswith("zqmeasurenote")}
