"""Cases: written in the province's office; public ones are read by anybody once they are approved."""

from functools import cached_property

from gagyo.accounts.choices import Role, Visibility
from gagyo.accounts.tests.make import NOW, TODAY
from gagyo.ambassadors.choices import CaseState
from gagyo.ambassadors.models import Case, CaseFigure
from gagyo.support.tests.make import text
from tests.access.groups import ACCOUNTS, CHANGES, INSIDERS, PUBLIC, Group, Line, back
from tests.access.plans import PlanRows


class CaseRows(PlanRows):
    """Cases of the office, one in each state that an address asks for."""

    @cached_property
    def case_public(self) -> Case:
        """A case that anybody reads."""
        return self.case_row(state=CaseState.APPROVED, visibility=Visibility.PUBLIC, approved_at=NOW)

    @cached_property
    def case_draft(self) -> Case:
        """A case that is being written."""
        return self.case_row(state=CaseState.DRAFT)

    @cached_property
    def case_submitted(self) -> Case:
        """A case that waits for its manager."""
        return self.case_row(state=CaseState.SUBMITTED)

    @cached_property
    def case_figure(self) -> CaseFigure:
        """A number of the draft."""
        return CaseFigure.objects.create(
            case=self.case_draft, label_ko="상담", value=3, unit="item", as_of=TODAY, url="https://example.org/"
        )

    def case_row(self, **values: object) -> Case:
        """Make a case of the province."""
        told = {name: text("이야기") for name in ("situation", "done", "result", "lesson")}
        return Case.objects.create(
            office=self.office,
            province=self.province,
            name_ko="사례",
            name_en="A case",
            year=2026,
            field="exports",
            audience="public",
            created_at=NOW,
            **told,
            **values,
        )


def of_case(name: str, group: Group, **more: object) -> Line:
    """Return the line of an address that names one of the cases."""
    return Line(group, args=lambda world: {"case_id": getattr(world, name).pk}, **more)  # type: ignore[arg-type]  # named values of Line


APPROVES_CASE = Group(frozenset({Role.MANAGER}), strangers=ACCOUNTS - INSIDERS)
URLS: dict[str, Line] = {
    "ambassadors:cases": Line(PUBLIC),
    "ambassadors:case": of_case("case_public", PUBLIC),
    "ambassadors:cases_paper": Line(PUBLIC, args=lambda _world: {"year": 2026, "spoken": "en", "form_name": "hwpx"}),
    "ambassadors:case_begin": Line(back(CHANGES), args=lambda world: {"activity_id": world.activity.pk}, method="post"),
    "ambassadors:case_edit": of_case("case_draft", CHANGES),
    "ambassadors:case_submit": of_case("case_draft", CHANGES),
    "ambassadors:case_put_away": of_case("case_draft", CHANGES),
    "ambassadors:case_restore": of_case("case_draft", back(CHANGES), method="post"),
    "ambassadors:case_figure_add": of_case("case_draft", CHANGES),
    "ambassadors:case_figure_remove": Line(CHANGES, args=lambda world: {"figure_id": world.case_figure.pk}),
    "ambassadors:case_recall": of_case("case_submitted", CHANGES),
    "ambassadors:case_approve": of_case("case_submitted", APPROVES_CASE),
    "ambassadors:case_return": of_case("case_submitted", APPROVES_CASE),
    "ambassadors:case_reopen": of_case("case_public", Group(frozenset({Role.MANAGER}))),
}
