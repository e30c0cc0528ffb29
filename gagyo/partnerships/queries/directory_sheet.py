"""The open data of the directory: exactly the ties that a filter means, with date, rule, filter and credits."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from gagyo.common.models.bases import in_language
from gagyo.common.rules import Actor
from gagyo.kernels.documents.sheet import Cell, Column, Kind, Sheet
from gagyo.kernels.indicators.figure import CountingRule, Figure
from gagyo.kernels.indicators.words import Language
from gagyo.partnerships.choices import TieKind
from gagyo.partnerships.queries.directory import PartyLine, TieLine, in_order, lines
from gagyo.partnerships.queries.directory_facts import TieFacts, facts_of_ties
from gagyo.partnerships.queries.directory_figures import ties_figure
from gagyo.partnerships.queries.directory_filter import TieFilter, ties_for
from gagyo.partnerships.rules.imports.signatories import KEYS, facts_of

# Names of the parameters of an address, in the order of the notes.
SPLIT: Final = " · "


def ties_sheet(
    *, actor: Actor, wanted: TieFilter, today: date, sort: str, language: Language, filter_words: Sequence[str]
) -> tuple[Sheet, Figure]:
    """
    Return the ties as a table, and their figure.

    filter_words: the filter in words, one each, such as "Country: United Kingdom"
    """
    day = wanted.day(today)
    figure = ties_figure(actor=actor, wanted=wanted, today=today)
    ties = in_order(ties_for(actor=actor, wanted=wanted, today=today), sort=sort, language=language)
    rows = lines(ties, day=day, today=today)
    facts = facts_of_ties(ties)
    return (
        Sheet(
            title=_("Ties of local governments"),
            notes=(
                f"{figure.text(language)} · {figure.label(language)}",
                _("Filter: %(words)s") % {"words": SPLIT.join(filter_words) or _("none")},
                _("Rows: %(whose)s") % {"whose": whose(actor)},
                *credits_of(rows),
            ),
            columns=tie_sheet_columns(),
            rows=(tie_cells(line, facts[line.id]) for line in rows if line.id in facts),
        ),
        figure,
    )


def whose(actor: Actor) -> str:
    """Say whose rows a figure or table holds."""
    if actor.is_anonymous:
        return _("public rows")
    return _("rows that %(who)s may read") % {"who": actor.office_label or actor.label}


def credits_of(rows: Iterable[TieLine]) -> list[str]:
    """Return a line of credit for each source of the rows."""
    sources = sorted({line.source for line in rows if line.source})
    return [_("Source: %(source)s") % {"source": source} for source in sources]


def rule_lines(rules: Iterable[CountingRule], language: Language) -> list[str]:
    """Return each rule as a note."""
    return [f"{rule.name(language)}: {rule.sentence(language)}" for rule in rules]


def tie_sheet_columns() -> tuple[Column, ...]:
    """Return the columns of the open data."""
    return (
        Column("id", _("Gagyo ID"), Kind.INTEGER, 8),
        Column("home_ko", _("Local government (Korean)"), width=20),
        Column("home_en", _("Local government (English)"), width=24),
        Column("partner_ko", _("Partner (Korean)"), width=20),
        Column("partner_en", _("Partner (English)"), width=24),
        Column("country_code", _("Country code"), width=8),
        Column("country_ko", _("Country (Korean)"), width=14),
        Column("country_en", _("Country (English)"), width=18),
        Column("kind", _("Kind"), width=14),
        Column("local_kind_ko", _("Name in the ordinance (Korean)"), width=18),
        Column("local_kind_en", _("Name in the ordinance (English)"), width=18),
        Column("state", _("State"), width=10),
        Column("signed_on", _("Signed on"), Kind.PARTIAL_DATE, 12),
        Column("ended_on", _("Ended on"), Kind.DATE, 12),
        Column("planned_year", _("Planned for"), Kind.INTEGER, 8),
        Column("signed_online", _("Signed online"), width=8),
        Column("signed_at", _("Signed at"), width=16),
        Column("signatory_home", _("Local government's signatory"), width=18),
        Column("signatory_home_title", _("Title of the local government's signatory"), width=18),
        Column("signatory_partner", _("Partner's signatory"), width=18),
        Column("signatory_partner_title", _("Title of the partner's signatory"), width=18),
        Column("council_consent", _("Council's consent"), width=12),
        Column("council_consent_on", _("Council's consent on"), Kind.DATE, 12),
        Column("fields", _("Fields"), width=24),
        Column("summary", _("Summary"), width=40),
        Column("scope", _("Abroad or domestic"), width=10),
        Column("sample", _("Sample data"), width=8),
        Column("source", _("Source"), width=30),
        Column("source_url", _("Source's address"), width=30),
        Column("visibility", _("Visible to"), width=14),
    )


def joined(parties: Iterable[PartyLine], of: str, at: int) -> str:
    """Return a name of each party; of: "names" or "country_names"; at: 0 for Korean, 1 for English."""
    return SPLIT.join(dict.fromkeys(getattr(party, of)[at] or getattr(party, of)[1 - at] for party in parties))


def tie_cells(line: TieLine, facts: TieFacts) -> tuple[Cell, ...]:
    """Return the cells of one tie; a kind is said by the standard word, the ordinance's stands beside it."""
    home, partners = ([facts.party(party.body_id) for party in side] for side in (line.home, line.partners))
    signatories = facts_of(home, partners)
    return (
        line.id,
        joined(line.home, "names", 0),
        joined(line.home, "names", 1),
        joined(line.partners, "names", 0),
        joined(line.partners, "names", 1),
        SPLIT.join(dict.fromkeys(party.country_id for party in line.partners)),
        joined(line.partners, "country_names", 0),
        joined(line.partners, "country_names", 1),
        str(TieKind(line.kind).label),
        *line.local_kinds,
        line.state_name,
        line.signed,
        line.ended_on,
        facts.planned_year,
        _("Yes") if facts.signed_online else _("No"),
        in_language(ko=facts.signed_at[0], en=facts.signed_at[1]),
        *(signatories[key] for key in KEYS),
        facts.consent_name,
        facts.council_consent_on,
        line.field_names,
        facts.summary,
        _("Domestic") if line.is_domestic else _("Abroad"),
        _("Sample") if line.is_sample else "",
        line.source,
        line.source_url,
        facts.visibility_name,
    )
