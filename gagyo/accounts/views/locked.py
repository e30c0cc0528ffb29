"""The page after too many wrong passwords."""

from typing import Any

from axes.helpers import get_cool_off
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone


def locked(request: HttpRequest, *_given: Any) -> HttpResponse:
    """Say when to try again; the same for an address that has an account and for one that has none."""
    until = timezone.now() + get_cool_off(request)
    return render(request, "accounts/locked.html", {"until": until}, status=429)
