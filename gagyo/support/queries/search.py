"""What is said and attached on requests, searched as far as the reader reads it."""

from typing import Final

from django.db.models import Exists, OuterRef, Q

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


def in_talk(word: str, *, actor: Actor) -> Q:
    """
    Return the condition of a request with a word in a comment, or in an attached file or its title, as the actor reads.

    Asked of each request for itself: an office that reads a hundred of many looks into the talk of these alone.
    """
    comments = Comment.objects.heard_by(actor).filter(words__icontains=word, request=OuterRef("pk"))
    files = Attachment.objects.heard_by(actor).filter(Q(comment=None) | Q(comment__archived_at=None))
    named = files.filter(Q(title__icontains=word) | Q(text__icontains=word), request=OuterRef("pk"))
    return Q(Exists(comments.order_by())) | Q(Exists(named.order_by()))
