"""What narrows the list of countries."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gagyo.common.forms.choosing import choose_from
from gagyo.registry.models import Region, RegionScheme


def scheme_choices() -> list[tuple[str, str]]:
    """Return the region schemes."""
    return [(scheme.code, scheme.name) for scheme in RegionScheme.objects.all()]


class CountryFilter(forms.Form):
    """A scheme, a region of it, a day."""

    scheme = forms.ChoiceField(label=_("Region scheme"), required=False, choices=scheme_choices)
    region = forms.ChoiceField(label=_("Region"), required=False)
    as_of = forms.DateField(label=_("As of"), required=False)

    def __init__(self, data: Any) -> None:
        given = data.copy()
        if not given.get("scheme"):
            given["scheme"] = "mofa"
        super().__init__(given)
        regions = Region.objects.filter(scheme=given["scheme"])
        codes = [(region.code, region.name) for region in regions]
        if given.get("region") not in dict(codes):  # the scheme was changed: its regions are others
            given["region"] = ""
        choose_from(self, "region", [("", _("All")), *codes])
