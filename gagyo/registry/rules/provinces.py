"""The order in which Korean tables name the 17 provinces: the capital, the metropolitan cities, then the provinces."""

from typing import Final

# Codes of the legal districts: 서울 부산 대구 인천 광주 대전 울산 세종 경기 강원 충북 충남 전북 전남 경북 경남 제주.
# Gangwon and Jeonbuk got the codes 51 and 52 with their new names, and keep their places; 42 and 45 are their old ones.
PROVINCE_CODES: Final = (
    *("11", "26", "27", "28", "29", "30", "31", "36"),
    *("41", "42", "51", "43", "44", "45", "52", "46", "47", "48", "50"),
)
LAST: Final = len(PROVINCE_CODES)


def province_place(code: str | None) -> int:
    """Return the place of a local government's province in the order, by its code; what has none comes last."""
    begins = (code or "")[:2]
    return PROVINCE_CODES.index(begins) if begins in PROVINCE_CODES else LAST
