"""The pages about who stands around a person: the list of plans, the team, the unit."""
