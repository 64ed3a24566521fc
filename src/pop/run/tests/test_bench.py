"""The databases of `./pop bench`: made anew when they are old or half full, refused when there is no room."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

from pop.run import bench, cli

pytestmark = pytest.mark.no_database
PLANS = 700_000_000 + os.getpid()


class Usage(NamedTuple):
    free: int


@pytest.fixture
def link() -> Iterator[psycopg.Connection]:
    with psycopg.connect(os.environ["POP_TEST_SUPERUSER_URL"], autocommit=True) as link:
        yield link
        for name in there(link):
            link.execute(f'drop database "{name}"')  # type: ignore[arg-type]


def there(link: psycopg.Connection) -> list[str]:
    found = link.execute(
        "select datname from pg_database where datname like %s order by 1", [f"bench_{PLANS}%"]
    )
    return [name for (name,) in found]


def make(link: psycopg.Connection, name: str, *, full: bool) -> None:
    link.execute(f'create database "{name}" template template0')  # type: ignore[arg-type]
    if full:
        link.execute(f"comment on database \"{name}\" is '{{}}'")  # type: ignore[arg-type]


def test_a_full_database_is_kept_and_one_of_an_older_version_goes(link: psycopg.Connection) -> None:
    make(link, f"bench_{PLANS}_new", full=True)
    make(link, f"bench_{PLANS}_old", full=True)
    assert bench._kept(link, PLANS, f"bench_{PLANS}_new")
    assert there(link) == [f"bench_{PLANS}_new"]


def test_one_that_was_never_full_is_made_anew(link: psycopg.Connection) -> None:
    make(link, f"bench_{PLANS}_new", full=False)
    assert not bench._kept(link, PLANS, f"bench_{PLANS}_new")
    assert there(link) == []


def test_too_little_room_is_said_in_one_line_before_anything_starts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(free=5_000_000_000))
    assert cli.main(["bench", "--data", str(tmp_path / "data")]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "13.3 GB" in said.err
