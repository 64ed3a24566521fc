"""What has happened to a plan: the log in sentences, versions, the plan as it was, undoing."""
