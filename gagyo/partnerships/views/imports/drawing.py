"""Cells of the tables of an import that are more than a value."""

from collections.abc import Iterable

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gagyo.common.components.fields import field_view
from gagyo.partnerships.queries.imports.batches import ShownRow
from gagyo.partnerships.rules.imports.columns import ColumnProposal


def changed_cell(row: ShownRow) -> SafeString | str:
    """Return a row's sentences, and what it changes from what to what."""
    words = {"wrong": _("Wrong"), "warning": _("Check"), "note": _("Note")}
    said = format_html_join(
        "",
        '<li class="said-{}"><b>{}</b> {}</li>',
        ((each.level, words[each.level], each.text) for each in row.sentences),
    )
    changed = format_html_join(
        "",
        "<li>{}: <del>{}</del> → <ins>{}</ins></li>",
        row.changes,
    )
    return format_html('<ul class="said">{}{}</ul>', said, changed) if said or changed else ""


def reason_cell(proposal: ColumnProposal) -> str:
    """Return why a column is taken for what it is."""
    said = {
        "remembered": _("as your office confirmed it before"),
        "same_name": _("the same name"),
        "synonym": _("another word for it: %(name)s"),
        "similar": _("similar to “%(name)s”"),
        "nothing_fits": _("nothing fits"),
    }[proposal.why] % {"name": proposal.matched}
    return f"{said} · {proposal.confidence}%" if proposal.confidence else said


def control(field: forms.BoundField) -> SafeString:
    """Return a field's control for a table cell, named for those who listen, with its hint and errors under it."""
    field.field.widget.attrs["aria-label"] = str(field.label)
    view = field_view(field)
    hint = format_html('<p class="form-hint" id="{}">{}</p>', view.hint_id, view.hint) if view.hint else ""
    errors = format_html_join("", '<li class="form-hint-invalid">{}</li>', ((each,) for each in field.errors))
    listed = format_html('<ul class="field-errors" id="{}">{}</ul>', view.error_id, errors) if errors else ""
    mark = " is-error" if errors else ""
    return format_html('<div class="form-conts{}">{}</div>{}{}', mark, view.control, hint, listed)


def controls(fields: Iterable[forms.BoundField | None]) -> SafeString:
    """Return the controls of a cell under each other."""
    return format_html("<div>{}</div>", format_html_join("", "{}", ((control(each),) for each in fields if each)))
