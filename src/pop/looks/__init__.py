"""Who has looked at a plan, questions about a look, and the plan as others see it."""
