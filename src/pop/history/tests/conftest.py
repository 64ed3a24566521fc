"""The fixtures of the plan pages serve here too: Elias' plan, its entries and its addresses."""

from pop.plans.tests.conftest import entry, member, plan, url

__all__ = ["entry", "member", "plan", "url"]
