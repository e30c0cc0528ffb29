"""What is said and attached, as the pages of a request and of a leg show it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gagyo.common.components import Badge, Column, Link, Tone
from gagyo.common.components.cells import language
from gagyo.common.rules import Actor
from gagyo.common.views.shown import text_shown, today_of
from gagyo.support.choices import Audience
from gagyo.support.forms.talk import CommentForm
from gagyo.support.models import Attachment, Comment, Leg, Mention, SupportRequest
from gagyo.support.queries.talk import Person, files_on, people_on, talk_on
from gagyo.support.rules.readers import may_take_away, may_talk
from gagyo.support.views.shown import leg_href, request_href

AUDIENCE_TONES: dict[str, Tone] = {Audience.OFFICE: "warning", Audience.LEGS: "info", Audience.ALL: "success"}


@dataclass(frozen=True)
class FileShown:
    """An attached file. may: whether the reader takes it off"""

    row: Attachment
    audience: Badge
    may: bool


@dataclass(frozen=True)
class CommentShown:
    """
    A comment. words, note: as text_shown gives them; may: whether the reader takes it away

    leg: the part of the request on which it stands, where that is not the page itself; None where there is no link
    is_new: whether it names the reader, who has not said that they have seen it
    """

    row: Comment
    words: str
    note: str
    audience: Badge
    leg: Link | None
    mentioned: list[str]
    files: list[FileShown]
    may: bool
    is_new: bool


def talk_context(row: SupportRequest, *, actor: Actor, drafts: bool, leg: Leg | None = None) -> dict[str, Any]:
    """Return what the parts "talk" and "files" need. drafts: from rules.readers.sees_drafts; leg: whose page it is"""
    may = may_talk(actor) and row.archived_at is None
    people = people_on(row, today=today_of()) if may else []
    return {
        "comments": [
            shown_comment(each, actor=actor, drafts=drafts, on_leg=leg is not None)
            for each in talk_on(row, actor=actor, leg=leg)
        ],
        "comment_form": comment_form(people, actor=actor) if may else None,
        "comment_href": leg_href(leg, "leg_comment") if leg else reverse("support:comment", args=[row.pk]),
        "files": [shown_file(each, actor=actor) for each in files_on(row, actor=actor)],
        "attach_href": reverse("support:attach", args=[row.pk]) if may else "",
    }


def comment_form(people: list[Person], *, actor: Actor, **given: Any) -> CommentForm:
    """Return the form of a comment, in which everybody can be named who reads the request, but the writer."""
    named: dict[int, str] = {}
    for each in people:
        if each.user.pk != actor.user_id:
            named.setdefault(each.user.pk, f"{each.user} ({each.membership.office})")
    return CommentForm(people=list(named.items()), language=language(), **given)


def audience_badge(audience: str) -> Badge:
    """Return who reads a comment or a file."""
    return Badge(str(Audience(audience).label), AUDIENCE_TONES[audience])


def shown_file(row: Attachment, *, actor: Actor) -> FileShown:
    """Return a file on a request itself."""
    may = may_take_away(actor=actor, office_id=row.office_id, author_id=None)
    return FileShown(row, audience_badge(row.audience), may)


def shown_comment(row: Comment, *, actor: Actor, drafts: bool, on_leg: bool) -> CommentShown:
    """Return a comment as its reader sees it."""
    words, note = text_shown(row.text)
    mentions = list(row.mentions.all())
    may = may_take_away(actor=actor, office_id=row.office_id, author_id=row.author_id or 0)
    audience = audience_badge(row.audience)
    leg = None
    if row.leg is not None and not on_leg:
        leg = Link(str(row.leg.office), leg_href(row.leg) if drafts else "")
    return CommentShown(
        row=row,
        words=words,
        note=note,
        audience=audience,
        leg=leg,
        mentioned=[str(each.user) for each in mentions],
        files=[FileShown(each, audience, may) for each in row.attachments.all()],
        may=may,
        is_new=any(each.user_id == actor.user_id and each.seen_at is None for each in mentions),
    )


def comment_href(row: Comment) -> str:
    """Return where a comment stands on its request's page."""
    return f"{request_href(row.request)}#comment-{row.pk}"


def mention_columns() -> list[Column]:
    """Return the columns in which comments are listed that name the reader."""

    def where(each: Mention) -> Link:
        return Link(each.comment.request.name, comment_href(each.comment))

    return [
        Column("request", _("Request"), row_header=True, draw=where),
        Column("author", _("Author"), draw=lambda each: str(each.comment.author or "")),
        Column("office", _("Office"), draw=lambda each: str(each.comment.office)),
        Column("words", _("Comment"), draw=lambda each: text_shown(each.comment.text)[0][:200]),
        Column("at", _("Written"), draw=lambda each: each.comment.at),
    ]
