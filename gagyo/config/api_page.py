"""The API's description as a page: made from the schema, without a script or an outside host."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gagyo.common.components import Column
from gagyo.config.api import api


@cache
def operations() -> list[dict[str, Any]]:
    """Return each operation with its parameters, as the schema has them."""
    schema = api.get_openapi_schema()
    return [
        {
            "method": method.upper(),
            "path": path,
            "text": operation.get("description") or operation.get("summary", ""),
            "parameters": [parameter_row(each) for each in operation.get("parameters", [])],
        }
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]


def parameter_row(parameter: dict[str, Any]) -> dict[str, str]:
    """Return one parameter's name, form and meaning."""
    schema = parameter["schema"]
    return {"name": parameter["name"], "form": form_of(schema), "text": parameter.get("description", "")}


def form_of(schema: dict[str, Any]) -> str:
    """Return the form of a value in a few words."""
    parts = schema.get("anyOf", [schema])
    words = [each.get("format") or each.get("type") or each.get("$ref", "").rsplit("/", 1)[-1] for each in parts]
    named = [value for each in parts for value in each.get("enum", []) if value]
    return ", ".join(str(value) for value in named) or words[0]


def english(words: str, tag: str) -> SafeString:
    """Return words of the schema, which is English whatever the page's language."""
    return format_html('<{} lang="en">{}</{}>', tag, words, tag) if words else SafeString("")


def api_description(request: HttpRequest) -> HttpResponse:
    """Show what the API answers."""
    context = {
        "lead": _("The same rows, figures and counting rules as on the pages."),
        "operations": operations(),
        "columns": [
            Column("name", _("Parameter"), row_header=True, draw=lambda row: english(row["name"], "code")),
            Column("form", _("Form")),
            Column("text", _("Meaning"), draw=lambda row: english(row["text"], "span")),
        ],
        "schema_url": reverse("api:openapi-json"),
        "limit": settings.API_REQUESTS_PER_MINUTE,
    }
    return render(request, "pages/api.html", context)
