"""
The page components as template tags. `docs/components.md` shows each one, `/gallery/` draws each one.

A misspelt tag or argument fails when the template is loaded; a wrong tone or kind fails when it is drawn.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gagyo.common.components import (
    Action,
    Badge,
    Column,
    Difference,
    Link,
    Tab,
    TableView,
    Term,
    Text,
    TimelineEntry,
    Tone,
)
from gagyo.common.components.addresses import address_with, page_numbers
from gagyo.common.components.cells import badge_html, drawn, language, marked
from gagyo.common.components.fields import FieldView, field_view
from gagyo.common.components.filters import FilterView, filter_view
from gagyo.common.components.slots import slot_html
from gagyo.common.components.tables import drawing_rows, table_view
from gagyo.kernels.drawing.drawing import Drawing
from gagyo.kernels.indicators.figure import Figure

register = template.Library()

CONTRAST_MODES = {"light": "light", "high": "high-contrast"}
# When contrast.css holds: paper is white whatever the screen is.
CONTRAST_MEDIA = {"light": "", "high-contrast": "screen", "theme": "screen and (prefers-contrast: more)"}
NOTICE_ICONS: Mapping[str, str] = {
    "neutral": "notice-fill",
    "primary": "information-fill",
    "info": "information-fill",
    "success": "success-fill",
    "warning": "warning-fill",
    "danger": "error-fill",
}
# How many actions may stand beside a page's main one, and how many stay there where there are more.
MOST_BESIDE, OPEN_BESIDE = 3, 2
NUMBER_AND_UNIT = re.compile(r"(?P<before>\D*)(?P<number>[\d,.]+)(?P<unit>.*)", re.DOTALL)


def part(name: str) -> str:
    """Return the template of a component."""
    return f"common/components/{name}.html"


def next_id(context: Context, prefix: str) -> str:
    """Return an id that no other component of this answer has."""
    request = context.get("request")
    number = getattr(request, "component_count", 0) + 1
    if request is not None:
        request.component_count = number
    return f"{prefix}-{number}"


# --- The page -----------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str, about: Any) -> SafeString:
    """Draw what the features above this one show with a record (gagyo.common.components.slots)."""
    return slot_html(name, request=context["request"], about=about)


@register.simple_tag(takes_context=True)
def contrast_mode(context: Context) -> str:
    """Return the value of data-krds-mode: what the visitor chose, or `theme`: as the visitor's system says."""
    request: HttpRequest | None = context.get("request")
    chosen = request.COOKIES.get("gagyo_contrast", "") if request else ""
    return CONTRAST_MODES.get(chosen, "theme")


@register.simple_tag(takes_context=True)
def contrast_media(context: Context) -> str:
    """Return the media for which the colours of high contrast hold; nothing for a visitor who chose the others."""
    return CONTRAST_MEDIA[contrast_mode(context)]


@register.inclusion_tag(part("breadcrumb"))
def breadcrumb(links: Sequence[Link]) -> dict[str, Any]:
    """Draw the way from home to this page; the last link is the page itself. Home may be left out."""
    start = reverse("pages:home")
    way = [] if links[0].href == start else [Link(_("Home"), start)]
    return {"links": [*way, *links[:-1]], "here": links[-1]}


