"""What cities show to delegations: offices with public sites, and their sites; the same for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch

from gagyo.accounts.models import Office
from gagyo.common.models.bases import in_language
from gagyo.common.rules import ANYBODY
from gagyo.visits.models import Site, SiteHours
from gagyo.visits.rules.languages import language_name


@dataclass
class WelcomeOffice:
    """An office that receives delegations; latitude, longitude: of the first site that has a position."""

    pk: int
    name: str
    sites: list[Site] = field(default_factory=list)

    @property
    def themes(self) -> list[str]:
        """The themes of all sites, each once, in their order."""
        themes = {theme.pk: theme for site in self.sites for theme in site.themes.all()}
        return [theme.name for theme in sorted(themes.values(), key=lambda theme: (theme.order, theme.code))]

    @property
    def languages(self) -> list[str]:
        """The languages in which any site guides."""
        return list(dict.fromkeys(language_name(code) for site in self.sites for code in site.language_codes))

    @property
    def placed(self) -> list[Site]:
        """The sites whose position is known."""
        return [site for site in self.sites if site.latitude is not None and site.longitude is not None]


def name_of_receiver(office: Office) -> str:
    """Return the local government that an office works for, or the office itself, in the active language."""
    named = getattr(office, "body", None) or office
    return in_language(ko=named.name_ko, en=named.name_en)


def welcome_offices() -> list[WelcomeOffice]:
    """Return the offices with public sites, by name."""
    found: dict[int, WelcomeOffice] = {}
    for site in _public_sites():
        if site.office is not None:
            office = found.setdefault(site.office.pk, WelcomeOffice(site.office.pk, name_of_receiver(site.office)))
            office.sites.append(site)
    return sorted(found.values(), key=lambda each: each.name)


def welcome_office(office_id: int) -> WelcomeOffice | None:
    """Return an office with its public sites, or None where it shows none."""
    sites = list(_public_sites(office_id=office_id))
    if not sites or sites[0].office is None:
        return None
    return WelcomeOffice(office_id, name_of_receiver(sites[0].office), sites)


def _public_sites(*, office_id: int | None = None) -> Sequence[Site]:
    """Return what anybody may see, whoever asks: the page is the same for all."""
    rows = Site.objects.for_user(ANYBODY).filter(office__archived_at=None)
    if office_id is not None:
        rows = rows.filter(office_id=office_id)
    hours = Prefetch("hours", SiteHours.objects.order_by("weekday", "opens_at"))
    return list(rows.select_related("office__body").prefetch_related("themes", hours).order_by("name_ko", "pk"))
