"""Each rule of the catalogue, made and mended by what people really do."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.clock import standing

from pop.gaps import catalogue
from pop.gaps.tests.cases import CASES, Stage
from pop.gaps.tests.conftest import found, scan

RULES = [rule.id for rule in catalogue.load().rules]


def test_no_rule_is_without_a_case():
    assert set(CASES) == set(RULES)


@pytest.mark.parametrize("name", RULES)
def test_a_gap_is_made_by_its_cause_and_mended_by_the_thing_itself(name):
    stage = Stage.new()
    steps = CASES[name](stage)
    subject, later = next(steps)
    row = subject or stage.plan.pk
    now = timezone.now()
    if later:
        with standing(now + timedelta(days=later - 1)):
            scan()
            assert (name, row) not in found(stage.plan), "the day before"
    with standing(now + timedelta(days=later)):
        scan()
        assert (name, row) in found(stage.plan), "on the day"
        next(steps, None)
        assert (name, row) not in found(stage.plan), "mended"
    assert name in {each[0] for each in found(stage.plan, closed=True)}
