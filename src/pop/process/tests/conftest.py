"""The process file changed by a test, and a way of saying what has been done in a plan."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pop.plans.tests.conftest import entry, member, plan, url  # noqa: F401  (fixtures)
from pop.process import loading
from pop.process.data import Process, StepFacts
from pop.process.timeline import PlanFacts, Timeline

TODAY = date(2026, 3, 2)


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., Path]:
    """`changed(("default = 7", "default = 9"))` is a copy of the file with that changed, once each."""

    def change(*pairs: tuple[str, str]) -> Path:
        text = loading.FILE.read_text(encoding="utf-8")
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new, 1)
        path = tmp_path / "process.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return change


@pytest.fixture
def process() -> Process:
    return loading.load(loading.FILE)


@pytest.fixture
def line(process: Process) -> Callable[..., Timeline]:
    """`line({"1": date(2026, 2, 20)})` is the way of somebody for whom that is done, on 2 March 2026."""

    def make(done: dict[str, date] | None = None, *, by: Process | None = None, **more: Any) -> Timeline:
        steps = {step: StepFacts(True, day) for step, day in (done or {}).items()}
        steps |= more.pop("steps", {})
        today = more.pop("today", TODAY)
        return Timeline(by or process, PlanFacts(steps=steps, **more), today=today)

    return make
