"""The pages for what could not be done: a sentence, what to do next, and the id under which the log has it."""

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def request_id_of(request: HttpRequest) -> str:
    """Return the id under which the log has this request."""
    held = structlog.contextvars.get_contextvars().get("request_id") or getattr(request, "request_id", "")
    return str(held or "")


def error_page(request: HttpRequest, *, status: int, title: str, sentence: str) -> HttpResponse:
    """Answer with an error page; the sentence says what, which one, and what to do next."""
    values = {"title": title, "sentence": sentence, "status": status, "request_id": request_id_of(request)}
    return render(request, "common/error.html", values, status=status)


def bad_request(request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponse:
    """Answer 400."""
    return error_page(
        request,
        status=400,
        title=_("The request could not be read"),
        sentence=_("The address or the form was not complete. Go back, load the page again and send it once more."),
    )


def permission_denied(request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponse:
    """Answer 403."""
    return error_page(
        request,
        status=403,
        title=_("You may not open this page"),
        sentence=_("Your role does not open this page. Switch to another of your offices, or ask its manager."),
    )


def csrf_failure(request: HttpRequest, **_kwargs: object) -> HttpResponse:
    """Answer 403 to a form that was too old or came from elsewhere."""
    return error_page(
        request,
        status=403,
        title=_("The form was too old"),
        sentence=_("It was opened before you signed in or out, or cookies are off. Load the page again and resend it."),
    )


def page_not_found(request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponse:
    """Answer 404; whether the record exists elsewhere is not said."""
    return error_page(
        request,
        status=404,
        title=_("There is no such page"),
        sentence=_("The record may have been archived, or belong to another office. Check the address, or search."),
    )


def conflict(request: HttpRequest, *, sentence: str) -> HttpResponse:
    """Answer 409 with the sentence of the rule that refused."""
    return error_page(request, status=409, title=_("Not possible as things stand"), sentence=sentence)


def too_many_requests(request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponse:
    """Answer 429; django-axes and django-allauth call it with arguments of their own."""
    return error_page(
        request,
        status=429,
        title=_("Too many attempts"),
        sentence=_("Nothing is tried for a while, for safety. Wait some minutes, then try again."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500; where even the frame of the pages fails, a page that needs nothing."""
    title = _("Something went wrong here")
    sentence = _("It was noted, and nothing was saved. Try again; if it stays, tell the operator the number below.")
    try:
        return error_page(request, status=500, title=title, sentence=sentence)
    except Exception:
        # The database may be what failed, and the frame asks it who is signed in.
        structlog.get_logger().exception("error_page_failed")
        values = {"title": title, "sentence": sentence, "request_id": request_id_of(request)}
        return HttpResponse(render_to_string("common/error_plain.html", values), status=500)
