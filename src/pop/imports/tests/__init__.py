"""Tests of reading filled-in forms."""
