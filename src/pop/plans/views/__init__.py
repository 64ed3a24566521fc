"""The pages of a plan. What they show is decided by the database; what they offer is said in `offers`."""
