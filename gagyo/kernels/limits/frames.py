"""
Room for the frames of calls within calls, taken once instead of again and again.

CPython 3.11 keeps frames in pieces of 16 KB, one after the other, and gives a piece back to the system when the last
frame in it returns. A loop that stands just before the end of a piece maps a page in and out at each call that it
makes: with the many calls within calls of a request that was an eighth of the processor's time.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

# A frame that needs a little more than half a megabyte takes a piece of one whole; the other half is for what it calls,
# some thousands of calls deep. Nothing is written there before it is used, so it takes no memory until then.
SLOTS = 66_000


def roomy(work: Callable[P, R]) -> Callable[P, R]:
    """Return the same work, done where the frames of all that it calls have room in one piece."""

    def in_one_piece(*args: P.args, **kwargs: P.kwargs) -> R:
        return work(*args, **kwargs)

    in_one_piece.__code__ = in_one_piece.__code__.replace(co_stacksize=SLOTS)
    return in_one_piece
