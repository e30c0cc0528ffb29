"""The draft of the one answer, from what the legs say."""

from gagyo.common.models import TranslatedText
from gagyo.support.choices import ItemOutcome, LegState
from gagyo.support.models import Answer, AnswerItem, Leg, LegItem, SupportRequest
from gagyo.support.models.legs import OPEN_LEG
from gagyo.support.rules.answers import Said, consolidated
from gagyo.support.rules.values import DecisionValues


def suggested_answer(request: SupportRequest, *, language: str = "ko") -> list[DecisionValues]:
    """Return what the offices that answered in this round say of each open item, put together as a draft."""
    rows = LegItem.objects.filter(
        leg__request=request, leg__round=request.round, leg__state=LegState.ANSWERED, item__outcome=ItemOutcome.OPEN
    )
    said: dict[int, list[Said]] = {}
    for row in rows.select_related("leg__office").order_by("leg", "pk"):
        said.setdefault(row.item_id, []).append(Said(str(row.leg.office), row.outcome, row.text))
    open_items = request.items.filter(outcome=ItemOutcome.OPEN).order_by("order", "pk")
    found = []
    for item in open_items:
        outcome, text = consolidated(said.get(item.pk, []), language=language)
        found.append(DecisionValues(item.pk, outcome, text))
    return found


def answer_begun(request: SupportRequest, *, language: str = "ko") -> tuple[TranslatedText, list[DecisionValues]]:
    """Return the answer of this round as it stands; of an item on which it says nothing yet, what the offices say."""
    answer = Answer.objects.filter(request=request, round=request.round).first()
    held = {row.item_id: row for row in answer.items.all()} if answer else {}
    found = []
    for each in suggested_answer(request, language=language):
        row = held.get(each.item_id)
        untouched = row is None or (row.outcome == ItemOutcome.OPEN and not row.text)
        found.append(each if untouched or row is None else DecisionValues(each.item_id, row.outcome, row.text))
    return (answer.text if answer else TranslatedText()), found


def drafted_items(request: SupportRequest) -> tuple[TranslatedText, list[AnswerItem]]:
    """Return the answer of this round as it was drafted, in the order of the items."""
    answer = Answer.objects.filter(request=request, round=request.round).first()
    if answer is None:
        return TranslatedText(), []
    return answer.text, list(answer.items.select_related("item").order_by("item__order", "pk"))


def open_legs(request: SupportRequest) -> list[Leg]:
    """Return the legs that are not ended."""
    return list(request.legs.filter(state__in=OPEN_LEG).select_related("office"))


def unheld_items(request: SupportRequest) -> list[int]:
    """Return the ids of the open items that no office is asked for, or has answered, in this round."""
    held = LegItem.objects.filter(
        leg__request=request, leg__round=request.round, leg__state__in=(*OPEN_LEG, LegState.ANSWERED)
    )
    rows = request.items.filter(outcome=ItemOutcome.OPEN).exclude(pk__in=held.values("item"))
    return list(rows.values_list("pk", flat=True))
