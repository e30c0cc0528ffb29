"""Counting for all workers together."""

import multiprocessing
from pathlib import Path

from gagyo.kernels.limits.shared_counter import SharedCounter


def ask(path: Path, times: int) -> None:
    counter = SharedCounter(path)
    for _ in range(times):
        counter.count("192.0.2.1", now_seconds=30.0, window_seconds=60)


def test_each_key_counts_for_itself_and_a_new_window_begins_again(tmp_path: Path) -> None:
    counter = SharedCounter(tmp_path / "counts")

    def hits(key: str, now: float) -> tuple[int, int]:
        return counter.count(key, now_seconds=now, window_seconds=60)

    assert [hits("a", 0.0), hits("a", 59.0), hits("b", 59.0), hits("a", 60.0)] == [(1, 61), (2, 2), (1, 2), (1, 61)]


def test_two_workers_count_together(tmp_path: Path) -> None:
    path = tmp_path / "counts"
    workers = [multiprocessing.get_context("spawn").Process(target=ask, args=(path, 200)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert SharedCounter(path).count("192.0.2.1", now_seconds=31.0, window_seconds=60) == (401, 30)


def test_a_full_table_forgets_the_one_that_asked_least(tmp_path: Path) -> None:
    counter = SharedCounter(tmp_path / "counts")
    for _ in range(5):
        counter.count("busy", now_seconds=1.0, window_seconds=60)
    for number in range(30_000):
        counter.count(f"once {number}", now_seconds=1.0, window_seconds=60)
    assert counter.count("busy", now_seconds=1.0, window_seconds=60)[0] == 6
