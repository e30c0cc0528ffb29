"""Who acts, and what every record's states allow: plain values."""

from dataclasses import dataclass, field, fields
from typing import Any, Final, Literal

Channel = Literal["web", "api", "cli", "task", "mail"]


@dataclass(frozen=True)
class Actor:
    """
    Who acts, in which office and role, from where; every query and action takes one.

    user_id None is nobody's account (a public visitor, or the system when channel is cli or task).
    A program with an office's token has token_id instead of user_id, no role, and the token's scopes.
    reads_offices holds the offices whose office-only records an auditor reads besides the own one.
    office_kind: what kind of office that is, empty where whoever made the actor does not say.
    kept_by_office_id: the office in whose audit record stands what the holder of a link does, who has no office and
    gains no right by it.
    """

    user_id: int | None = None
    token_id: int | None = None
    label: str = ""
    office_id: int | None = None
    office_label: str = ""
    role: str = ""
    reads_offices: frozenset[int] = frozenset()
    reads_all: bool = False
    scopes: frozenset[str] = frozenset()
    channel: Channel = "web"
    ip: str = ""
    request_id: str = ""
    language: str = "ko"
    kept_by_office_id: int | None = None
    kept_by_office_label: str = ""
    office_kind: str = ""
    reason: str = field(default="", compare=False)

    @property
    def is_anonymous(self) -> bool:
        """Tell whether nobody is signed in, no token was shown and no system task runs."""
        return self.user_id is None and self.token_id is None and not self.reads_all

    @property
    def is_system(self) -> bool:
        """Tell whether this is the system itself: a command or a nightly task."""
        return self.user_id is None and self.token_id is None and self.reads_all


ANYBODY = Actor()


def reading_as(actor: Actor) -> Actor:
    """
    Return an actor with only what decides which rows somebody reads: the same for all who read the same.

    accounts.models.owned.readable() and the filter by own office ask for nothing else.
    """
    if actor.is_anonymous:
        return ANYBODY
    return Actor(
        user_id=0,
        office_id=actor.office_id,
        office_kind=actor.office_kind,
        reads_offices=actor.reads_offices,
        reads_all=actor.reads_all,
    )


def with_reason(actor: Actor, reason: str) -> Actor:
    """Return the same actor, who has told why; what the actor does from here on is recorded with it."""
    # Not dataclasses.replace: a request's actor is a lazy object around the Actor.
    values = {one.name: getattr(actor, one.name) for one in fields(Actor)}
    return Actor(**{**values, "reason": reason})


def system(*, label: str, channel: Channel = "task") -> Actor:
    """Return the actor for work that no person asked for: commands and nightly tasks."""
    return Actor(label=label, reads_all=True, channel=channel, role="system")


_SETS: Final = ("reads_offices", "scopes")


def actor_as_json(actor: Actor) -> dict[str, Any]:
    """Return who acts in a shape that the queue keeps."""
    values = {each.name: getattr(actor, each.name) for each in fields(Actor)}
    return values | {name: sorted(values[name]) for name in _SETS}


def actor_from_json(values: dict[str, Any]) -> Actor:
    """Return who acts."""
    return Actor(**(values | {name: frozenset(values[name]) for name in _SETS}))
