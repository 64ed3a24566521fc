"""Reading filled-in paper and Word forms into the plan."""
