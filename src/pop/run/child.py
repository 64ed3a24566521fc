"""Becomes another program that dies with its parent. Run as a file: `child.py SIGNAL PARENT UID GID PROGRAM …`.

A small program in between, instead of subprocess' `preexec_fn`: that one is not safe in a process with threads
(pytest-xdist has some), and Python warns of it from 3.12. It costs about 25 ms. Standard library only.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1
KEEP = -1


def die_with_parent(number: int, parent: int) -> None:
    """Ask the kernel for signal `number` when the parent ends, also by `kill -9`. Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
    if os.getppid() != parent:  # it ended before the kernel was asked
        os._exit(1)


def main(arguments: list[str]) -> None:
    """Order matters: a change of user clears the parent-death signal, so it is asked for last."""
    number, parent, uid, gid = map(int, arguments[:4])
    if uid != KEEP:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    die_with_parent(number, parent)
    try:
        os.execvp(arguments[4], arguments[4:])  # noqa: S606
    except OSError as error:
        sys.exit(f"{arguments[4]}: {error.strerror}")


if __name__ == "__main__":
    main(sys.argv[1:])
