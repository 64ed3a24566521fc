"""The process file: what stands in it, and that a mistake says which entry it is in."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pop.plans.models import FormOfServing
from pop.process.data import Process
from pop.process.loading import Mistake, load

pytestmark = pytest.mark.no_database

STEPS = ["0.1", "0.2", "1", "2", "3", "4", "5", "6", "6.1", "6.2", "6.3", "7", "8"]
PRINCIPLES = {
    "0.1": 3, "0.2": 4, "1": 3, "2": 7, "3": 2, "4": 5, "5": 4, "6": 1, "6.1": 1, "6.2": 3, "6.3": 2, "7": 3, "8": 0,
}  # fmt: skip


def test_the_thirteen_steps_of_2024_stand_in_their_order(process: Process) -> None:
    assert [step.id for step in process.steps] == STEPS
    assert len(process.phases) == 5
    assert len(process.preconditions) == 3


def test_each_step_has_its_principles_by_number(process: Process) -> None:
    for step in process.steps:
        found = [p.id for p in step.principles if p.id.startswith("P")]
        assert found == [f"P{step.id}-{n}" for n in range(1, PRINCIPLES[step.id] + 1)], step.id


def test_the_time_rules_are_T1_to_T13(process: Process) -> None:
    assert [rule.id for rule in process.time_rules] == [f"T{n}" for n in range(1, 14)]


def test_the_eight_boxes_of_2025_each_have_a_step(process: Process) -> None:
    assert len(process.boxes) == 8
    assert {step.box for step in process.steps} == {box.id for box in process.boxes}


def test_the_six_changes_touch_the_steps_that_the_source_prints(process: Process) -> None:
    touched = {step: sorted(c.number for c in process.changes_of(step)) for step in STEPS}
    printed = {
        "0.2": [1, 6],
        "4": [1, 4, 5, 6],
        "5": [2, 6],
        "6": [5],
        "6.2": [1, 5, 6],
        "6.3": [5, 6],
        "7": [1, 6],
    }
    assert {step: touched[step] for step in printed if step != "5"} == {
        s: n for s, n in printed.items() if s != "5"
    }
    assert {2, 6} <= set(touched["5"])
    assert touched["0.1"] == touched["6.1"] == touched["8"] == []


def test_every_form_of_serving_is_there(process: Process) -> None:
    assert {s.form for s in process.servings} == set(FormOfServing.values)


def test_every_text_stands_in_three_languages(process: Process) -> None:
    from django.utils import translation

    with translation.override("nn"):
        assert str(process.step("8").name) == "Avskilssamtale"
    with translation.override("en"):
        assert str(process.step("8").name) == "Farewell talk"
    with translation.override("nb"):
        assert str(process.step("8").name) == "Avskjedssamtale"


MISTAKES = {
    "a step twice": (('id = "0.2"', 'id = "0.1"'), "[[step]] 0.1: stands twice"),
    "a phase that is not there": (('phase = "prepare"', 'phase = "prepair"'), "[[step]] 0.1: «prepair» is not in the file"),
    "an unknown key": (("held_by_database = true", "held_by_databse = true"), "[[time_rule]] T2: unknown key «held_by_databse»"),
    "a language that is missing": ((', en = "Summons" }', " }"), "[[step]] 0.1, «name»: «en» is missing"),
    "an empty language": (('en = "Summons"', 'en = ""'), "[[step]] 0.1, «name»: a language is empty"),
    "a word where a number should be": (("default = 7", 'default = "sju"'), "[[setting]] nearest_week: «default» should be int"),
    "a default out of bounds": (("default = 7", "default = 99"), "[[setting]] nearest_week: «default» 99 is not between"),
    "a setting that is not there": (('setting = "nearest_week"', 'setting = "soon"'), "[[time_rule]] T3: «soon» is not in the file"),
    "a form that is not there": (('form = "remand"', 'form = "custody"'), "[[serving]]: «custody» is not in the file"),
    "a step that a form leaves out": (('{ step = "7", why', '{ step = "9", why'), "[[serving]] fine_service: «9» is not in the file"),
    "a start without a reason": (
        ('starts_why = { nb = "Varetekt begynner uten innkalling.", nn = "Varetekt byrjar utan innkalling.", en = "Remand begins without a summons." }\n', ""),
        "[[serving]] remand: «starts_why» is missing",
    ),
    "a forløp that always fits, before the last": (("needs_at_least = 6\n", ""), "the last one, and no other, has no condition"),
    "a rule that counts from nothing": (('below_rule = "T11"', 'below_rule = "T1"'), "[[pathway]] brisk: «T1» is not in the file"),
    "a consent without a paragraph that is called settled": (
        ('source = "forskrift om straffegjennomføring § 3-1 b"', 'source = "sedvane"'), "[[consent_rule]] Vergen får vite om straffen: «source» names no paragraph",
    ),
    "no TOML": (("[[phase]]", "[[phase"), "process.toml:"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_the_entry_that_it_is_in(changed: Callable[..., Path], mistake: str) -> None:
    change, message = MISTAKES[mistake]
    with pytest.raises(Mistake) as told:
        load(changed(change))
    assert message in str(told.value)


def test_who_consents_names_only_paragraphs_that_the_project_has_read(process: Process) -> None:
    """B8: from the sources, or said to be open. What was once written from memory does not come back."""
    read = {"helsepersonelloven § 22", "forskrift om straffegjennomføring § 3-1 b"}
    for rule in process.consent_rules:
        assert "§" not in rule.source or rule.source in read
        open_question = "må vurderes" in f"{rule.who.nb} {rule.sees.nb}".lower()
        assert open_question or rule.source in read, rule.matter.nb
    young = [rule for rule in process.consent_rules if rule.group == "young"]
    assert any("eget nei stopper alltid" in rule.who.nb for rule in young)


def test_a_file_with_a_part_missing_says_which(tmp_path: Path) -> None:
    path = tmp_path / "process.toml"
    path.write_text("", encoding="utf-8")
    with pytest.raises(Mistake, match="«step» is missing"):
        load(path)
