"""What is said on a request as somebody reads it, who can be named there, and who is told of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q

from gagyo.accounts.choices import OfficeKind
from gagyo.accounts.models import Membership, User
from gagyo.accounts.queries import actor_for, membership_holds
from gagyo.common.rules import Actor
from gagyo.support.choices import Audience
from gagyo.support.models import Attachment, Comment, Leg, Mention, SupportRequest
from gagyo.support.models.legs import LIVE_OR_ANSWERED
from gagyo.support.queries.people import absences_of, involved_of, routers_of
from gagyo.support.rules.readers import ANSWERS, TALKS, Involved, hears, may_read, sees_drafts


@dataclass(frozen=True)
class Person:
    """Somebody who reads a request in one of their offices. drafts: whether before the answer is sent too"""

    membership: Membership
    actor: Actor
    drafts: bool

    @property
    def user(self) -> User:
        """The account."""
        return self.membership.user

    def hears(self, *, audience: str, author_office_id: int) -> bool:
        """Tell whether they read a comment or an attachment."""
        return hears(audience=audience, author_office_id=author_office_id, actor=self.actor, drafts=self.drafts)


def person_on(row: SupportRequest, membership: Membership, *, involved: Involved | None = None) -> Person | None:
    """Return somebody as a reader of a request; None for who does not read it in that office."""
    actor = actor_for(
        user=membership.user,
        membership=membership,
        channel="mail",
        ip="",
        request_id="",
        language=membership.user.language,
    )
    known = involved or involved_of(row)
    kind = membership.office.kind
    if not may_read(actor=actor, office_kind=kind, involved=known):
        return None
    return Person(membership, actor, sees_drafts(actor=actor, office_kind=kind, involved=known))


def people_on(row: SupportRequest, *, today: date) -> list[Person]:
    """Return who says something on a request in the offices that have a part in it, by office and name."""
    involved = involved_of(row)
    known = {row.office_id, row.router_id, *(office for office, _state in involved.legs)}
    known |= {each.office_id for each in involved.readers}
    offices = Q(office_id__in=known - {None}) | Q(office__in=Comment.objects.filter(request=row).values("office"))
    if row.router_id is None:
        offices |= Q(office__kind=OfficeKind.MINISTRY)
    held = Membership.objects.filter(offices, membership_holds(today), role__in=TALKS, user__is_active=True)
    rows = held.filter(office__archived_at=None).select_related("user", "office")
    found: dict[tuple[int, int], Person] = {}
    for each in rows.order_by("office__name_ko", "user__name_ko", "pk"):
        person = person_on(row, each, involved=involved)
        if person is not None:
            found.setdefault((each.office_id, each.user_id), person)
    return list(found.values())


def talk_on(row: SupportRequest, *, actor: Actor, leg: Leg | None = None) -> list[Comment]:
    """Return what is said on a request that the actor reads, or on one leg of it, the oldest first."""
    files = Attachment.objects.heard_by(actor).select_related("file").order_by("pk")
    rows = row.comments.all() if leg is None else leg.comments.all()
    return list(
        rows.heard_by(actor)
        .select_related("author", "office", "leg__office")
        .prefetch_related(
            Prefetch("attachments", files), Prefetch("mentions", Mention.objects.select_related("user").order_by("pk"))
        )
        .order_by("at", "pk")
    )


def files_on(row: SupportRequest, *, actor: Actor) -> list[Attachment]:
    """Return the files on a request itself that the actor reads."""
    rows = Attachment.objects.heard_by(actor).filter(request=row, comment=None)
    return list(rows.select_related("file", "office").order_by("pk"))


def told_of(comment: Comment, people: Sequence[Person], *, mentioned: Iterable[int], today: date) -> list[Person]:
    """
    Return who is told of a comment, each person once: those who read it, but never its author.

    These are who is mentioned, the officer, and who owns the leg with who stands in, or everybody who answers where
    nobody owns it; of a comment on the whole request the owners of all its legs, and while there is none the ministry's
    routers.
    """
    row, leg = comment.request, comment.leg
    wanted = {*mentioned, row.officer_id}
    legs = [leg] if leg else list(row.legs.filter(state__in=LIVE_OR_ANSWERED))
    for held in legs:
        owners = [held.owner_id] if held.owner_id else []
        away = absences_of(user_ids=owners, office_id=held.office_id, today=today)
        wanted |= {*owners, *(absence.stand_in_id for absence in away)}
    unowned = {each.office_id for each in legs if each.owner_id is None}
    if not legs and row.sent_at is not None and comment.audience != Audience.OFFICE:
        wanted |= set(routers_of(row, today=today).values_list("pk", flat=True))
    found: dict[int, Person] = {}
    for each in people:
        answers = each.membership.office_id in unowned and each.actor.role in ANSWERS
        if each.user.pk not in wanted and not answers:
            continue
        if each.user.pk != comment.author_id and each.hears(
            audience=comment.audience, author_office_id=comment.office_id
        ):
            found.setdefault(each.user.pk, each)
    return list(found.values())


def comment_for(*, actor: Actor, comment_id: int) -> Comment:
    """
    Return a comment that the actor reads, or would if it were not taken away.

    :raises Comment.DoesNotExist: if there is none
    """
    rows = Comment.objects.for_user(actor, taken_away=True)
    return rows.select_related("request", "leg").get(pk=comment_id)


def attachment_for(*, actor: Actor, attachment_id: int, taken_away: bool = False) -> Attachment:
    """
    Return a file that the actor reads, on a request or on a comment.

    taken_away: whether it may have been taken off, or its comment taken away
    :raises Attachment.DoesNotExist: if there is none
    """
    rows = Attachment.objects.for_user(actor, taken_away=taken_away)
    if not taken_away:
        rows = rows.filter(Q(comment=None) | Q(comment__archived_at=None))
    return rows.select_related("request", "comment", "file").get(pk=attachment_id)
