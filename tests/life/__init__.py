"""Whole lives, day by day with the clock: which gap comes on which day, and what closes it."""

import pytest

pytest.register_assert_rewrite("tests.life.living")  # so that a life that differs is shown line by line