@register.inclusion_tag(part("page_head"))
def page_head(
    title: Text,
    *,
    lead: Text = "",
    eyebrow: Text = "",
    badge: Badge | None = None,
    action: Action | None = None,
    more_actions: Sequence[Action] = (),
) -> dict[str, Any]:
    """
    Draw the title of a page with its one main action first; further actions stand quieter beside it.

    more_actions: the usual ones first; of more than MOST_BESIDE only OPEN_BESIDE stay open, the rest waits in a fold
    """
    several = len(more_actions) > MOST_BESIDE
    beside = more_actions[:OPEN_BESIDE] if several else more_actions
    return {
        "title": title,
        "lead": lead,
        "eyebrow": eyebrow,
        "badge": badge,
        "actions": [*([action] if action else []), *(beside or ())],
        "folded": more_actions[OPEN_BESIDE:] if several else (),
    }


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a KRDS icon that only decorates: sch, down, print, filter, plus, calendar, angle, go ..."""
    return format_html('<i class="svg-icon ico-{}" aria-hidden="true"></i>', name)


@register.simple_block_tag
def panel(content: str, *, title: Text = "", heading: int = 2, href: str = "", link_label: Text = "") -> str:
    """Frame a section of a page."""
    values = {"content": content, "title": title, "heading": heading, "href": href, "link_label": link_label}
    return render_to_string(part("panel"), values)


@register.simple_block_tag
def side_panel(content: str, *, title: Text) -> str:
    """Frame what stands beside a record: its figures and documents."""
    return render_to_string(part("side_panel"), {"content": content, "title": title})


@register.simple_block_tag
def notice(content: str, *, tone: Tone = "info", title: Text = "") -> str:
    """Frame a message that stays on the page."""
    values = {"content": content, "tone": tone, "title": title, "icon": NOTICE_ICONS[tone]}
    return render_to_string(part("notice"), values)


# --- Figures and facts --------------------------------------------------------------------------------


@register.inclusion_tag(part("figure"), takes_context=True)
def figure(context: Context, figure: Figure, *, size: str = "inline", label: Text = "") -> dict[str, Any]:
    """
    Draw a number of the domain with its unit, as-of date, counting rule and the link to its rows.

    size: headline, inline or cell
    :raises ValueError: for another size
    """
    if size not in {"headline", "inline", "cell"}:
        raise ValueError(f"A figure has no size {size!r}. Use headline, inline or cell.")
    words = figure.text(language())
    split = NUMBER_AND_UNIT.fullmatch(words)
    return {
        "figure": figure,
        "size": size,
        "label": label or figure.rule.name(language()),
        "before": split["before"] if split else "",
        "number": split["number"] if split else words,
        "unit": split["unit"] if split else "",
        "as_of": drawn(figure.as_of),
        "rule": figure.rule.sentence(language()),
        "rule_name": figure.rule.name(language()),
        "id": next_id(context, "figure"),
    }


@register.simple_tag
def figure_note(figure: Figure) -> SafeString:
    """Draw the as-of date and counting rule once, for a table or chart whose figures share them."""
    return format_html('<p class="figure-note">{}</p>', figure.label(language()))


@register.simple_tag
def state_badge(label: Text, *, tone: Tone = "neutral") -> SafeString:
    """Draw a word of state. Tones: neutral, primary, info, success, warning, danger."""
    return badge_html(Badge(label, tone))


@register.filter("marked")
def marked_words(value: object) -> SafeString:
    """Draw words; those in the other language of the two say so, which a screen reader needs: {{ title|marked }}."""
    return marked(value)


@register.simple_tag
def shown(value: object) -> SafeString:
    """Draw a value as table cells do: a date, number, badge, link, figure or words."""
    return drawn(value)


@register.inclusion_tag(part("description_list"))
def description_list(terms: Sequence[Term], *, columns: int = 1) -> dict[str, Any]:
    """Draw the facts of a record, in one or two columns."""
    return {"terms": [(term, drawn(term.value)) for term in terms], "columns": columns}


@register.inclusion_tag(part("timeline"))
def timeline(entries: Sequence[TimelineEntry], *, empty: Text = "") -> dict[str, Any]:
    """Draw what happened, in the order given."""
    return {"entries": [(entry, drawn(entry.at) if entry.at else entry.when) for entry in entries], "empty": empty}


@register.inclusion_tag(part("progress"), takes_context=True)
def progress(context: Context, value: int, *, maximum: int, label: Text) -> dict[str, Any]:
    """Draw how far something is."""
    return {"value": value, "maximum": maximum, "label": label, "id": next_id(context, "progress")}


@register.inclusion_tag(part("drawing"), takes_context=True)
def drawing(context: Context, drawing: Drawing, *, title: Text = "", note: Figure | None = None) -> dict[str, Any]:
    """Draw a map or chart with the table of the same figures under it."""
    return {
        "svg": mark_safe(drawing.svg),  # noqa: S308 - the drawing kernel escapes every text it is given
        "head": drawing.table.head,
        "rows": drawing_rows(drawing.table),
        "legend": drawing.legend,
        "kind": drawing.kind,
        "title": title or drawing.title,
        "note": figure_note(note) if note else "",
        "id": next_id(context, "drawing"),
    }


# --- Lists --------------------------------------------------------------------------------------------


@register.inclusion_tag(part("data_table"), takes_context=True)
def data_table(
    context: Context,
    *,
    columns: Sequence[Column],
    rows: Sequence[object],
    caption: Text,
    show_caption: bool = False,
    empty_title: Text = "",
    empty_text: Text = "",
    sort_parameter: str = "sort",
) -> dict[str, Any]:
    """Draw a table whose heads sort by the address and whose rows become cards on a narrow screen."""
    request: HttpRequest | None = context.get("request")
    table: TableView = table_view(request, columns=columns, rows=rows, sort_parameter=sort_parameter)
    return {
        "table": table,
        "caption": caption,
        "show_caption": show_caption,
        "empty_title": empty_title,
        "empty_text": empty_text,
    }


@register.inclusion_tag(part("filter_bar"), takes_context=True)
def filter_bar(
    context: Context, form: forms.Form, *, count: Figure | None = None, open_fields: int = 4
) -> dict[str, Any]:
    """
    Draw a GET form as a bar of filters, with a removable chip for each active one.

    count: how many rows the filters leave. open_fields: fields beyond these wait behind "More filters".
    """
    view: FilterView = filter_view(context["request"], form, open_fields=open_fields)
    return {"view": view, "count": count, "request": context["request"]}


@register.inclusion_tag(part("pagination"), takes_context=True)
def pagination(context: Context, page: Page[Any], *, parameter: str = "page") -> dict[str, Any]:
    """Draw links to the other pages of a list; nothing where there is one page."""
    request: HttpRequest = context["request"]

    def address(number: int) -> str:
        return address_with(request, **{parameter: None if number == 1 else number})

    numbers = page_numbers(current=page.number, last=page.paginator.num_pages)
    return {
        "page": page,
        "numbers": [(number, address(number) if number else "") for number in numbers],
        "before": address(page.number - 1) if page.has_previous() else "",
        "after": address(page.number + 1) if page.has_next() else "",
    }


@register.inclusion_tag(part("tabs"))
def tabs(tabs: Sequence[Tab], *, label: Text) -> dict[str, Any]:
    """Draw views of the same thing as links."""
    return {"tabs": tabs, "label": label}


@register.inclusion_tag(part("empty_state"))
def empty_state(title: Text, *, text: Text = "", action: Action | None = None) -> dict[str, Any]:
    """Say that nothing is here yet and what to do about it."""
    return {"title": title, "text": text, "action": action}


# --- Forms and answers --------------------------------------------------------------------------------


@register.inclusion_tag(part("form_field"))
def form_field(field: forms.BoundField, *, hint: Text = "") -> dict[str, Any]:
    """Draw a field of any widget with its label, hint and errors tied to it."""
    view: FieldView = field_view(field, hint=hint)
    return {"field": field, "view": view}


@register.inclusion_tag(part("form_fields"))
def form_fields(form: forms.BaseForm) -> dict[str, Any]:
    """Draw the error summary and every field of a form, in order."""
    return {"form": form}


@register.inclusion_tag(part("error_summary"))
def error_summary(
    form: forms.BaseForm, *, rows: Iterable[forms.BaseForm] = (), more: forms.BaseForm | None = None
) -> dict[str, Any]:
    """
    List a form's errors at its top, each with a link to its field.

    rows: forms of a formset, each with its `title` before the field's label; more: another form of the page
    """
    fields = [(field.label, field) for each in (form, more) if each for field in each if field.errors]
    fields += [(f"{getattr(row, 'title', '')}: {field.label}", field) for row in rows for field in row if field.errors]
    general = [error for each in (form, more, *rows) if each for error in each.non_field_errors()]
    return {"fields": fields, "general": general}


@register.inclusion_tag(part("form_buttons"))
def form_buttons(
    *, submit: Text, cancel_href: str = "", danger: bool = False, name: str = "", value: str = ""
) -> dict[str, Any]:
    """Draw the end of a form: one main button, and a way out."""
    return {"submit": submit, "cancel_href": cancel_href, "danger": danger, "name": name, "value": value}


@register.inclusion_tag(part("confirm"))
def confirm(
    title: Text,
    *,
    text: Text,
    submit: Text,
    cancel_href: str,
    danger: bool = False,
    form: forms.BaseForm | None = None,
) -> dict[str, Any]:
    """Draw the page that asks before something is done: a form, so that it works without a script."""
    return {
        "title": title,
        "text": text,
        "submit": submit,
        "cancel_href": cancel_href,
        "danger": danger,
        "form": form,
    }


@register.inclusion_tag(part("toast"))
def toast(message: Text, *, tone: Tone = "info") -> dict[str, Any]:
    """Draw the short answer to what was just done; `messages` are shown so by the base page."""
    return {"message": message, "tone": tone, "icon": NOTICE_ICONS[tone]}


@register.filter
def message_tone(tags: str) -> Tone:
    """Return the tone of a Django message from its tags."""
    for name, tone in (("error", "danger"), ("warning", "warning"), ("success", "success")):
        if name in tags:
            return tone  # type: ignore[return-value]  # a literal taken from a loop widens to str
    return "info"


@register.inclusion_tag(part("step_indicator"))
def step_indicator(steps: Sequence[Text], *, current: int) -> dict[str, Any]:
    """Draw where one is in a sequence of steps; current counts from 1."""
    states = ["done" if number < current else "" for number in range(1, len(steps) + 1)]
    states[current - 1] = "active"
    return {
        "steps": list(zip(range(1, len(steps) + 1), steps, states, strict=True)),
        "now": current,
        "now_words": steps[current - 1],
    }


@register.inclusion_tag(part("conflict"))
def conflict(differences: Sequence[Difference], *, saved_by: Text, saved_at: datetime | date) -> dict[str, Any]:
    """Show what I wanted to save beside what somebody saved meanwhile; the form below it keeps my values."""
    rows = [(each.label, drawn(each.before), drawn(each.theirs), drawn(each.mine)) for each in differences]
    return {"rows": rows, "saved_by": saved_by, "saved_at": drawn(saved_at)}
