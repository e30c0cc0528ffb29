"""Figures of support requests as open data; the requests themselves are read on their pages only."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query, Router
from ninja.errors import HttpError

from gagyo.accounts.api import ApiAccess, actor_of
from gagyo.accounts.choices import Scope
from gagyo.common.schemas import figure_out, refuse_unknown
from gagyo.kernels.indicators.words import Language
from gagyo.support.queries.figures import UnableToCount, request_figures
from gagyo.support.schemas import RequestFiguresIn, RequestFiguresOut

router = Router()


@router.get(
    "/figures/requests",
    response=RequestFiguresOut,
    auth=ApiAccess(Scope.FIGURES),
    summary="Figures of support requests",
    operation_id="request_figures",
)
def figures_of_requests(request: HttpRequest, asked: Query[RequestFiguresIn]) -> RequestFiguresOut:
    """Return what was received, answered, withdrawn and is open as of a day, as every page shows it."""
    refuse_unknown(request, RequestFiguresIn)
    now = timezone.now()
    try:
        answer = request_figures(actor=actor_of(request), as_of=asked.as_of, now=now, today=timezone.localdate(now))
    except UnableToCount as error:
        raise HttpError(404, str(error)) from None
    language: Language = "en" if get_language() == "en" else "ko"
    figures = [figure_out(name=name, figure=figure, language=language) for name, figure in answer.figures.items()]
    return RequestFiguresOut(**answer.as_json(), counting_rule=figures[0].rule, figures=figures)
