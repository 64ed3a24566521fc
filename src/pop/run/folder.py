"""The data folder (`.pop/` unless `--data` says otherwise): what lies where, whose it is, and who uses it now."""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pop.run.speech import Problem

MARKER = "POP-DATA.txt"
MARKER_TEXT = "Denne mappen er laget av «./pop». «./pop demo --reset» sletter databasen som ligger her.\n"
SECRETS = ("superuser", "owner", "web", "worker", "actor_key", "secret_key")


@dataclass(frozen=True)
class DataFolder:
    """Paths, and no more than that; nothing exists until `open_folder`."""

    path: Path

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own files."""
        return self.path / "postgres"

    @property
    def log(self) -> Path:
        """What PostgreSQL says."""
        return self.path / "postgres.log"

    @property
    def secrets(self) -> Path:
        """Passwords and keys, readable by the owner only."""
        return self.path / "secrets.json"

    @property
    def pids(self) -> Path:
        """What the supervisor has started."""
        return self.path / "pids.json"

    @property
    def static(self) -> Path:
        """Collected static files."""
        return self.path / "static"

    @property
    def lock(self) -> Path:
        """Held while in use; its text says by whom."""
        return self.path / "lock"


def open_folder(path: Path) -> DataFolder:
    """Make the folder, or see that it is one of ours: nobody's other files end up beside a database."""
    path = path.expanduser().resolve()
    try:
        for new in [*reversed(path.parents), path]:
            if not new.exists():
                new.mkdir()
                new.chmod(
                    0o711
                )  # PostgreSQL's user must get through, whatever the umask; nobody need list it
        marker = path / MARKER
        if not marker.exists():
            if any(path.iterdir()):
                raise Problem(
                    f"Mappen {path} er i bruk til noe annet. Velg en tom eller ny mappe med --data."
                )
            marker.write_text(MARKER_TEXT)
    except (PermissionError, NotADirectoryError, FileExistsError) as error:
        raise Problem(f"Kan ikke bruke mappen {path}: {error.strerror}. Velg en annen med --data.") from error
    return DataFolder(path)


def load_secrets(folder: DataFolder) -> dict[str, str]:
    """Made once per data folder with mode 0600 from the first byte, and replaced as a whole when one is new."""
    known: dict[str, str] = {}
    with contextlib.suppress(FileNotFoundError):
        known = json.loads(folder.secrets.read_text())
    if known.keys() >= set(SECRETS):
        return known
    made = {name: secrets.token_hex(32) for name in SECRETS} | known
    new = folder.path / "secrets.json.new"
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(made, file)
        file.flush()
        os.fsync(file.fileno())
    new.rename(folder.secrets)
    return made


@contextlib.contextmanager
def in_use(folder: DataFolder, port: int | None = None) -> Iterator[None]:
    """One at a time on the same data. The kernel gives the lock back when its holder dies, however it dies."""
    descriptor = os.open(folder.lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Problem(_taken(folder)) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps({"pid": os.getpid(), "port": port}).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def is_in_use(folder: DataFolder) -> bool:
    """Whether another process holds the lock now."""
    if not folder.lock.exists():
        return False
    descriptor = os.open(folder.lock, os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def require_unused(folder: DataFolder) -> None:
    """To say so early; what holds is the lock itself."""
    if is_in_use(folder):
        raise Problem(_taken(folder))


def _taken(folder: DataFolder) -> str:
    try:
        holder = json.loads(folder.lock.read_text())
    except (OSError, ValueError):
        holder = {}
    where = f"på http://127.0.0.1:{holder['port']}" if holder.get("port") else "(en annen kommando)"
    return (
        f"Dataene i {folder.path} er alt i bruk {where}, av prosess {holder.get('pid', 'ukjent')}."
        " Stopp den med Ctrl-C, eller velg andre data med --data."
    )


def reset(folder: DataFolder) -> None:
    """Delete the database and its keys. The caller holds the lock; only a folder with our marker is touched."""
    if not (folder.path / MARKER).is_file():
        raise Problem(f"Sletter ingenting: {folder.path} er ikke laget av «./pop».")
    for thing in (folder.cluster, folder.path / "postgres.new", folder.static):
        if thing.exists():
            shutil.rmtree(thing)
    for file in (folder.secrets, folder.log):
        file.unlink(missing_ok=True)
