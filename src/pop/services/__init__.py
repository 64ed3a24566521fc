"""Tilbudskort: what municipality, Nav, school and unit can offer, and the one way in to each."""
