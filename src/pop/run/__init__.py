"""Starts, prepares, checks and stops everything: what `./pop` does. Knows nothing of Django's models."""
