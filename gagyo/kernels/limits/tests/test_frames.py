"""Room for frames."""

import resource
from collections.abc import Callable
from threading import Thread

from gagyo.kernels.limits.frames import roomy

DEPTHS, TIMES = 200, 5000


def leaf() -> None:
    """Do nothing, in a frame of its own."""


def called(depth: int) -> None:
    """Call the leaf again and again, this many calls deep."""
    if depth:
        called(depth - 1)
        return
    for _ in range(TIMES):
        leaf()


def pages_mapped(work: Callable[[int], None]) -> int:
    """Return how many pages were mapped while that was done from each depth, in a thread whose frames begin anew."""
    found = []

    def counted() -> None:
        before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
        for depth in range(DEPTHS):
            work(depth)
        found.append(resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before)

    thread = Thread(target=counted)
    thread.start()
    thread.join()
    return found[0]


def test_calls_within_calls_map_no_page_again_and_again() -> None:
    assert pages_mapped(roomy(called)) * 3 < pages_mapped(called)


def test_work_with_room_takes_and_gives_what_it_did() -> None:
    assert roomy(divmod)(17, 5) == (3, 2)
    assert roomy(sorted)([2, 1], reverse=True) == [2, 1]
