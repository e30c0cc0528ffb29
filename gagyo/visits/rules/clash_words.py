"""Clashes and reasons of the programme kernel as sentences: what is wrong, with which, and what could be done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from gagyo.kernels.programme.clashes import Clash, ClashKind
from gagyo.kernels.programme.reasons import Reason, Unplaced
from gagyo.visits.rules.programme_meals import DINNER, LUNCH


@dataclass(frozen=True)
class Names:
    """
    Names in the reader's language, by key.

    stops: "10:00 City Centre", those of another visit with its name; hosts: of each stop, all who could receive it
    languages: to interpret, by stop; foreign: keys of the stops of other visits
    """

    stops: Mapping[str, str] = field(default_factory=dict)
    sites: Mapping[str, str] = field(default_factory=dict)
    parties: Mapping[str, str] = field(default_factory=dict)
    rooms: Mapping[str, str] = field(default_factory=dict)
    vehicles: Mapping[str, str] = field(default_factory=dict)
    interpreters: Mapping[str, str] = field(default_factory=dict)
    hosts: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    foreign: frozenset[str] = frozenset()


def clash_words(clash: Clash, *, names: Names, beside: str) -> str:
    """
    Return a clash as a sentence.

    beside: the key of the stop that the sentence stands beside; the others are named in it
    """
    keys = [key for key in clash.stops if key != beside]
    # A vehicle is with its visit all day: of the stops concerned, those of the others say what is wrong.
    foreign = [key for key in keys if key in names.foreign] if clash.kind is ClashKind.VEHICLE_DOUBLE else []
    others = ", ".join(names.stops.get(key, key) for key in foreign or keys)
    values = {
        "site": names.sites.get(clash.resource, ""),
        "party": ", ".join(names.parties.get(key, "") for key in clash.resource.split("+")),
        "room": names.rooms.get(clash.resource, ""),
        "vehicle": names.vehicles.get(clash.resource, ""),
        "interpreter": names.interpreters.get(clash.resource, ""),
        "hosts": names.hosts.get(beside, ""),
        "language": names.languages.get(beside, ""),
        "others": others,
        "need": clash.need,
        "have": clash.have,
    }
    words = MEAL_SENTENCES[clash.resource] if clash.kind is ClashKind.NO_MEAL else SENTENCES[clash.kind]
    return words() % values


def short_words(*, site: str, need: int, have: int) -> str:
    """Return that a stop is shorter than a visit of its site usually is."""
    return _("%(site)s usually takes %(need)s minutes, and this stop has %(have)s.") % {
        "site": site,
        "need": need,
        "have": have,
    }


# Those that are missing cannot be: no site asks for a room here, no party for a vehicle or for hours of its day.
# Each sentence is asked for when it is needed, so that it comes in the reader's language.
SENTENCES: dict[ClashKind, Callable[[], str]] = {
    ClashKind.SITE_CLOSED: lambda: _("%(site)s is closed on this day. Choose another day."),
    ClashKind.HOLIDAY: lambda: _("%(site)s is closed: this is a public holiday. Choose another day."),
    ClashKind.OUTSIDE_HOURS: lambda: _(
        "%(site)s is open for %(have)s of these %(need)s minutes. Move the stop into its opening hours."
    ),
    ClashKind.SITE_FULL: lambda: _(
        "%(site)s takes %(have)s persons at once, and %(need)s would be there. At the same time: %(others)s"
    ),
    ClashKind.HOST_AWAY: lambda: _("Nobody can receive the delegation then: %(hosts)s. Choose another time or host."),
    ClashKind.INTERPRETER_MISSING: lambda: _("No interpreter for %(language)s has said yes yet."),
    ClashKind.INTERPRETER_LANGUAGE: lambda: _("%(interpreter)s does not interpret %(language)s."),
    ClashKind.INTERPRETER_DOUBLE: lambda: _("%(interpreter)s interprets somewhere else at the same time: %(others)s"),
    ClashKind.INTERPRETER_AWAY: lambda: _("%(interpreter)s is not free at this time."),
    ClashKind.INTERPRETER_TRAVEL: lambda: _(
        "%(interpreter)s needs %(need)s minutes for the way and has %(have)s. Before or after: %(others)s"
    ),
    ClashKind.INTERPRETER_REST: lambda: _(
        "%(interpreter)s should rest %(need)s minutes and has %(have)s. Before or after: %(others)s"
    ),
    ClashKind.INTERPRETER_HOURS: lambda: _(
        "%(interpreter)s would interpret %(need)s minutes on this day; %(have)s are the most."
    ),
    ClashKind.VEHICLE_DOUBLE: lambda: _("%(vehicle)s is on the way with others at this time: %(others)s"),
    ClashKind.VEHICLE_TAKEN: lambda: _("%(vehicle)s cannot be had at this time."),
    ClashKind.VEHICLE_SMALL: lambda: _("%(vehicle)s has %(have)s seats for %(need)s persons."),
    ClashKind.ROOM_DOUBLE: lambda: _("%(room)s is taken by others at the same time: %(others)s"),
    ClashKind.ROOM_TAKEN: lambda: _("%(room)s cannot be had at this time."),
    ClashKind.ROOM_SMALL: lambda: _("%(room)s has %(have)s seats for %(need)s persons."),
    ClashKind.PARTY_OVERLAP: lambda: _("%(party)s: at another stop at the same time: %(others)s"),
    ClashKind.PARTY_ABSENT: lambda: _("%(party)s: not here on this day. Choose a day of the visit."),
    ClashKind.NO_TRAVEL_TIME: lambda: _(
        "The way takes %(need)s minutes, and %(have)s are left. Other stop: %(others)s"
    ),
}
MEAL_SENTENCES: dict[str, Callable[[], str]] = {
    LUNCH.key: lambda: _("The stops of this day leave no %(need)s minutes for lunch between 11:00 and 14:00."),
    DINNER.key: lambda: _("The stops of this day leave no %(need)s minutes for dinner between 18:00 and 20:30."),
}


def unplaced_words(one: Unplaced, *, names: Names) -> str:
    """Return why a site did not fit for a party, as a sentence."""
    because = " ".join(_reason_words(reason, one) for reason in one.reasons)
    return _("%(site)s for %(party)s: %(because)s") % {
        "site": names.sites.get(one.site, one.site),
        "party": names.parties.get(one.party, one.party),
        "because": because,
    }


def _reason_words(reason: Reason, one: Unplaced) -> str:
    numbers = {"need": one.need, "have": one.have}
    if one.need is not None and reason in WITH_NUMBERS:
        return WITH_NUMBERS[reason]() % numbers
    return REASONS[reason]()


REASONS: dict[Reason, Callable[[], str]] = {
    Reason.NO_LANGUAGE: lambda: _("Nobody interprets this language."),
    Reason.INTERPRETER_BUSY: lambda: _("No interpreter is free."),
    Reason.VEHICLE_SMALL: lambda: _("No vehicle has enough seats."),
    Reason.VEHICLE_BUSY: lambda: _("No vehicle is free."),
    Reason.HOST_AWAY: lambda: _("Neither host nor stand-in is there."),
    Reason.PARTY_TOO_LARGE: lambda: _("The site does not take so many persons at once. Split the party."),
    Reason.SITE_FULL: lambda: _("Others are at the site, and it would be too full."),
    Reason.CLOSED: lambda: _("It is closed on all days of the visit."),
    Reason.OUTSIDE_HOURS: lambda: _("It is open, but not when the party has time."),
    Reason.NO_TIME: lambda: _("The days are full. Take a site out, or begin earlier."),
    Reason.UNDECIDED: lambda: _("The time for the search ran out before the reason was found. Try again."),
}
WITH_NUMBERS: dict[Reason, Callable[[], str]] = {
    Reason.VEHICLE_SMALL: lambda: _("The largest vehicle has %(have)s seats for %(need)s persons."),
    Reason.PARTY_TOO_LARGE: lambda: _("The site takes %(have)s persons at once, and the party is %(need)s. Split it."),
    Reason.SITE_FULL: lambda: _("Others are at the site, and it takes %(have)s persons at once."),
}
