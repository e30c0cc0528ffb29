"""One-to-one meetings: rounds, wishes, timetables, agreed items."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Who wants to meet whom, when they meet, what they agree, and whether it is kept."""

    name = "gagyo.meetings"
    label = "meetings"
    verbose_name = _("One-to-one meetings")
