"""Who else takes part, as the round lets a participant see: names, profiles, what they offer and seek."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gagyo.common.views.lists import count_of, page_of
from gagyo.common.views.shown import text_shown, today_of
from gagyo.kernels.indicators.figure import CountingRule
from gagyo.meetings.choices import Sees
from gagyo.meetings.forms.participants import OthersFilterForm
from gagyo.meetings.models import Participant
from gagyo.meetings.queries.wishes import shown_to
from gagyo.meetings.rules.acting import Acting
from gagyo.meetings.rules.languages import kept_codes, names_of
from gagyo.meetings.views.acting import acting_url
from gagyo.meetings.views.joining import crumbs_for
from gagyo.meetings.views.participants import said

SHOWN = CountingRule(
    code="participants-shown",
    name_ko="목록의 참가기관",
    name_en="Participants of this list",
    sentence_ko="이 회차에서 볼 수 있는 다른 참가기관 가운데 조건에 맞는 것을 1개씩 셉니다. 불참 기관은 뺍니다.",
    sentence_en="Other participants that this round shows and that fit, each once; without those who do not come.",
)


@dataclass(frozen=True)
class Other:
    """Another participant as the page shows it; texts: (label, (words, what is to be known of their language))."""

    one: Participant
    languages: str
    texts: list[tuple[str, tuple[str, str]]]
    offers: list[str]
    seeks: list[str]


@require_GET
def others(request: HttpRequest, participant: Participant, acting: Acting) -> HttpResponse:
    """Show a participant the others that its round lets it see."""
    form = OthersFilterForm(request.GET, of=participant.round)
    page = page_of(request, shown_to(participant, **form.wanted()))
    title = _("The others")
    context = {
        "title": title,
        "round": participant.round,
        "form": form,
        "page": page,
        "count": count_of(request, count=page.paginator.count, unit="body", rule=SHOWN, as_of=today_of()),
        "others": [_shown(one) for one in page.object_list],
        "is_nobody": participant.round.sees == Sees.NOBODY,
        "wishes_href": acting_url(acting, "wishes"),
        "crumbs": crumbs_for(participant, acting, (title, "")),
    }
    return render(request, "meetings/others.html", context)


def _shown(one: Participant) -> Other:
    return Other(
        one,
        names_of(kept_codes(one.languages), language=get_language() or "ko"),
        [(label, text_shown(text)) for label, text in said(one) if text],
        [topic.name for topic in one.offer_topics.all()],
        [topic.name for topic in one.seek_topics.all()],
    )
