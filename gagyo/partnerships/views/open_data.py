"""Open data: exactly the rows that a page shows, as CSV, XLSX or JSON."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from gagyo.common.components.filters import shown_value
from gagyo.kernels.documents.csv import write_csv
from gagyo.kernels.documents.json import write_json
from gagyo.kernels.documents.sheet import Sheet
from gagyo.kernels.documents.xlsx import write_xlsx
from gagyo.kernels.indicators.figure import Figure
from gagyo.kernels.indicators.words import Language
from gagyo.partnerships.forms.directory import TieFilterForm
from gagyo.partnerships.queries.directory_sheet import ties_sheet
from gagyo.partnerships.views.directory import asked, ties

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
}


def page_language() -> Language:
    """Return the language of the answer."""
    return "en" if get_language() == "en" else "ko"


def filter_words(form: TieFilterForm) -> list[str]:
    """Return the active filters in words."""
    values = ((field, str(form.data.get(field.html_name) or "")) for field in form.visible_fields())
    return [f"{field.label}: {shown_value(field, value)}" for field, value in values if value]


def written(sheet: Sheet, *, form: str, figure: Figure) -> bytes:
    """
    Return a table in a format of TYPES.

    :raises Http404: for another format
    """
    now = timezone.now()
    if form == "csv":
        return b"".join(write_csv(sheet))
    if form == "xlsx":
        return write_xlsx([sheet], made_at=now)
    if form != "json":
        raise Http404
    language = page_language()
    about = {
        "asOf": figure.as_of.isoformat(),
        "countingRule": figure.rule.code,
        "countingRuleSentence": figure.rule.sentence(language),
        "count": str(figure.value),
    }
    return b"".join(write_json(sheet, made_at=now, about=about))


def file_answer(body: bytes | Iterable[bytes], *, name: str, kind: str) -> HttpResponse:
    """Return a file to keep."""
    response = HttpResponse(body, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def ties_data(request: HttpRequest, form: str) -> HttpResponse:
    """Give the ties that the address means as a file."""
    if form not in TYPES:
        raise Http404
    question = asked(request)
    if question.wanted is None:
        return ties(request)
    sheet, figure = ties_sheet(
        actor=question.actor,
        wanted=question.wanted,
        today=question.today,
        sort=request.GET.get("sort", ""),
        language=page_language(),
        filter_words=filter_words(question.form),
    )
    name = f"gagyo-ties-{figure.as_of.isoformat()}.{form}"
    return file_answer(written(sheet, form=form, figure=figure), name=name, kind=TYPES[form])
