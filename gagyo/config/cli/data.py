"""`gagyo demo`, `gagyo import` and `gagyo export`."""

from pathlib import Path

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


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "email", required=True, help="E-mail address of the account that imports.")
@click.option("--office", default="", help="Code or Korean name of the office, for somebody in several.")
@click.option(
    "--kind", default="ties", show_default=True, type=click.Choice(["ties", "projects"]), help="What it holds."
)
@click.option("--apply", is_flag=True, help="Write the rows if none is wrong; otherwise only the preview is made.")
def import_table(*, file: Path, email: str, office: str, kind: str, apply: bool) -> int:
    """
    Import ties or projects from FILE (XLSX or CSV), as the import page does.

    The preview stays at /imports/, where names are decided and the import is applied or undone.

    \b
    Exit codes: 0 applied, or previewed without a wrong row; 1 refused, a row is wrong, or names wait for a decision.
    """
    start_django()
    from django.utils import timezone

    from gagyo.accounts.rules import NotYoursError
    from gagyo.config import tables_in_out as tables
    from gagyo.partnerships.actions.imports.locked import UnableToImport
    from gagyo.partnerships.actions.imports.prepare import UnableToReadFile

    now = timezone.now()
    with database_faults():
        try:
            by, held = tables.person(email=email, office=office, today=timezone.localdate(now))
            made = tables.import_table(path=file, subject=kind, by=by, office_id=held.office_id, apply=apply, now=now)
        except (tables.NoSuchPersonError, NotYoursError, UnableToImport, UnableToReadFile) as error:
            raise Refused(str(error)) from None
    for sentence in made.wrong:
        click.echo(sentence, err=True)
    click.echo(", ".join(f"{mark or 'undecided'}: {count}" for mark, count in sorted(made.marks.items())))
    done = "Applied" if made.applied else f"Nothing is written yet (state: {made.state})"
    click.echo(f"{done}. Look at it at /imports/{made.batch_id}/")
    return 0 if made.applied or (made.state == "preview" and not made.wrong and not apply) else 1


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--as", "email", default="", help="E-mail address of an account; without it, only what is public.")
@click.option("--office", default="", help="Code or Korean name of the office, for somebody in several.")
@click.option("--language", default="ko", show_default=True, type=click.Choice(["ko", "en"]), help="Language of names.")
def export_table(*, file: Path, email: str, office: str, language: str) -> int:
    """
    Write the ties into FILE (.csv, .xlsx or .json), the same rows as the directory's open data.

    \b
    Exit codes: 0 written, 1 refused (FILE is there, another format, no such account).
    """
    start_django()
    from django.utils import timezone

    from gagyo.config import tables_in_out as tables

    if file.exists():
        raise Refused(f"{file} is there already. Choose another name.")
    now = timezone.now()
    with database_faults():
        try:
            by = tables.person(email=email, office=office, today=timezone.localdate(now))[0] if email else None
            count = tables.export_ties(path=file, by=by, language=language, now=now)
        except (tables.NoSuchPersonError, tables.UnknownFormatError) as error:
            raise Refused(str(error)) from None
        except OSError as error:
            raise Refused(f"{file} cannot be written: {error.strerror}.") from None
    click.echo(f"{file}: {count} ties.")
    return 0
