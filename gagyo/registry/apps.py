"""Countries, places, bodies and people: the nouns that every feature shares."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    """The shared registry."""

    name = "gagyo.registry"
    label = "registry"
    verbose_name = _("Registry")
