"""The data folder: whose files, who may read the keys, one user at a time."""

import os
import stat
import subprocess
from pathlib import Path

import pytest

from pop.run import accounts, folder
from pop.run.speech import Problem


def test_secrets_are_for_the_owner_only_and_stay_the_same(tmp_path: Path) -> None:
    kept = folder.open_folder(tmp_path / "data")
    made = folder.load_secrets(kept)
    assert stat.S_IMODE(kept.secrets.stat().st_mode) == 0o600
    assert set(made) == set(folder.SECRETS)
    assert all(len(value) == 64 for value in made.values())
    assert folder.load_secrets(kept) == made


def test_a_folder_with_other_files_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "brev.txt").write_text("viktig")
    with pytest.raises(Problem, match="i bruk til noe annet"):
        folder.open_folder(tmp_path)


def test_folders_that_we_make_let_the_database_user_through(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        kept = folder.open_folder(tmp_path / "en" / "to")
    finally:
        os.umask(before)
    assert stat.S_IMODE(kept.path.stat().st_mode) == stat.S_IMODE(kept.path.parent.stat().st_mode) == 0o711


def test_reset_touches_only_what_we_made(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    with pytest.raises(Problem, match="Sletter ingenting"):
        folder.reset(folder.DataFolder(tmp_path))
    assert (tmp_path / "postgres").exists()


def test_reset_leaves_an_empty_folder_that_can_be_used_again(tmp_path: Path) -> None:
    kept = folder.open_folder(tmp_path / "data")
    before = folder.load_secrets(kept)
    kept.cluster.mkdir()
    folder.reset(kept)
    assert not kept.cluster.exists()
    assert folder.load_secrets(folder.open_folder(kept.path)) != before


def test_a_second_user_is_told_where_the_first_one_is(tmp_path: Path) -> None:
    kept = folder.open_folder(tmp_path / "data")
    with (
        folder.in_use(kept, 8123),
        pytest.raises(Problem, match=r"http://127\.0\.0\.1:8123"),
        folder.in_use(kept),
    ):
        pass
    assert not folder.is_in_use(kept)


@pytest.mark.parametrize("name", ["med mellomrom", "komma,komma", "x" * 90])
def test_the_socket_lies_under_a_short_plain_path(tmp_path: Path, name: str) -> None:
    kept = folder.DataFolder(tmp_path / name)
    place = accounts.socket_folder(kept, accounts.Account(1234, 1234))
    assert len(str(place)) <= accounts.LONGEST_SOCKET_FOLDER
    assert " " not in str(place)
    assert "," not in str(place)


def test_programs_that_the_database_user_cannot_reach_are_copied_once(
    reachable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = folder.open_folder(reachable / "med mellomrom")
    monkeypatch.setattr(accounts, "closed_parent", lambda *_: Path("/lukket"))
    monkeypatch.setattr(accounts.Account, "switch", (1, 1))
    place = accounts.programs(kept, accounts.Account(1, 1))
    assert place.is_relative_to(kept.path)
    for name in ("postgres", "initdb", "psql"):
        asked = subprocess.run([place / name, "--version"], capture_output=True, text=True, check=True)
        assert "PostgreSQL" in asked.stdout
    first = (place / "postgres").stat().st_ino
    assert accounts.programs(kept, accounts.Account(1, 1)) == place
    assert (place / "postgres").stat().st_ino == first


def test_a_closed_parent_is_named(tmp_path: Path) -> None:
    closed = tmp_path / "lukket"
    (closed / "data").mkdir(parents=True)
    closed.chmod(0o700)
    stranger = accounts.Account(64321, 64321)
    assert accounts.closed_parent(closed / "data", stranger) in {closed, *tmp_path.parents, tmp_path}


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mål").mkdir()
    (tmp_path / "snarvei").symlink_to(tmp_path / "mål")
    with pytest.raises(Problem, match="eies av en annen"):
        accounts.own_folder(tmp_path / "snarvei", accounts.account_for(folder.DataFolder(tmp_path)))
