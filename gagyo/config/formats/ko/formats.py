"""Korean dates, as `date_text` writes them: "2025. 8. 31. 18:00"."""

DATE_FORMAT = "Y. n. j."
DATETIME_FORMAT = "Y. n. j. H:i"
SHORT_DATETIME_FORMAT = DATETIME_FORMAT
