"""What is said and attached on requests, searched as far as the reader reads it."""

from typing import Any, Final

from django.db.models import Q, QuerySet

from gagyo.common.rules import Actor
from gagyo.support.models import Attachment, Comment

LANGUAGES: Final = ("ko", "en")


def said(field: str, word: str) -> Q:
    """
    Return the condition of a translated text with a word in it, in its original or a translation.

    SQLite keeps the whole of such a column with its letters written as numbers, so each text in it is asked on its own.
    """
    found = Q(**{f"{field}__original__icontains": word})
    for language in LANGUAGES:
        found |= Q(**{f"{field}__translations__{language}__0__icontains": word})
    return found


def talk_with(word: str, *, actor: Actor) -> "QuerySet[Comment, Any]":
    """Return the ids of the requests with a word in a comment that the actor reads; of requests that they read."""
    return Comment.objects.heard_by(actor).filter(said("text", word)).order_by().values("request")


def files_with(word: str, *, actor: Actor) -> "QuerySet[Attachment, Any]":
    """Return the ids of the requests with a word in an attached file, or in its title, that the actor reads."""
    rows = Attachment.objects.heard_by(actor).filter(Q(comment=None) | Q(comment__archived_at=None))
    return rows.filter(Q(title__icontains=word) | Q(text__icontains=word)).order_by().values("request")
