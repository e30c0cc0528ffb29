"""`gagyo demo`."""

import click

from gagyo.config.cli.start import Refused, database_faults, start_django


@click.command()
@click.option("--password", default="", help="Password of the sample accounts (default: a random one, printed).")
@click.option("--yes-add-to-real-data", is_flag=True, help="Load it beside data that is not sample data.")
def demo(*, password: str, yes_add_to_real_data: bool) -> int:
    """
    Load the sample data, with an account for every role.

    \b
    Exit codes: 0 loaded or there already, 1 refused because others' data is there.
    """
    start_django()
    from django.utils import timezone

    from gagyo.common.rules import system
    from gagyo.config.places import SAMPLE_ACCOUNTS
    from gagyo.config.sample import RealDataThereError, load_sample

    with database_faults():
        try:
            summary = load_sample(
                by=system(label="gagyo demo", channel="cli"),
                now=timezone.now(),
                progress=lambda step, share: click.echo(f"- {share:4.0%} {step}"),
                password=password,
                beside_real_data=yes_add_to_real_data,
            )
        except RealDataThereError as error:
            raise Refused(str(error)) from None
    if not summary.added:
        click.echo("The sample data is there already; nothing was changed.")
    click.echo(SAMPLE_ACCOUNTS.read_text().rstrip())
    return 0
