"""What is said in the sample's support requests; all of it invented."""

from collections.abc import Mapping
from typing import Final

from gagyo.common.models import TranslatedText, TranslationState
from gagyo.support.choices import ItemOutcome

ANSWERS: Final[Mapping[ItemOutcome, tuple[tuple[str, str], tuple[str, str]]]] = {
    ItemOutcome.GRANTED: (
        (
            "요청하신 대로 준비했습니다. 자료는 담당자가 보내 드립니다. (가상)",
            "Arranged as you asked. The officer in charge sends the papers. (invented)",
        ),
        (
            "현지 기관과 협의를 마쳤고 담당자 연락처를 전해 드립니다. (가상)",
            "Settled with the partner; here is whom to write to. (invented)",
        ),
    ),
    ItemOutcome.PART: (
        (
            "일부를 준비했습니다. 나머지는 다음 분기에 다시 알아보겠습니다. (가상)",
            "Part of it is arranged. We ask about the rest again next quarter. (invented)",
        ),
        (
            "온라인으로는 가능합니다. 직접 참석은 일정이 겹쳐 어렵습니다. (가상)",
            "Possible online. Coming in person clashes with another date. (invented)",
        ),
    ),
    ItemOutcome.REFUSED: (
        (
            "현지 규정에 따라 지원하기 어렵습니다. 민간 창구를 안내합니다. (가상)",
            "The rules there do not allow it. We name a private contact instead. (invented)",
        ),
        (
            "현재 여건에서는 어렵습니다. 상황이 바뀌면 다시 알려 드립니다. (가상)",
            "Not possible as things stand. We write again when they change. (invented)",
        ),
    ),
}
ASKED: Final = "참가 인원과 희망 날짜를 알려 주기 바랍니다. (가상)"
PASSED: Final = "현지 공관이 직접 답하는 것이 빠릅니다. (가상)"
RETURNED: Final = "희망 시기와 예산을 더 적어 주기 바랍니다. (가상)"
WITHDRAWN: Final = "상대 지방정부의 사정으로 계획을 미루었습니다. (가상)"
RATED: Final = (
    (5, "답변이 빠르고 자세했습니다. (가상)"),
    (4, ""),
    (3, "담당자 연락처가 더 있었으면 합니다. (가상)"),
    (5, ""),
)


def both(words: tuple[str, str]) -> TranslatedText:
    """Return Korean words with their reviewed English."""
    return TranslatedText(words[0], "ko", {"en": (words[1], TranslationState.REVIEWED.value)})
