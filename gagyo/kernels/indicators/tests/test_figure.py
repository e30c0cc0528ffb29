from datetime import date

from gagyo.kernels.indicators.figure import CountingRule, Figure
from gagyo.kernels.indicators.words import LANGUAGES

RULE = CountingRule(
    code="signed-ties",
    name_ko="체결된 결연",
    name_en="Signed ties",
    sentence_ko="체결된 자매·우호 결연만 셉니다.",
    sentence_en="Counts signed sister and friendship ties only.",
)
AUDIT = Figure(value=1932, unit="tie", as_of=date(2025, 8, 31), rule=RULE, href="/ties/?as_of=2025-08-31")


def test_a_figure_says_its_number_date_and_rule_in_both_languages() -> None:
    assert [(AUDIT.text(language), AUDIT.label(language)) for language in LANGUAGES] == [
        ("1,932건", "2025. 8. 31. 기준 · 체결된 자매·우호 결연만 셉니다."),
        ("1,932 ties", "As of 31 August 2025 · Counts signed sister and friendship ties only."),
    ]


def test_what_was_never_recorded_is_not_zero() -> None:
    unknown = Figure(value=None, unit="person", as_of=date(2025, 8, 31), rule=RULE, href=None)
    assert (unknown.text("ko"), unknown.text("en")) == ("자료 없음", "no data")
