"""Writing an understood form into a plan, section by section, through plans.actions."""
