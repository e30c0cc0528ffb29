"""
Who may open a screen: the gates that every app's views stand behind.

    @signed_in                              any account
    @only(may_keep_registry)                accounts for which a rule (keyword argument `actor`) says yes
    @only(may_read_contacts)

Nobody's account is sent to the sign-in page and back; an account that may not is told so with 403.
A rule about one record is checked by the action, whose NotYoursError becomes the same 403 page (middleware).
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, NoReturn, ParamSpec, Protocol

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from gagyo.accounts.choices import Role
from gagyo.accounts.rules import NotYoursError
from gagyo.common.rules import Actor

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class Rule(Protocol):
    """A question about who acts."""

    def __call__(self, *, actor: Actor) -> bool:
        """Answer it."""
        ...


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts in this request."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # ActorMiddleware sets it on every request
    return actor


def refuse(actor: Actor) -> NoReturn:
    """
    Tell an account that this screen is not for its role.

    :raises NotYoursError: always
    """
    role = Role(actor.role).label if actor.role in Role.values else _("an account without an office")
    raise NotYoursError(
        _("This page is not for your role (%(role)s). Switch to another of your offices, or ask your manager.")
        % {"role": role}
    )


def only(rule: Rule) -> Callable[[View[P]], View[P]]:
    """Return a decorator that opens a view to accounts for which the rule says yes."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def gated(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            actor = actor_of(request)
            if actor.is_anonymous:
                return redirect_to_login(request.get_full_path())
            if not rule(actor=actor):
                refuse(actor)
            return view(request, *args, **kwargs)

        return gated

    return decorate


def anyone_signed_in(*, actor: Actor) -> bool:
    """Tell whether somebody is signed in."""
    return actor.user_id is not None


def signed_in(view: View[P]) -> View[P]:
    """Open a view to every account."""
    return only(anyone_signed_in)(view)
