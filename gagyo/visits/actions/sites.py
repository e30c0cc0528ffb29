"""Sites: entering, editing, hours, closed days, the ways between them, archiving."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gagyo.accounts.actions.locking import locked_row
from gagyo.accounts.rules import check_write
from gagyo.common.actions import archive, record, restore, save_version, values_of
from gagyo.common.rules import Actor
from gagyo.registry.models import Person
from gagyo.visits.models import Site, SiteClosure, SiteHours, SiteTheme, TravelTime
from gagyo.visits.rules.sites import SiteValues, UnableToSaveSite, check_site

PLAIN_FIELDS = (
    "name_ko",
    "name_en",
    "body_id",
    "address_ko",
    "address_en",
    "latitude",
    "longitude",
    "about",
    "capacity",
    "visit_minutes",
    "closed_on_holidays",
    "visibility",
)


def snapshot_site(site: Site) -> dict[str, Any]:
    """Return a site with its hours and themes for the audit record."""
    hours = [str(one) for one in SiteHours.objects.filter(site=site)]
    themes = SiteTheme.objects.filter(site=site).values_list("theme_id", flat=True)
    return {**values_of(site), "hours": hours, "themes": sorted(themes)}


@transaction.atomic
def add_site(*, values: SiteValues, by: Actor, now: datetime) -> Site:
    """
    Enter a site of the actor's office.

    :raises UnableToSaveSite: if it cannot be so
    :raises NotYoursError: if the actor enters nothing for an office
    """
    check_write(actor=by, office_id=by.office_id, what=_("A new site"))
    site = Site(office_id=by.office_id)
    _assign(site, values, by=by)
    site.save()
    _write_parts(site, values)
    record(event="site.created", by=by, at=now, about=site, after=snapshot_site(site))
    return site


@transaction.atomic
def edit_site(*, site_id: int, values: SiteValues, expected: int, by: Actor, now: datetime) -> Site:
    """
    Change a site.

    :raises SavedMeanwhileError: if somebody saved it in between
    :raises UnableToSaveSite: if it cannot be so
    """
    site = locked_site(site_id, by=by)
    before = snapshot_site(site)
    _assign(site, values, by=by)
    save_version(row=site, expected=expected)
    _write_parts(site, values)
    record(event="site.changed", by=by, at=now, about=site, before=before, after=snapshot_site(site))
    return site


@transaction.atomic
def archive_site(*, site_id: int, by: Actor, now: datetime) -> Site:
    """Take a site out of lists and choices; programmes that name it keep it."""
    site = locked_site(site_id, by=by)
    archive(row=site, by=by, now=now, event="site.archived")
    return site


@transaction.atomic
def restore_site(*, site_id: int, by: Actor, now: datetime) -> Site:
    """Bring an archived site back."""
    site = locked_site(site_id, by=by, archived=True)
    restore(row=site, by=by, now=now, event="site.restored")
    return site


@transaction.atomic
def close_site(*, site_id: int, starts_on: date, ends_on: date, reason: str, by: Actor, now: datetime) -> SiteClosure:
    """
    Note days on which a site is closed.

    :raises UnableToSaveSite: if they end before they begin
    """
    site = locked_site(site_id, by=by)
    if ends_on < starts_on:
        raise UnableToSaveSite(_("The closed days end before they begin. Check both days."))
    row = SiteClosure.objects.create(site=site, starts_on=starts_on, ends_on=ends_on, reason=reason.strip())
    record(event="site.closed_days_added", by=by, at=now, about=site, after=values_of(row))
    return row


@transaction.atomic
def open_site_again(*, site_id: int, closure_id: int, by: Actor, now: datetime) -> SiteClosure:
    """
    Take closed days out.

    :raises SiteClosure.DoesNotExist: if they are not there any more
    """
    site = locked_site(site_id, by=by)
    row = SiteClosure.objects.get(pk=closure_id, site=site)
    record(event="site.closed_days_removed", by=by, at=now, about=site, before=values_of(row))
    row.delete()
    return row


@transaction.atomic
def set_travel_time(*, site_id: int, other_id: int, minutes: int | None, by: Actor, now: datetime) -> None:
    """
    Set the minutes by road between two sites of the office, both ways; None means by their distance again.

    :raises UnableToSaveSite: for the same site twice
    :raises Site.DoesNotExist: if the actor does not see one of them
    """
    if site_id == other_id:
        raise UnableToSaveSite(_("Choose another site: the way to itself takes no time."))
    first, second = sorted((site_id, other_id))
    # In one order, so that two who set the way there and back do not wait for each other.
    sites = {pk: locked_site(pk, by=by) for pk in (first, second)}
    site, other = sites[site_id], sites[other_id]
    held = TravelTime.objects.filter(first_id=first, second_id=second).first()
    before = {f"travel:{other.pk}": held.minutes if held else None}
    if minutes is None:
        TravelTime.objects.filter(first_id=first, second_id=second).delete()
    else:
        TravelTime.objects.update_or_create(first_id=first, second_id=second, defaults={"minutes": minutes})
    after = {f"travel:{other.pk}": minutes}
    record(event="site.travel_time_set", by=by, at=now, about=site, before=before, after=after)


def locked_site(site_id: int, *, by: Actor, archived: bool = False) -> Site:
    """
    Return a site that the actor may change, locked until the transaction ends.

    :raises Site.DoesNotExist: if the actor does not see it
    :raises NotYoursError: if the actor sees it but may not change it
    """
    return locked_row(Site.objects, pk=site_id, by=by, archived=archived)


def _assign(site: Site, values: SiteValues, *, by: Actor) -> None:
    check_site(values)
    for name in PLAIN_FIELDS:
        setattr(site, name, getattr(values, name))
    site.languages = ",".join(dict.fromkeys(values.languages))
    site.host_id = _colleague(values.host_id, site.host_id, by=by)
    site.stand_in_id = _colleague(values.stand_in_id, site.stand_in_id, by=by)


def _colleague(wanted: int | None, held: int | None, *, by: Actor) -> int | None:
    """Return the wanted person of the actor's office; who is there already stays, even if archived meanwhile."""
    if wanted is not None and wanted != held and not Person.objects.own(by).filter(pk=wanted).exists():
        raise UnableToSaveSite(_("That person is not among your office's contacts any more. Choose another."))
    return wanted


def _write_parts(site: Site, values: SiteValues) -> None:
    SiteHours.objects.filter(site=site).delete()
    SiteHours.objects.bulk_create(
        SiteHours(site=site, weekday=one.weekday, opens_at=one.opens_at, closes_at=one.closes_at)
        for one in values.hours
    )
    SiteTheme.objects.filter(site=site).exclude(theme_id__in=values.theme_ids).delete()
    held = set(SiteTheme.objects.filter(site=site).values_list("theme_id", flat=True))
    SiteTheme.objects.bulk_create(
        SiteTheme(site=site, theme_id=theme) for theme in dict.fromkeys(values.theme_ids) if theme not in held
    )
