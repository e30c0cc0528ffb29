"""`gagyo rules`: by which rules visits are counted, and a new one."""

import json
from datetime import datetime

import click

from gagyo.config.cli.start import Refused, database_faults, start_django

DAYS = {"start": "starts_on", "end": "ends_on"}
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def rules() -> None:
    """
    List the counting rules of visits, or add one. A rule that is there is never changed.

    \b
    Exit codes: 0 done, 1 refused.
    """


@rules.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
def list_rules(*, as_json: bool) -> int:
    """
    Print the rules, the earliest first: code, days in use, names, sentences, states, the day that counts.

    \b
    Exit codes: 0 printed.
    """
    start_django()
    from gagyo.visits.queries.rules import rules_as_json

    with database_faults():
        found = rules_as_json()
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return 0
    for rule in found:
        click.echo(f"{rule['code']}: {rule['starts_on']} - {rule['ends_on'] or ''}")
        for name in ("name_ko", "name_en", "sentence_ko", "sentence_en", "dated_by"):
            click.echo(f"  {name}: {rule[name]}")
        click.echo(f"  states: {', '.join(rule['states'])}")
    return 0


@rules.command("add")
@click.option("--code", required=True, help="Stable word, such as received-visits-2027.")
@click.option("--name-ko", required=True, help="Its name in Korean.")
@click.option("--name-en", required=True, help="Its name in English.")
@click.option("--sentence-ko", required=True, help="What counts and what not, in one or two Korean sentences.")
@click.option("--sentence-en", required=True, help="The same in English.")
@click.option("--state", "states", required=True, multiple=True, help="A state that counts; once for each.")
@click.option("--dated-by", type=click.Choice(list(DAYS)), required=True, help="The day that decides the period.")
@click.option("--from", "starts_on", type=DAY, required=True, help="First day on which it is in use: 2027-01-01.")
@click.option("--until", "ends_on", type=DAY, help="Last day on which it is in use (default: for good).")
def add(*, starts_on: datetime, ends_on: datetime | None, dated_by: str, states: tuple[str, ...], **words: str) -> int:
    """
    Add a rule; from its first day on figures are counted by it, unless another is asked for.

    What was published stays with the rule that it was published by.

    \b
    Exit codes: 0 added, 1 refused (the sentence says why).
    """
    start_django()
    from django.utils import timezone

    from gagyo.common.rules import system
    from gagyo.visits.actions.rules import add_rule
    from gagyo.visits.rules.counting_rules import RuleValues, UnfitRuleError

    values = RuleValues(
        **words,
        states=states,
        dated_by=DAYS[dated_by],
        starts_on=starts_on.date(),
        ends_on=ends_on.date() if ends_on else None,
    )
    with database_faults():
        try:
            made = add_rule(values=values, by=system(label="gagyo rules", channel="cli"), now=timezone.now())
        except UnfitRuleError as error:
            raise Refused(str(error)) from None
    click.echo(f"{made.code} is in use from {made.starts_on.isoformat()}.")
    return 0
