"""How much memory the process keeps that it no longer uses.

Each publication builds an index beside the one in use, in a thread of its own, and lets the former one go.
The C library keeps what was let go for the next who asks, in a store a thread or so, eight stores a core: the
process grew by hundreds of megabytes in an hour of publications, though nothing held the former indexes.
"""

from __future__ import annotations

import ctypes
import sys

# Of mallopt, in malloc.h of the GNU C library.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
STORES = 2  # one for the thread that serves, one for what is built beside it
LARGE = 1 << 20  # bytes: what is larger is asked of the system, and goes back to it as soon as it is let go


def keep_little() -> None:
    """Have few stores, and give large blocks back at once; to be called before there are other threads.

    Without the GNU C library, nothing is done: others keep less by themselves.
    """
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return
    for option, value in ((_ARENA_MAX, STORES), (_MMAP_THRESHOLD, LARGE), (_TRIM_THRESHOLD, LARGE)):
        mallopt(option, value)
