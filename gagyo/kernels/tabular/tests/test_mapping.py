from hypothesis import given
from hypothesis import strategies as st

from gagyo.kernels.tabular.mapping import Field, MappingReason, Proposal, propose_mapping

FIELDS = (
    Field("government", "지방자치단체", "Local government", ("지자체", "자치단체명")),
    Field("country", "국가", "Country", ("국가명",)),
    Field("city", "도시", "City", ("교류도시", "자매도시")),
    Field("signed_on", "체결일", "Signed on", ("결연일", "체결일자", "협정일")),
    Field("kind", "결연 종류", "Kind", ("구분",)),
    Field("budget", "예산", "Budget"),
)


def test_columns_in_any_order_find_their_fields_and_say_why() -> None:
    headers = ("연번", "결연체결일자", "국 가", "자매도시", "예산(천원)*", "구분", "Local Government")
    assert propose_mapping(headers, FIELDS) == (
        Proposal(0, "연번", None, 0, MappingReason.NOTHING_FITS, ""),
        Proposal(1, "결연체결일자", "signed_on", 85, MappingReason.SIMILAR, "체결일"),
        Proposal(2, "국 가", "country", 100, MappingReason.SAME_NAME, "국가"),
        Proposal(3, "자매도시", "city", 98, MappingReason.SYNONYM, "자매도시"),
        Proposal(4, "예산(천원)*", "budget", 100, MappingReason.SAME_NAME, "예산"),
        Proposal(5, "구분", "kind", 98, MappingReason.SYNONYM, "구분"),
        Proposal(6, "Local Government", "government", 100, MappingReason.SAME_NAME, "Local government"),
    )


def test_of_two_columns_that_fit_a_field_the_better_one_gets_it() -> None:
    proposals = propose_mapping(("도시명", "도시"), FIELDS)
    assert [proposal.field for proposal in proposals] == [None, "city"]


def test_a_slip_of_the_pen_still_fits() -> None:
    assert [proposal.field for proposal in propose_mapping(("지방자치단채", "Contry"), FIELDS)] == [
        "government",
        "country",
    ]


@given(st.lists(st.text(alphabet="국가도시체결일 (원)Coun")))
def test_no_field_is_given_out_twice_and_every_column_is_answered(headers: list[str]) -> None:
    proposals = propose_mapping(headers, FIELDS)
    given_out = [proposal.field for proposal in proposals if proposal.field]
    assert len(set(given_out)) == len(given_out)
    assert [(proposal.column, proposal.header) for proposal in proposals] == list(enumerate(headers))
