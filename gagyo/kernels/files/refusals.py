"""Why a file is not taken."""

from typing import Literal, NoReturn

Refusal = Literal["empty", "unknown", "macro", "script", "encrypted", "broken", "embedded", "linked", "unpacks"]


class UnableToAcceptFile(Exception):
    """The file is of no accepted kind, or would run something; `refusal` says which."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal: Refusal = refusal
        super().__init__(f"The file was refused: {refusal}. Save it as PDF, HWPX, XLSX or DOCX without macros.")


def refuse(refusal: Refusal) -> NoReturn:
    """
    Refuse a file.

    :raises UnableToAcceptFile: always
    """
    raise UnableToAcceptFile(refusal) from None
