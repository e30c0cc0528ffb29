"""What is written, said and attached on requests, searched as far as the reader reads it."""

from typing import Any, Final

from django.db import connection
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from gagyo.common.rules import Actor
from gagyo.kernels.text.grams import WantedGrams, wanted_grams
from gagyo.registry.models import Body
from gagyo.support.models import Attachment, Comment, RequestItem, SupportRequest
from gagyo.support.models.word_index import holds
from gagyo.support.queries.few import Found, few_of

LANGUAGES: Final = ("ko", "en")


def with_word(word: str, *, actor: Actor) -> Found:
    """
    Return where the requests are with a word in it, in its items and what was answered of them, in its asker's name, or
    in its talk and files as somebody reads these; of a word of signs alone nothing is asked.

    Asks the database for ids: the index gives those that may hold the word, and the texts themselves decide. A word
    that very many hold is asked of each request for itself, since the first of a list are soon found.
    """
    wanted = wanted_grams(word)
    if not wanted:
        return Q()
    every = SupportRequest.objects.past_access(because="ids alone, which narrow what for_user() gives")
    asked = every.filter(asker__in=_askers(word))
    found = every.filter(_indexed(SupportRequest, wanted), written(word)).order_by().values("pk")
    items = RequestItem.objects.filter(said("text", word) | said("answer", word))
    comments, files = comments_with(word, actor=actor), files_with(word, actor=actor)
    few = few_of(
        found.union(
            asked.order_by().values("pk"),
            items.filter(_indexed(RequestItem, wanted)).order_by().values("request"),
            comments.filter(_indexed(Comment, wanted)).order_by().values("request"),
            files.filter(_indexed(Attachment, wanted)).order_by().values("request"),
            all=True,
        )
    )
    if few is not None:
        return few
    of_request = {"request": OuterRef("pk")}
    items_too = Q(Exists(items.filter(**of_request).order_by()))
    talk = Q(Exists(comments.filter(**of_request).order_by())) | Q(Exists(files.filter(**of_request).order_by()))
    return written(word) | items_too | Q(asker__in=_askers(word)) | talk


def written(word: str) -> Q:
    """Return the condition of a request with a word in its own texts."""
    own = Q(name_ko__icontains=word) | Q(name_en__icontains=word) | Q(number__icontains=word)
    return own | said("wanted", word)


def said(field: str, word: str) -> Q:
    """
    Return the condition of a translated text with a word in it, in its original or a translation.

    SQLite keeps the whole of such a column with its letters written as numbers, so each text in it is asked on its own.
    """
    found = Q(**{f"{field}__original__icontains": word})
    for language in LANGUAGES:
        found |= Q(**{f"{field}__translations__{language}__0__icontains": word})
    return found


def comments_with(word: str, *, actor: Actor) -> "QuerySet[Comment]":
    """Return the comments with a word in them, of a request that the actor reads already."""
    return Comment.objects.heard_by(actor).filter(words__icontains=word)


def files_with(word: str, *, actor: Actor) -> "QuerySet[Attachment]":
    """Return the attached files with a word in their title or text, of a request that the actor reads already."""
    files = Attachment.objects.heard_by(actor).filter(Q(comment=None) | Q(comment__archived_at=None))
    return files.filter(Q(title__icontains=word) | Q(text__icontains=word))


def _askers(word: str) -> "QuerySet[Body, Any]":
    """Return the ids of the bodies with a word in their name: of some thousand rows, each looked at."""
    named = Q(name_ko__icontains=word) | Q(name_en__icontains=word)
    return Body.objects.filter(named).order_by().values("pk")


def _indexed(model: type[Model], wanted: WantedGrams) -> Q:
    return holds(model, wanted, vendor=connection.vendor)
