"""Saying something on a request or a leg, naming people in it, and taking one's own words away again."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.accounts.rules import NotYoursError
from gagyo.common.actions import record
from gagyo.common.models import StoredFile
from gagyo.common.rules import Actor
from gagyo.support.actions.attachments import hang_files, store_all
from gagyo.support.actions.rows import locked_request
from gagyo.support.actions.talk_news import tell_of_comment
from gagyo.support.models import Comment, Leg, Mention, SupportRequest
from gagyo.support.queries.talk import Person, comment_for, people_on
from gagyo.support.rules.readers import may_take_away, may_talk
from gagyo.support.rules.values import CommentValues, UnableToSaveSupport, check_comment


@transaction.atomic
def add_comment(
    *,
    request_id: int,
    values: CommentValues,
    leg_id: int | None = None,
    uploads: Sequence[UploadedFile] = (),
    message_id: str = "",
    by: Actor,
    now: datetime,
) -> Comment:
    """
    Say something on a request, or on one leg of it, and tell those whom it concerns.

    message_id: of the mail that it came by
    :raises NotYoursError: for whoever reads the request but has no say in it
    :raises UnableToSaveSupport: without words, or if somebody is named who would not read it
    :raises UnableToStoreFile: for a file that is not kept
    """
    row = locked_request(request_id, by=by, now=now).row
    if not may_talk(by) or by.office_id is None:
        raise NotYoursError(_("You read this request, but write nothing on it. Ask one of its offices."))
    check_comment(values, files=len(uploads))
    leg = _leg(row, leg_id)
    people = people_on(row, today=timezone.localdate(now))
    mentioned = _mentioned(values, people, by=by)
    stored = store_all(uploads, by=by, now=now)
    comment = Comment.objects.create(
        request=row,
        leg=leg,
        audience=values.audience,
        office_id=by.office_id,
        author_id=by.user_id,
        text=values.text,
        at=now,
        message_id=message_id or None,
    )
    Mention.objects.bulk_create(Mention(comment=comment, user_id=pk) for pk in sorted(mentioned))
    hang_files(row, stored, audience=values.audience, comment=comment, by=by)
    # Who answers has seen what was said to them here.
    Mention.objects.filter(comment__request=row, user_id=by.user_id or 0, seen_at=None).update(seen_at=now)
    _note("support.commented", comment, by=by, now=now, files=stored, mentions=sorted(mentioned))
    tell_of_comment(comment, people, mentioned=mentioned, files=len(stored), now=now)
    return comment


def _leg(row: SupportRequest, leg_id: int | None) -> Leg | None:
    if leg_id is None:
        return None
    leg = Leg.objects.filter(pk=leg_id, request=row, sent_at__isnull=False).select_related("office", "owner").first()
    if leg is None:
        raise UnableToSaveSupport(_("That part of the request is not there any more. Write on the request instead."))
    leg.request = row
    return leg


def _mentioned(values: CommentValues, people: Sequence[Person], *, by: Actor) -> set[int]:
    """Return who is named: all of them read the comment, or it is refused."""
    office = by.office_id or 0
    wanted = set(values.mentions) - {by.user_id}
    reading = {each.user.pk for each in people if each.hears(audience=values.audience, author_office_id=office)}
    if wanted - reading:
        names = {each.user.pk: str(each.user) for each in people}
        deaf = [names[pk] for pk in sorted(wanted - reading) if pk in names]
        if not deaf:
            raise UnableToSaveSupport(_("Somebody whom you name does not read this request. Leave them out."))
        raise UnableToSaveSupport(
            _("%(who)s would not read this. Choose a wider circle of readers, or leave the name out.")
            % {"who": ", ".join(deaf)}
        )
    return wanted


def _note(
    event: str, comment: Comment, *, by: Actor, now: datetime, files: Sequence[StoredFile] = (), **more: object
) -> None:
    """Leave the audit record of a comment: whose, where and for whom, without its words."""
    after = {
        "request": comment.request.number,
        "leg": comment.leg_id,
        "audience": comment.audience,
        "files": [each.sha256 for each in files],
        **more,
    }
    record(event=event, by=by, at=now, about=comment, after=after)


@transaction.atomic
def archive_comment(*, comment_id: int, by: Actor, now: datetime) -> Comment:
    """
    Take one's own comment away, with its files; a second time changes nothing.

    :raises Comment.DoesNotExist: if the actor does not read it
    :raises NotYoursError: unless it is the actor's own
    """
    comment = _own(comment_id, by=by)
    if Comment.objects.filter(pk=comment.pk, archived_at=None).update(archived_at=now):
        _note("support.comment_archived", comment, by=by, now=now)
    return comment


@transaction.atomic
def restore_comment(*, comment_id: int, by: Actor, now: datetime) -> Comment:
    """
    Bring one's own comment back; raises as archive_comment does.

    :raises NotYoursError: unless it is the actor's own
    """
    comment = _own(comment_id, by=by)
    if Comment.objects.filter(pk=comment.pk, archived_at__isnull=False).update(archived_at=None):
        _note("support.comment_restored", comment, by=by, now=now)
    return comment


def _own(comment_id: int, *, by: Actor) -> Comment:
    comment = comment_for(actor=by, comment_id=comment_id)
    if not may_take_away(actor=by, office_id=comment.office_id, author_id=comment.author_id or 0):
        raise NotYoursError(_("A comment is taken away by whoever wrote it. Answer it instead."))
    return comment


@transaction.atomic
def see_mentions(*, comment_id: int, by: Actor, now: datetime) -> Comment:
    """
    Say that one has seen a comment in which one is named, so that it waits no more.

    :raises Comment.DoesNotExist: if the actor does not read it
    """
    comment = comment_for(actor=by, comment_id=comment_id)
    changed = Mention.objects.filter(comment=comment, user_id=by.user_id or 0, seen_at=None).update(seen_at=now)
    if changed:
        _note("support.mention_seen", comment, by=by, now=now)
    return comment
