"""What every app chooses from."""

from django.utils.translation import gettext_lazy as _

# The languages in which texts are kept, by their ISO 639-1 codes.
LANGUAGES = [
    ("ko", _("Korean")),
    ("en", _("English")),
    ("zh", _("Chinese")),
    ("ja", _("Japanese")),
    ("vi", _("Vietnamese")),
    ("ru", _("Russian")),
    ("mn", _("Mongolian")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("de", _("German")),
]
