"""English dates, as `date_text` writes them: "31 August 2025 18:00"."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y H:i"
SHORT_DATETIME_FORMAT = DATETIME_FORMAT
