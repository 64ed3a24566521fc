"""Tests of starting and stopping. None of them needs the Django part: small stand-ins take its place."""
