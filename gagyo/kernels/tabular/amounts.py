"""Amounts in won and counts as Korean tables write them."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Final

from gagyo.kernels.tabular.errors import UnableToReadNumber

_LARGE: Final = {"조": 10**12, "억": 10**8, "만": 10**4, "billion": 10**9, "million": 10**6, "thousand": 10**3}
_SMALL: Final = {"천": 1000, "백": 100, "십": 10}
_SPOKEN: Final = {name: Decimal(number) for number, name in enumerate("일이삼사오육칠팔구", 1)}
_NUMBER: Final = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_TOKEN: Final = re.compile(rf"{_NUMBER}|[조억만천백십일이삼사오육칠팔구]|billion|million|thousand")
_FOREIGN: Final = re.compile(
    r"usd|us\$|eur|jpy|cny|rmb|gbp|[$€£¥]|달러|불$|엔$|유로|위안|파운드|dollars?|euros?|yen|yuan|pounds?"
)
_WON: Final = re.compile(r"^(?:₩|￦|\\|krw|won)|(?:원정|원|krw|won)$")
# In brackets only: 조원 alone is also the member of a group.
_HEADER_UNIT: Final = re.compile(r"[(\[](?:단위\s*:?)?\s*([조억만천백십]+)\s*원\s*[)\]]")
_COUNT: Final = re.compile(
    rf"({_NUMBER})\s*(?:개국|개소|개사|개|명|인|건|회|곳|차례|팀|persons?|people|countries|times|cases|items)?"
)
_LARGEST: Final = 10**15


def parse_amount_krw(value: str | float, *, unit_krw: int = 1) -> int:
    """
    Return an amount in won: 1억 2천만원, 12,000천원, 3.5백만원, KRW 1.2 million or 120000000.

    unit_krw: what a bare number counts, such as 1000 under a header "예산(천원)"; see `unit_in_header`.
    :raises UnableToReadNumber: if it is no amount, in another currency, negative, or no whole won
    """
    if not isinstance(value, str):
        return _whole(_decimal(value) * unit_krw, str(value))
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", value)).lower()
    if not plain:
        raise UnableToReadNumber("number_missing")
    if plain[0] in "-−△▲" or (plain[0] == "(" and plain[-1] == ")"):
        raise UnableToReadNumber("number_negative", text=value)
    bare = _WON.sub("", _WON.sub("", plain))
    if _FOREIGN.search(bare):
        raise UnableToReadNumber("amount_not_krw", text=value)
    if re.fullmatch(_NUMBER, bare):
        unit = unit_krw if bare == plain else 1
        return _whole(Decimal(bare.replace(",", "")) * unit, value)
    return _whole(_spelt(bare, value), value)


def unit_in_header(header: str) -> int:
    """Return how many won a number counts under a header such as "예산(백만원)", 1 if it does not say."""
    found = _HEADER_UNIT.search(unicodedata.normalize("NFKC", header))
    return int(_spelt(found[1], header)) if found else 1


def parse_count(value: str | float) -> int:
    """
    Return a count: 12, 12.0, "1,200 명", "29개국".

    :raises UnableToReadNumber: if it is no number, negative, or not whole
    """
    if not isinstance(value, str):
        return _whole(_decimal(value), str(value))
    plain = unicodedata.normalize("NFKC", value).strip().lower()
    if not plain:
        raise UnableToReadNumber("number_missing")
    if re.fullmatch(rf"[-−△▲]\s*{_NUMBER}", plain):
        raise UnableToReadNumber("number_negative", text=value)
    found = _COUNT.fullmatch(plain)
    if not found:
        raise UnableToReadNumber("number_unknown", text=value)
    return _whole(Decimal(found[1].replace(",", "")), value)


def _spelt(plain: str, value: str) -> Decimal:
    """Return the number that digits and units say together, units from large to small."""
    total = section = Decimal(0)
    number: Decimal | None = None
    last_large, last_small = 10**16, 10**4
    for token in _tokens(plain, value):
        if token in _LARGE and _LARGE[token] < last_large:
            section += number or 0
            total += (section or 1) * _LARGE[token]
            section, number = Decimal(0), None
            last_large, last_small = _LARGE[token], 10**4
        elif token in _SMALL and _SMALL[token] < last_small:
            section += (1 if number is None else number) * _SMALL[token]
            number, last_small = None, _SMALL[token]
        elif token not in _LARGE and token not in _SMALL and number is None:
            number = _SPOKEN.get(token) or Decimal(token.replace(",", ""))
        else:
            raise UnableToReadNumber("amount_unknown", text=value)
    return total + section + (number or 0)


def _tokens(plain: str, value: str) -> list[str]:
    tokens = _TOKEN.findall(plain)
    if not tokens or "".join(tokens) != plain:
        raise UnableToReadNumber("amount_unknown", text=value)
    return tokens


def _decimal(value: float) -> Decimal:
    # repr, so that a cell with 0.1 counts as 0.1 and not as its nearest binary fraction.
    try:
        number = Decimal(repr(value))
    except InvalidOperation:
        raise UnableToReadNumber("number_unknown", text=str(value)) from None
    if not number.is_finite():
        raise UnableToReadNumber("number_unknown", text=str(value))
    return number


def _whole(number: Decimal, text: str) -> int:
    if number < 0:
        raise UnableToReadNumber("number_negative", text=text)
    if number > _LARGEST:
        raise UnableToReadNumber("number_too_large", text=text)
    if number != number.to_integral_value():
        raise UnableToReadNumber("number_not_whole", text=text)
    return int(number)
