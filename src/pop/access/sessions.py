"""Sessions of which an injected query sees none but its own.

The table holds a hash of the key, and its policy compares that with `pop.session`, which the door sets for
the transaction (pitfall 5). The data is signed by Django with a key that the database does not know, so a
forged row logs nobody in. The owner purges what has expired (`./pop manage clearsessions`).
"""

import hashlib
from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from pop.access.actor import set_local
from pop.access.models import Draft, Session


def digest(session_key: str) -> str:
    """What is stored in place of the key: whoever reads the table can use none of it."""
    return hashlib.sha256(session_key.encode()).hexdigest()


class SessionStore(SessionBase):
    """Django's session contract on `access.models.Session`."""

    ends_at: datetime | None = None
    """When the one who is logged in is logged out, as far as this request has read."""

    def _open(self, session_key: str) -> str:
        key_hash = digest(session_key)
        set_local("pop.session", key_hash)
        return key_hash

    def load(self) -> dict[str, object]:
        row = self._row(digest(self.session_key)) if self.session_key else None
        if row is None:
            self._session_key = None
            return {}
        data, self.ends_at = row
        return dict(self.decode(data))

    @staticmethod
    def _row(key_hash: str) -> tuple[str, datetime] | None:
        with connection.cursor() as cursor:
            cursor.execute("select data, expires_at from access.open_session(%s)", [key_hash])
            row: tuple[str, datetime] | None = cursor.fetchone()
        return row

    def exists(self, session_key: str | None) -> bool:
        # 32 random characters: the unique constraint, not a look-up that no policy would answer, decides.
        return False

    def create(self) -> None:
        self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
        self.save(must_create=True)
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            self.create()
            return
        values = {
            "data": self.encode(self._get_session(no_load=must_create)),  # type: ignore[attr-defined]
            "expires_at": self.get_expiry_date(),
        }
        key_hash = self._open(self.session_key)
        if not must_create:
            if not Session.objects.filter(key_hash=key_hash).update(**values):
                raise UpdateError
            return
        try:
            with transaction.atomic():
                Session.objects.create(key_hash=key_hash, **values)
        except IntegrityError as error:
            raise CreateError from error

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            Session.objects.filter(key_hash=self._open(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        # For a day more, so that what is sent with a session that has run out can be kept (drafts.sql).
        yesterday = timezone.now() - timedelta(days=1)
        Session.objects.filter(expires_at__lte=yesterday).delete()
        Draft.objects.filter(at__lte=yesterday).delete()
