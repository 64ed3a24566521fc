"""The catalogue says clearly what is wrong in it, and holds what every rule must say."""

import re

import pytest

from pop.gaps import catalogue
from pop.process.loading import process

pytestmark = pytest.mark.no_database
TEXT = catalogue.FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('id = "quiet"', 'id = "knot"', "there twice"),
        ("severity = 3", "severity = 7", "severity"),
        ('act = "leader"', 'act = "person"', "act"),
        ("{days:quiet}", "{days:nothing}", "{days:nothing}"),
        ("{who}", "{whoever}", "{whoever}"),
        ("why = {", "because = {", "why"),
        ('nn = "Ingen hovudkontakt", ', "", "title"),
        ("[[rule]]", "[[rule", "no TOML"),
        ("l.main_id is null", "l.main is null", "l.main is nothing"),
        ("access.add_working_days(", "access.tie_of(", "what does access.tie_of read"),
    ],
)
def test_a_mistake_is_told_with_the_rule_and_what_is_wrong(was, becomes, says):
    assert was in TEXT
    with pytest.raises(catalogue.CatalogueError, match=says.replace("{", r"\{").replace("}", r"\}")):
        catalogue.read(TEXT.replace(was, becomes, 1))


def test_the_person_never_has_to_act():
    assert "person" not in {rule.act for rule in catalogue.load().rules}


def test_what_varetekt_and_a_home_abroad_do_not_have_makes_no_gap_there():
    """Rules B6 and B7."""
    rules = {rule.id: rule for rule in catalogue.load().rules}
    for name in (
        "first_talk_late",
        "before_the_gate",
        "checklist_open",
        "group_not_updated",
        "measure_without_receiver",
    ):
        assert "remand" in rules[name].not_for
    for name in ("no_nav_outside", "no_home_municipality", "group_lacks_service", "released_no_contact"):
        assert "abroad" in rules[name].not_for
    assert "'abroad' = any (l.pathways) and i.code in ('housing', 'income')" in rules["checklist_open"].query
    assert not any("unclear" in rule.not_for for rule in rules.values()), "both tracks run"


def test_a_refusal_makes_no_gap_of_need_or_consent():
    """Rule A19."""
    rules = {rule.id: rule for rule in catalogue.load().rules}
    assert {"no_plan", "no_answer"} <= set(rules["need_without_measure"].silent_on)
    for name in ("consent_not_asked", "consent_missing"):
        assert "no_sharing" in rules[name].silent_on


def test_what_a_unit_may_set_has_its_number_in_the_process_file_alone():
    days, settings = catalogue.load().days, {each.code: each.default for each in process().settings}
    assert settings.items() <= days.items()
    with pytest.raises(catalogue.CatalogueError, match=r"talk_interval.*process\.toml"):
        catalogue.read(TEXT.replace("[days]", "[days]\ntalk_interval = 9"))


UNIT = {"nb": "enheten har bestemt", "nn": "eininga har bestemt", "en": "the unit has decided"}


@pytest.mark.parametrize("rule", catalogue.load().rules, ids=lambda rule: rule.id)
def test_a_rule_says_that_a_unit_decides_just_when_it_may(rule):
    days = set(re.findall(r"\{days:([a-z_]+)\}", rule.query))
    may = bool(days & catalogue.load().settings)
    assert {language: words in rule.begins[language] for language, words in UNIT.items()} == dict.fromkeys(
        UNIT, may
    )
