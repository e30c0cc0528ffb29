"""The component tags: what they refuse, and what they say."""

import re
from dataclasses import dataclass
from datetime import date

import pytest
from django.core.paginator import Paginator
from django.forms import Form
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils.translation import override

from gagyo.common.components import Action, Badge, Column, Link
from gagyo.common.components.addresses import address_with, address_without, page_numbers
from gagyo.common.components.cells import drawn
from gagyo.common.forms.gallery import SampleFilterForm, SampleForm
from gagyo.kernels.indicators.figure import CountingRule, Figure

RULE = CountingRule("ties", "결연", "Ties", "서명된 결연만 셉니다.", "Counts signed ties only.")
FIGURE = Figure(value=1932, unit="tie", as_of=date(2025, 8, 31), rule=RULE, href="/ties/?state=signed")


def rendered(source: str, *, address: str = "/", **values: object) -> str:
    """Return a template drawn in English, with runs of white space joined."""
    with override("en"):
        context = Context({"request": RequestFactory().get(address), **values})
        return " ".join(Template(source).render(context).split())


@pytest.mark.parametrize(
    "source",
    [
        "{% page_head title leed='x' %}",
        "{% figure count sise='inline' %}",
        "{% data_table columns=columns rows=rows %}",
        "{% panel titel='x' %}{% endpanel %}",
        "{% no_such_component %}",
    ],
)
def test_a_misspelt_component_fails_when_the_template_is_loaded(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        Template(source)


def test_a_figure_says_its_number_unit_date_rule_and_rows() -> None:
    shown = rendered("{% figure count size='headline' %}", count=FIGURE)
    for part in ("<b>1,932</b>", "ties", "31 August 2025", "Counts signed ties only.", 'href="/ties/?state=signed"'):
        assert part in shown


def test_a_figure_without_data_is_not_zero() -> None:
    empty = Figure(value=None, unit="tie", as_of=date(2025, 8, 31), rule=RULE, href=None)
    assert "<b>no data</b>" in rendered("{% figure count size='headline' %}", count=empty)


def test_a_figure_of_an_unknown_size_is_refused() -> None:
    with pytest.raises(ValueError, match="no size 'huge'"):
        rendered("{% figure count size='huge' %}", count=FIGURE)


def test_two_figures_on_a_page_have_two_notes() -> None:
    shown = rendered("{% figure count %}{% figure count %}", count=FIGURE)
    assert 'id="figure-1"' in shown
    assert 'id="figure-2"' in shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        ("<b>", "&lt;b&gt;"),
        (date(1996, 5, 3), '<time datetime="1996-05-03">3 May 1996</time>'),
        (1234567, "1,234,567"),
        (0, "0"),
        (100, "100"),
        (2.50, "2.5"),
        (True, "Yes"),
        (Badge("<i>", "danger"), '<span class="krds-badge bg-light-danger">&lt;i&gt;</span>'),
        (Link("x", "/?a=1&b=2"), '<a href="/?a=1&amp;b=2">x</a>'),
    ],
)
def test_a_cell_draws_each_kind_of_value_escaped(value: object, shown: str) -> None:
    with override("en"):
        assert shown in drawn(value)


@dataclass(frozen=True)
class Row:
    """A row of the test's table."""

    city: str
    href: str


COLUMNS = [Column("city", "City", sort="city", href="href", row_header=True)]


def test_a_sorted_column_says_so_and_turns_round() -> None:
    shown = rendered(
        "{% data_table columns=columns rows=rows caption='Cities' %}",
        address="/?kind=sister&sort=city&page=3",
        columns=COLUMNS,
        rows=[Row("Dartford", "/dartford")],
    )
    assert 'aria-sort="ascending"' in shown
    assert 'href="?kind=sister&amp;sort=-city"' in shown
    assert '<th scope="row" data-label="City"><a href="/dartford">Dartford</a></th>' in shown


def test_a_table_without_rows_says_what_to_do() -> None:
    shown = rendered(
        "{% data_table columns=columns rows=rows caption='c' empty_title='No ties' empty_text='Add one.' %}",
        columns=COLUMNS,
        rows=[],
    )
    assert "<table" not in shown
    assert "No ties" in shown
    assert "Add one." in shown


def test_an_address_changes_one_parameter_and_keeps_the_rest() -> None:
    request = RequestFactory().get("/?kind=sister&kind=mou&page=2")
    assert address_with(request, page=3) == "?kind=sister&kind=mou&page=3"
    assert address_with(request, kind=None, page=None) == "?"
    assert address_without(request, "kind", "mou") == "?kind=sister"


def test_pages_show_the_ends_and_what_is_near() -> None:
    assert list(page_numbers(current=7, last=20)) == [1, 0, 5, 6, 7, 8, 9, 0, 20]
    assert list(page_numbers(current=1, last=3)) == [1, 2, 3]
    assert list(page_numbers(current=4, last=8)) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_one_page_needs_no_pagination() -> None:
    assert rendered("{% pagination page %}", page=Paginator([1], 20).get_page(1)) == ""


def test_an_active_filter_can_be_taken_away_alone() -> None:
    address = "/?kind=sister&state=signed&sort=city"
    form: Form = SampleFilterForm(RequestFactory().get(address).GET)
    shown = rendered("{% filter_bar form %}", address=address, form=form)
    assert 'href="?state=signed&amp;sort=city"' in shown
    assert '<input type="hidden" name="sort" value="city">' in shown


def test_a_wrong_field_is_tied_to_its_error_and_hint() -> None:
    shown = rendered("{% form_field form.name %}", form=SampleForm({"name": ""}))
    assert 'aria-describedby="id_name_error id_name_hint"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'id="id_name_error"' in shown
    assert 'id="id_name_hint"' in shown


def test_a_date_is_written_as_the_browsers_calendar_reads_it() -> None:
    form = SampleForm(initial={"signed_on": date(1996, 5, 3)})
    assert 'type="date" name="signed_on" value="1996-05-03"' in rendered("{% form_field form.signed_on %}", form=form)


def test_boxes_of_a_group_have_one_name_and_a_label_each() -> None:
    shown = rendered("{% form_field form.state %}", form=SampleForm())
    assert shown.count("<legend") == 1
    assert shown.count("<label for=") == 3


def test_a_main_action_that_posts_carries_the_token_without_which_it_is_refused() -> None:
    request = RequestFactory().get("/")
    action = Action("Copy", "/copy/", method="post")
    shown = Template("{% page_head 'Version' action=action more_actions=more %}").render(
        RequestContext(request, {"action": action, "more": [action]})
    )
    assert shown.count("csrfmiddlewaretoken") == 2


@pytest.mark.parametrize(("others", "beside"), [(0, 0), (3, 3), (4, 2), (7, 2)])
def test_of_more_than_three_other_actions_two_stay_beside_the_main_one(others: int, beside: int) -> None:
    actions = [Action(f"Step {number}", f"/{number}/", kind="tertiary") for number in range(others)]
    shown = rendered("{% page_head 'Part' action=main more_actions=more %}", main=Action("Go", "/go/"), more=actions)
    open_part, _, folded = shown.partition("<details")
    assert re.findall(r'href="/(\w+)/"', open_part) == ["go", *[str(number) for number in range(beside)]]
    assert re.findall(r'href="/(\w+)/"', folded) == [str(number) for number in range(beside, others)]
