"""The meals of a delegation's day: when they are eaten, which stops are one, and on which days dinner is looked for."""

from gagyo.kernels.programme.problem import Meal
from gagyo.visits.choices import StopKind

LUNCH = Meal("lunch", earliest=11 * 60, latest=14 * 60, minutes=40)
DINNER = Meal("dinner", earliest=18 * 60, latest=20 * 60 + 30, minutes=60)
MEALS = (LUNCH, DINNER)
EVENING = 18 * 60 + 30


def meal_at(*, kind: str, start: int, end: int) -> str | None:
    """Return which meal a stop is, in minutes of its day: the one in whose time it lies longest; None for no meal."""
    if kind != StopKind.MEAL:
        return None
    shares = {meal.key: min(end, meal.latest) - max(start, meal.earliest) for meal in MEALS}
    key = max(shares, key=lambda each: shares[each])
    return key if shares[key] > 0 else None


def reaches_evening(*, kind: str, end: int) -> bool:
    """Tell whether a stop keeps a delegation into the evening; a way, as from the airport, does not."""
    return kind != StopKind.TRANSFER and end > EVENING


def meals_until(end: int) -> tuple[Meal, ...]:
    """Return the meals of a day that is filled until that minute; later than that there is time for dinner outside."""
    return MEALS if end > DINNER.latest - DINNER.minutes else (LUNCH,)
