"""
Counting requests for a while, for all workers of one machine together.

A small file that every worker maps into its memory: exact however many workers there are, without a write to
the database for each request and without another server. Workers on several machines each count for themselves.
"""

import fcntl
import mmap
import os
import struct
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import Final

SLOTS: Final = 8192
# Keys that fall on the same slot use the next ones; past this many the one asking least is forgotten.
NEIGHBOURS: Final = 8
_SLOT: Final = struct.Struct("<QII")


class SharedCounter:
    """Counts per key and window in a file of fixed size (128 KB)."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if os.fstat(self._file).st_size != SLOTS * _SLOT.size:
            os.ftruncate(self._file, SLOTS * _SLOT.size)
        self._memory = mmap.mmap(self._file, SLOTS * _SLOT.size)
        self._lock = Lock()

    def count(self, key: str, *, now_seconds: float, window_seconds: int) -> tuple[int, int]:
        """
        Count one request, and return how many this window has had with it, and the seconds until the next window.

        now_seconds: since 1970
        """
        window = int(now_seconds // window_seconds)
        left = int(window_seconds - now_seconds % window_seconds) + 1
        mark = int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little") or 1
        # flock holds between processes, the lock between threads, which share the open file.
        with self._lock:
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                return self._raise(mark, window & 0xFFFFFFFF), left
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)

    def _raise(self, mark: int, window: int) -> int:
        free, least = -1, 2**32
        for step in range(NEIGHBOURS):
            at = (mark + step) % SLOTS * _SLOT.size
            held, its_window, hits = _SLOT.unpack_from(self._memory, at)
            if held == mark and its_window == window:
                _SLOT.pack_into(self._memory, at, mark, window, min(hits + 1, 2**32 - 1))
                return int(hits) + 1
            worth = hits if its_window == window else -1
            if worth < least:
                free, least = at, worth
        _SLOT.pack_into(self._memory, free, mark, window, 1)
        return 1

    def close(self) -> None:
        """Let the file go."""
        self._memory.close()
        os.close(self._file)
