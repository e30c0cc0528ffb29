"""Delegation visits and their figures as open data; a token opens what its office reads."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query, Router
from ninja.errors import HttpError

from gagyo.accounts.api import ApiAccess, actor_of
from gagyo.accounts.choices import Scope
from gagyo.common.schemas import figure_out, refuse_unknown
from gagyo.kernels.indicators.words import Language
from gagyo.visits.queries.answers import NothingThereError, UnableToAnswer, half_year_answer
from gagyo.visits.schemas import HalfYearIn, HalfYearOut

router = Router()
READS_FIGURES = ApiAccess(Scope.FIGURES)


def language() -> Language:
    """Return the language that the caller asked for."""
    return "en" if get_language() == "en" else "ko"


@router.get(
    "/figures/visits",
    response=HalfYearOut,
    auth=READS_FIGURES,
    summary="Half-year figures of delegation visits",
    operation_id="visit_figures",
)
def visit_figures(request: HttpRequest, asked: Query[HalfYearIn]) -> HalfYearOut:
    """Return countries, persons and visits of a half-year beside last year's, as every page shows them."""
    refuse_unknown(request, HalfYearIn)
    try:
        answer = half_year_answer(
            actor=actor_of(request),
            office=asked.office,
            half=asked.half,
            as_of=asked.as_of,
            rule=asked.rule,
            today=timezone.localdate(),
        )
    except NothingThereError as error:
        raise HttpError(404, str(error)) from None
    except UnableToAnswer as error:
        raise HttpError(422, str(error)) from None
    figures = [figure_out(name=name, figure=figure, language=language()) for name, figure in answer.figures.items()]
    return HalfYearOut(**answer.as_json(), counting_rule=figures[0].rule, figures=figures)
