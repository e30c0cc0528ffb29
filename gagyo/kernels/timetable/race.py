"""
Searches in processes of their own, of which the first to finish ends all.

A process can be ended at any moment, which a solver within this one cannot. Which of two answers is taken does not hang
on the clock: it is the one that took less work, counted in steps that are the same on every machine. So the others
go on until they have done as much as the first, and no more.
"""

import gc
import mmap
import os
import pickle
import select
import signal
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol, Self

NO_LIMIT = 2**62
_LENGTH = struct.Struct("<I")
_LIMIT = struct.Struct("<q")
STOP_CHECK_SECONDS = 0.02


class Ended(Exception):
    """This search has done as much as the one that was first, or nobody waits for it any more."""


class Listener(Protocol):
    """Whoever a search tells what it finds, and asks whether to go on."""

    def tell(self, message: object) -> None:
        """Take in what the search has found."""

    def check(self, work: int) -> None:
        """
        End this search if it has done enough.

        :raises Ended: then
        """


@dataclass(frozen=True)
class Reporter:
    """What a search tells, and whether it must end. Belongs to the search's own process."""

    pipe: int
    limit: mmap.mmap
    parent: int

    def tell(self, message: object) -> None:
        """Send something to whoever waits. It is pickled."""
        content = pickle.dumps(message)
        data = _LENGTH.pack(len(content)) + content
        while data:
            data = data[os.write(self.pipe, data) :]

    def check(self, work: int) -> None:
        """
        End this search if it has done enough.

        :raises Ended: then
        """
        if work >= _LIMIT.unpack_from(self.limit)[0] or os.getppid() != self.parent:
            raise Ended


Search = Callable[[Listener], None]


class Race:
    """
    Runs searches, each in a process that sees everything made before. Used in a `with`, which ends them all.

    Only for programs whose other threads can do without the child: it runs no code of theirs.
    """

    def __init__(self, searches: Sequence[Search]) -> None:
        self._searches = searches
        self._limit = mmap.mmap(-1, _LIMIT.size)
        _LIMIT.pack_into(self._limit, 0, NO_LIMIT)
        self._processes: dict[int, int] = {}  # by the reading end of its pipe
        self._who: dict[int, int] = {}
        self._unread: dict[int, bytes] = {}

    def __enter__(self) -> Self:
        for who, search in enumerate(self._searches):
            self._start(who, search)
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in list(self._processes):
            self._end(pipe)
        self._limit.close()

    @property
    def running(self) -> set[int]:
        """Numbers of the searches that have not ended."""
        return {self._who[pipe] for pipe in self._processes}

    def limit(self, work: int) -> None:
        """Let each search go on until it has done this much work."""
        _LIMIT.pack_into(self._limit, 0, work)

    def messages(self) -> Iterator[tuple[int, Any] | None]:
        """Yield what the searches tell, with their number, and None many times a second, until all have ended."""
        while self._processes:
            ready, _, _ = select.select(list(self._processes), [], [], STOP_CHECK_SECONDS)
            yield None
            for pipe in ready:
                yield from self._read(pipe)

    def _read(self, pipe: int) -> Iterator[tuple[int, Any]]:
        got = os.read(pipe, 1 << 16)
        if not got:
            self._end(pipe)
            return
        data = self._unread[pipe] + got
        while len(data) >= _LENGTH.size:
            end = _LENGTH.size + _LENGTH.unpack_from(data)[0]
            if len(data) < end:
                break
            yield self._who[pipe], pickle.loads(data[_LENGTH.size : end])  # noqa: S301  # from our own process
            data = data[end:]
        self._unread[pipe] = data

    def _start(self, who: int, search: Search) -> None:
        reading, writing = os.pipe()
        parent = os.getpid()
        process = os.fork()
        if process == 0:
            os.close(reading)
            _run(search, Reporter(writing, self._limit, parent))
        os.close(writing)
        self._processes[reading], self._who[reading], self._unread[reading] = process, who, b""

    def _end(self, pipe: int) -> None:
        process = self._processes.pop(pipe)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(pipe)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Look for no cycles: clauses by the hundred thousand make none, and looking is half of the time to write them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _run(search: Search, reporter: Reporter) -> None:
    """Search in the child, and leave without running anything of the parent's."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        with without_collecting():
            search(reporter)
        code = 0
    except Ended:
        code = 0
    except BaseException as error:  # the parent raises it
        reporter.tell(error)
    finally:
        os._exit(code)
