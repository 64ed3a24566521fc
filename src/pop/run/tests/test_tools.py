"""What is fetched for the pages and the browser tests, and the order of the checks."""

import json
import os
import sys
from pathlib import Path

import pytest

from pop.run import checks, chromium, frontend, locks
from pop.run.environment import ROOT
from pop.run.speech import Problem
from pop.run.supervisor import Supervisor


def program(folder: Path, name: str, script: str) -> None:
    """A small program on the PATH."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


@pytest.mark.parametrize(
    ("version", "fits"), [("v16.20.0", False), ("v18.0.0", True), ("v24.1.2", True), ("tull", False)]
)
def test_an_old_node_does_not_fit(tmp_path: Path, version: str, fits: bool) -> None:
    program(tmp_path / "bin", "node", f"echo {version}")
    program(tmp_path / "bin", "npm", "exit 0")
    assert frontend.node_fits(str(tmp_path / "bin")) is fits


def test_node_without_npm_does_not_fit(tmp_path: Path) -> None:
    program(tmp_path / "bin", "node", "echo v24.0.0")
    assert not frontend.node_fits(str(tmp_path / "bin"))


def test_node_trusts_what_pip_trusts() -> None:
    assert frontend.node_environment({"PATH": "/x", "PIP_CERT": "/ca"})["NODE_EXTRA_CA_CERTS"] == "/ca"


def test_packages_are_fetched_only_when_the_lock_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "bin", "node", "echo v24.0.0")
    program(tmp_path / "bin", "npm", f"echo x >> '{tmp_path}/calls'; mkdir -p node_modules")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    root = tmp_path / "root"
    root.mkdir()
    (root / "package.json").write_text("{}")
    for lock, calls in (("{}", 1), ("{}", 1), ('{"a": 1}', 2)):
        (root / "package-lock.json").write_text(lock)
        with Supervisor() as supervisor:
            frontend.prepare(supervisor, root)
        assert len((tmp_path / "calls").read_text().split()) == calls


def test_a_browser_that_only_talks_of_installing_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "bin", "chromium", "exit 1")
    program(tmp_path / "bin", "google-chrome", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert chromium.find() == str(tmp_path / "bin" / "google-chrome")


def test_no_browser_and_no_way_to_one_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/finnes/ikke")
    monkeypatch.setattr(Supervisor, "run", lambda *_: 1)
    with Supervisor() as supervisor, pytest.raises(Problem, match="Installer pakken chromium"):
        chromium.find_or_install(supervisor)


def test_checks_stop_at_the_first_that_fails_and_name_it(capfd: pytest.CaptureFixture[str]) -> None:
    def exits(code: int) -> list[str]:
        return [sys.executable, "-c", f"import sys; print('kjørte', {code}); sys.exit({code})"]

    steps = (("første", exits(0)), ("andre", exits(3)), ("tredje", exits(4)))
    with Supervisor() as supervisor:
        assert checks._run(supervisor, steps, dict(os.environ)) == 3
    shown = capfd.readouterr()
    assert "kjørte 3" in shown.out
    assert "kjørte 4" not in shown.out
    assert "Stoppet ved «andre»" in shown.err


@pytest.mark.parametrize(
    "line", ["--index-url https://example.org/simple", "a @ https://example.org/a.whl", "-f x"]
)
def test_a_lock_with_an_address_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "x.lock").write_text(f"a==1 \\\n    --hash=sha256:0\n{line}\n")
    with pytest.raises(Problem, match="adresse"):
        locks._require_no_address(tmp_path / "x.lock")


def test_the_locks_in_the_project_name_no_address() -> None:
    for name in locks.LOCKS:
        locks._require_no_address(ROOT / name)


def test_npm_writes_no_addresses_either() -> None:
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text().splitlines()
    lock = ROOT / "package-lock.json"
    packages = json.loads(lock.read_text())["packages"] if lock.exists() else {}
    assert not [name for name, facts in packages.items() if "resolved" in facts]
