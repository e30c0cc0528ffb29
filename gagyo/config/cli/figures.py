"""`gagyo figures`: published numbers from the rows, with rule and as-of date."""

import json
from typing import Any

import click

from gagyo.config.cli.start import Refused, database_faults, start_django


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def figures() -> None:
    """
    Print figures as the pages and the API give them.

    \b
    Exit codes: 0 printed, 1 refused.
    """


@figures.command()
@click.option("--office", required=True, help="Legal-district code of the local government (Sejong: 36).")
@click.option("--half", required=True, help="Half-year, such as 2024H1.")
@click.option("--as-of", "as_of", default="", help="Last day that counts, such as 2024-06-19 (default: today).")
@click.option("--rule", default="", help="Code of the counting rule (default: the one in use on the day).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def visits(*, office: str, half: str, as_of: str, rule: str, as_json: bool) -> int:
    """
    Print the delegations that an office received in a half-year, beside last year's until the same day.

    \b
    Exit codes: 0 printed, 1 refused (no such office, half-year, day or rule).
    """
    start_django()
    from django.utils import timezone

    from gagyo.common.rules import system
    from gagyo.visits.queries.answers import UnableToAnswer, half_year_answer

    with database_faults():
        try:
            answer = half_year_answer(
                actor=system(label="gagyo figures", channel="cli"),
                office=office,
                half=half,
                as_of=as_of,
                rule=rule,
                today=timezone.localdate(),
            )
        except UnableToAnswer as error:
            raise Refused(str(error)) from None
    print_answer(answer.as_json(), as_json=as_json)
    return 0


@figures.command()
@click.option("--as-of", "as_of", default="", help="Last day that counts, such as 2026-06-30 (default: today).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def requests(*, as_of: str, as_json: bool) -> int:
    """
    Print how many support requests were received, answered, withdrawn and are open as of a day.

    \b
    Exit codes: 0 printed, 1 refused (no such day, or a day still to come).
    """
    start_django()
    from django.utils import timezone

    from gagyo.common.rules import system
    from gagyo.support.queries.figures import UnableToCount, request_figures

    now = timezone.now()
    with database_faults():
        try:
            answer = request_figures(
                actor=system(label="gagyo figures", channel="cli"),
                as_of=as_of,
                now=now,
                today=timezone.localdate(now),
            )
        except UnableToCount as error:
            raise Refused(str(error)) from None
    print_answer(answer.as_json(), as_json=as_json)
    return 0


def print_answer(numbers: dict[str, Any], *, as_json: bool) -> None:
    """Print an answer's numbers: as one JSON object, or a line each."""
    if as_json:
        click.echo(json.dumps(numbers, ensure_ascii=False))
        return
    for name, value in numbers.items():
        click.echo(f"{name}: {value}")
