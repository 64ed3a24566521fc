"""For each rule: how the gap is made, and how it is mended, by what people really do.

A case is a generator: it makes, yields what the gap is about and how many days later it is there, and then mends.
`None` is the plan itself. A rule without a case fails (test_rules.py).
"""

from pop.gaps.tests import cases_contact, cases_group, cases_measures, cases_release
from pop.gaps.tests.cases_release import asked
from pop.gaps.tests.making import CASES, Made
from pop.gaps.tests.stage import Stage, after_working_days, days

BY_TOPIC = cases_contact, cases_group, cases_measures, cases_release

__all__ = ["BY_TOPIC", "CASES", "Made", "Stage", "after_working_days", "asked", "days"]
