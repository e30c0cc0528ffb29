"""The words for kinds of places, bodies and what happens to them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlaceKind(models.TextChoices):
    """What a place is."""

    PROVINCE = "province", _("Province or state")
    CITY = "city", _("City")
    DISTRICT = "district", _("District")


class BodyKind(models.TextChoices):
    """What a body is."""

    METROPOLITAN = "metropolitan", _("Metropolitan local government")
    BASIC = "basic", _("Basic local government")
    FOREIGN_GOVERNMENT = "foreign_government", _("Foreign local government")
    MISSION_IN_KOREA = "mission_in_korea", _("Mission in Korea")
    MISSION_ABROAD = "mission_abroad", _("Mission abroad")
    MINISTRY = "ministry", _("Ministry")
    AGENCY = "agency", _("Agency")
    FIRM = "firm", _("Firm")
    UNIVERSITY = "university", _("University")
    INTERNATIONAL = "international", _("International body")


LOCAL_GOVERNMENTS = (BodyKind.METROPOLITAN, BodyKind.BASIC)


class SuccessionKind(models.TextChoices):
    """How one body came from another."""

    RENAMED = "renamed", _("Renamed")
    MERGED = "merged", _("Merged into")
    SPLIT = "split", _("Split from")


class ConsentState(models.TextChoices):
    """Whether a person agreed that contact data is kept."""

    UNKNOWN = "unknown", _("Not asked")
    GIVEN = "given", _("Given")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class MergeSubject(models.TextChoices):
    """What can be merged."""

    PLACE = "place", _("Place")
    BODY = "body", _("Body")
    PERSON = "person", _("Person")


# Why a search found a place, by kernels.text.place_search.Reason.
FOUND_BY = {
    "exact": _("The name itself"),
    "prefix": _("The name begins so"),
    "initials": _("Its initial consonants"),
    "spelling": _("Spelt almost so"),
    "sound": _("Sounds alike"),
    "alternate": _("Also called so"),
}

# Why two records may be one.
ALIKE_BY = {
    "name": _("Same name, loosely spelt"),
    "place": _("Same place"),
    "website": _("Same website"),
    "wikidata": _("Same Wikidata id"),
    "email": _("Same e-mail"),
    "phone": _("Same telephone"),
    "name_and_body": _("Same name in the same body"),
}
