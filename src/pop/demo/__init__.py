"""The cast: named, invented people for demo, tests and screenshots."""
