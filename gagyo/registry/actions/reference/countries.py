"""Countries: codes from ISO 3166-1 (pycountry), names from CLDR (Babel), facts from countries.tsv."""

from gagyo.registry.actions.reference.files import table
from gagyo.registry.models import Country

# CLDR tells the two Congos apart by capitals and adds remarks; offices write these names.
SPELT = {
    "CD": ("콩고민주공화국", "DR Congo"),
    "CG": ("콩고공화국", "Republic of the Congo"),
    "CF": ("중앙아프리카공화국", "Central African Republic"),
    "HK": ("홍콩", "Hong Kong"),
    "MO": ("마카오", "Macao"),
    "MM": ("미얀마", "Myanmar"),
    "PS": ("팔레스타인", "Palestine"),
    "VA": ("교황청", "Holy See"),
    "ZA": ("남아프리카공화국", "South Africa"),
    "TL": ("동티모르", "Timor-Leste"),
    "AU": ("호주", "Australia"),
}
FIELDS = ("code3", "number", "name_ko", "name_en", "capital", "languages", "is_independent")


def load_countries() -> int:
    """Bring the countries up to date and return how many were added."""
    # Read here, since a running server never needs these tables.
    import pycountry
    from babel import Locale

    korean, english = Locale("ko").territories, Locale("en").territories
    facts = {row["code"]: row for row in table("countries")}
    rows = []
    for country in pycountry.countries:
        code = country.alpha_2
        name_ko, name_en = SPELT.get(code, (korean[code], english[code]))
        row = facts[code]
        rows.append(
            Country(
                code=code,
                code3=country.alpha_3,
                number=country.numeric,
                name_ko=name_ko,
                name_en=name_en,
                capital=row["capital"],
                languages=row["languages"][:200],
                is_independent=row["independent"] == "yes",
            )
        )
    before = Country.objects.count()
    Country.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=FIELDS)
    return Country.objects.count() - before
