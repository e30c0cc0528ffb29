"""What a person enters for a request, as plain values, and what is refused of it."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from gagyo.common.models import TranslatedText
from gagyo.support.choices import DECIDED, Audience, Confidentiality, ItemOutcome, RequestField
from gagyo.support.rules.readers import Reader

MOST_ITEMS: Final = 30
MOST_LETTERS: Final = 10_000


class UnableToSaveSupport(Exception):
    """What was entered makes no request, leg or answer; the sentence says what to change."""


@dataclass(frozen=True)
class ItemValues:
    """One thing that is wanted; item_id: of an item that is there already."""

    text: TranslatedText
    item_id: int | None = None


@dataclass(frozen=True)
class RequestValues:
    """A request as its form or a template gives it."""

    name_ko: str
    asker_id: int
    items: tuple[ItemValues, ...]
    name_en: str = ""
    field: str = RequestField.OTHER.value
    template_id: int | None = None
    country_id: str | None = None
    place_id: int | None = None
    wanted: TranslatedText = dataclasses.field(default_factory=TranslatedText)
    wanted_by: date | None = None
    confidentiality: str = Confidentiality.NORMAL.value
    readers: tuple[Reader, ...] = ()
    officer_id: int | None = None
    tie_id: int | None = None
    visit_id: int | None = None
    project_id: int | None = None
    agreed_item_id: int | None = None
    document_number: str = ""


@dataclass(frozen=True)
class DecisionValues:
    """What is said of one item."""

    item_id: int
    outcome: str
    text: TranslatedText = dataclasses.field(default_factory=TranslatedText)


@dataclass(frozen=True)
class CommentValues:
    """What is said, to whom; mentions: ids of the people who are named in it."""

    text: TranslatedText
    audience: str = Audience.OFFICE.value
    mentions: tuple[int, ...] = ()


def check_comment(values: CommentValues, *, files: int) -> None:
    """
    Refuse a comment that says nothing, or too much.

    files: how many are attached to it
    :raises UnableToSaveSupport: with the sentence
    """
    words = values.text.original.strip()
    if not words and not files:
        raise UnableToSaveSupport(_("Write something, or attach a file."))
    if len(words) > MOST_LETTERS:
        raise UnableToSaveSupport(
            _("A comment has at most %(n)d letters. Attach a longer text as a file.") % {"n": MOST_LETTERS}
        )
    if values.audience not in Audience.values:
        raise UnableToSaveSupport(_("Choose who reads it."))


def check_request(values: RequestValues) -> None:
    """
    Refuse a request without a title, or with too many items, or with an item without words.

    :raises UnableToSaveSupport: with the sentence
    """
    if not (values.name_ko.strip() or values.name_en.strip()):
        raise UnableToSaveSupport(_("Give the request a title."))
    if len(values.items) > MOST_ITEMS:
        raise UnableToSaveSupport(
            _("A request holds at most %(n)d items. Divide it into two requests.") % {"n": MOST_ITEMS}
        )
    if any(not item.text.original.strip() for item in values.items):
        raise UnableToSaveSupport(_("An item has no words. Write what is wanted, or leave it out."))
    if values.confidentiality == Confidentiality.NORMAL and values.readers:
        raise UnableToSaveSupport(
            _("Readers are named for a restricted request only. Restrict it, or leave the readers out.")
        )


def check_sendable(*, items: int, restricted: bool, named_ministry: bool, wanted_by: date | None, today: date) -> None:
    """
    Refuse to submit what nobody could route or answer.

    named_ministry: whether a restricted request names a reader in the ministry
    :raises UnableToSaveSupport: with the sentence
    """
    if not items:
        raise UnableToSaveSupport(_("Write at least one item: what is wanted is decided item by item."))
    if restricted and not named_ministry:
        raise UnableToSaveSupport(
            _("This request is restricted, so only those named read it. Name who at the ministry is to route it.")
        )
    if wanted_by is not None and wanted_by < today:
        raise UnableToSaveSupport(_("The day by which it is wanted has passed. Choose a later day, or none."))


def check_decisions(decisions: Sequence[DecisionValues], *, item_ids: Sequence[int]) -> None:
    """
    Refuse what is said of an item that is not there, twice of one, or without words where they are needed.

    :raises UnableToSaveSupport: with the sentence
    """
    said = [each.item_id for each in decisions]
    if len(set(said)) < len(said):
        raise UnableToSaveSupport(_("One item is answered twice. Keep one answer for each."))
    if not set(said) <= set(item_ids):
        raise UnableToSaveSupport(_("An item that you answer is not asked of you any more. Load the page again."))
    for each in decisions:
        if each.outcome not in {ItemOutcome.OPEN, *DECIDED}:
            raise UnableToSaveSupport(_("Choose what becomes of each item: granted, in part, refused, or still open."))
        needs_words = each.outcome in {ItemOutcome.PART, ItemOutcome.REFUSED}
        if needs_words and not each.text.original.strip():
            raise UnableToSaveSupport(_("Say in words what is refused or granted in part, and why."))
