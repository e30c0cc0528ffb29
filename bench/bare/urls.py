"""One view."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from gagyo.registry.models import Place


def rows(request: HttpRequest) -> HttpResponse:
    """Show 50 rows of six columns, read by one query."""
    return render(request, "rows.html", {"rows": Place.objects.order_by("pk")[:50]})


urlpatterns = [path("", rows)]
