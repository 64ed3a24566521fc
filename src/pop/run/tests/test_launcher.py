"""The script `pop` itself: finds its place, says what is missing, and needs no environment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pop.run import bootstrap
from pop.run.environment import ROOT


def launch(
    program: Path, *words: str, path: str | None = None, folder: Path
) -> subprocess.CompletedProcess[str]:
    """With an empty home and PATH alone."""
    given = {"PATH": path or os.environ["PATH"], "HOME": str(folder)}
    return subprocess.run(
        [program, *words], env=given, cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The launcher in a folder with a space in its name, with nothing installed."""
    root = tmp_path / "en mappe"
    (root / "src" / "pop").mkdir(parents=True)
    (root / "pop").write_bytes((ROOT / "pop").read_bytes())
    (root / "pop").chmod(0o755)
    (root / "src" / "pop" / "run").symlink_to(ROOT / "src" / "pop" / "run")
    return root


def test_it_finds_its_place_through_a_link_from_another_folder(tmp_path: Path) -> None:
    (tmp_path / "lenke").symlink_to(ROOT / "pop")
    (tmp_path / "random.py").write_text("raise SystemExit('the current folder was imported')")
    done = launch(tmp_path / "lenke", "help", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "demo [--port N]" in done.stdout


def test_wrong_use_is_answered_before_anything_is_installed(tmp_path: Path) -> None:
    answer = f"import runpy, sys; sys.argv = ['x', 'tull']; runpy.run_path({str(bootstrap.__file__)!r}, run_name='x')"
    answer += "['answer_without'](['tull'])"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", answer], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("pop: Kjenner ikke kommandoen «tull».")


def test_without_python_it_says_so(tmp_path: Path, clone: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("dirname", "readlink"):
        (tools / name).symlink_to(f"/usr/bin/{name}")
    done = launch(clone / "pop", "help", path=str(tools), folder=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("pop: Fant ikke Python 3.11")
    assert done.stderr.count("\n") == 1


def test_a_changed_lock_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    (tmp_path / "requirements.lock").write_text("a==1")
    assert not bootstrap.installed("requirements.lock")
    bootstrap.stamp("requirements.lock").write_text("a==1")
    assert bootstrap.installed("requirements.lock")
    (tmp_path / "requirements.lock").write_text("a==2")
    assert not bootstrap.installed("requirements.lock")
