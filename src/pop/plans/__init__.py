"""The plan itself: what the person wants, needs and has chosen."""
