"""What cannot be reckoned."""

from typing import Literal

Reason = Literal["naive_time", "unknown_holidays", "unknown_year", "no_working_time", "wrong_order"]


class UnableToReckon(Exception):
    """The question has no answer; `reason` says why in one word, for a sentence in the reader's language."""

    def __init__(self, reason: Reason, sentence: str) -> None:
        self.reason: Reason = reason
        super().__init__(sentence)
