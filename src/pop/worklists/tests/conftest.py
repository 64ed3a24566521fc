"""Lists are read on a database whose transactions end, where gaps are found."""

from tests.access.conftest import both_logins

__all__ = ["both_logins"]
