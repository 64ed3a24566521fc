"""Persons, places and users: who exists, and where."""
