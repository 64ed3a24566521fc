"""What was changed, by whom, before and after; written by the database."""
