"""Home and my work."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """Show the public home page."""
    return render(request, "pages/home.html")


@login_required
def work(request: HttpRequest) -> HttpResponse:
    """Show what waits for the person who signed in."""
    return render(request, "pages/work.html")
