"""`gagyo import` and `gagyo export`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gagyo.config.cli.start import Refused, database_faults, is_terminal, start_django

if TYPE_CHECKING:
    from gagyo.config.tables_in_out import Imported

SUBJECTS = click.Choice(["ties", "projects"])
MARKS = ("new", "changed", "same", "duplicate", "wrong")
# More sentences than this are read on the page of the import.
MOST_SENTENCES = 100


@contextmanager
def rows_bar() -> Iterator[Callable[[int, int], None]]:
    """Show how many rows are checked on a terminal, nothing elsewhere."""
    from tqdm import tqdm

    with tqdm(desc="checking", unit="row", disable=not is_terminal()) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--office", default="", help="Code or Korean name of the office whose rows they are.")
@click.option("--as", "email", default="", help="E-mail address of the account that imports, else the command itself.")
@click.option("--subject", default="ties", show_default=True, type=SUBJECTS, help="What FILE holds.")
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='JSON with the heading of each field, as in {"partner": "도시명"}; else as remembered or proposed.',
)
@click.option("--kind", default="", help="Kind of all rows, where no column says it: sister, friendship ...")
@click.option(
    "--visibility",
    default="shared",
    show_default=True,
    type=click.Choice(["office", "shared", "public"]),
    help="Who sees new records, where no column says it.",
)
@click.option("--dry-run", is_flag=True, help="Check the rows and tell what would become of them; record none of them.")
def import_table(
    *,
    file: Path,
    office: str,
    email: str,
    subject: str,
    mapping: Path | None,
    kind: str,
    visibility: str,
    dry_run: bool,
) -> int:
    """
    Import ties or exchange projects from FILE (XLSX or CSV), as the import page does: all rows or none.

    The preview is kept at /imports/, where names are decided, and where the import is applied later or undone.

    \b
    Exit codes: 0 applied, or nothing to change, or a dry run without a wrong row;
    1 refused, a row is wrong, or a name waits for a decision: then no row is recorded; 2 wrong arguments.
    """
    if not (office or email):
        raise click.UsageError("Say whose rows they are: --office CODE, or --as E-MAIL of somebody in one office.")
    start_django()
    from django.utils import timezone

    from gagyo.accounts.rules import NotYoursError
    from gagyo.config import tables_in_out as tables
    from gagyo.partnerships.actions.imports.locked import UnableToImport
    from gagyo.partnerships.actions.imports.prepare import UnableToReadFile

    now = timezone.now()
    refusals = (
        tables.NoSuchPersonError,
        tables.UnableToReadMapping,
        NotYoursError,
        UnableToImport,
        UnableToReadFile,
    )
    with database_faults(), rows_bar() as bar:
        try:
            by = tables.who_acts(email=email, office=office, today=timezone.localdate(now), label="gagyo import")
            made = tables.import_table(
                path=file,
                subject=subject,
                mapping=tables.read_mapping(mapping, subject=subject) if mapping else None,
                kind=tables.known_kind(kind, subject=subject),
                visibility=visibility,
                by=by,
                apply=not dry_run,
                now=now,
                tell=bar,
            )
        except refusals as error:
            raise Refused(str(error)) from None
    return tell_result(made, dry_run=dry_run)


def tell_result(made: "Imported", *, dry_run: bool) -> int:
    """Print what became of the rows, and return the exit code."""
    for sentences, is_error in ((made.wrong, True), (made.notes, False)):
        for sentence in sentences[:MOST_SENTENCES]:
            click.echo(sentence, err=is_error)
        if len(sentences) > MOST_SENTENCES:
            click.echo(f"... and {len(sentences) - MOST_SENTENCES} more at /imports/{made.batch_id}/", err=is_error)
    click.echo(", ".join(f"{mark}: {made.marks[mark]}" for mark in MARKS))
    if made.applied:
        click.echo(f"Applied. It can be undone as one at /imports/{made.batch_id}/")
        return 0
    if made.state == "matches":
        click.echo(f"Nothing was recorded: names wait for a decision at /imports/{made.batch_id}/", err=True)
        return 1
    if made.wrong:
        click.echo(
            "Nothing was recorded, because rows are wrong. Correct them in the file and import it again.", err=True
        )
        return 1
    why = "this was a dry run" if dry_run else "every row is recorded already"
    click.echo(f"Nothing was recorded: {why}. The preview is at /imports/{made.batch_id}/")
    return 0


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--office", default="", help="Code or Korean name of an office: its own rows in whatever state.")
@click.option("--as", "email", default="", help="E-mail address of an account that exports for its office.")
@click.option("--subject", default="ties", show_default=True, type=SUBJECTS, help="What is written.")
@click.option("--format", "form", default="", help="csv, xlsx or json; else what the name of FILE ends in.")
@click.option("--language", default="ko", show_default=True, type=click.Choice(["ko", "en"]), help="Language of names.")
def export_table(*, file: Path, office: str, email: str, subject: str, form: str, language: str) -> int:
    """
    Write ties or exchange projects into FILE (CSV, XLSX or JSON); CSV and XLSX import again unchanged.

    Without --office and --as: what is public, the same rows as the open data of the lists.

    \b
    Exit codes: 0 written; 1 refused (FILE is there, another format, no such office or account); 2 wrong arguments.
    """
    start_django()
    from django.utils import timezone

    from gagyo.config import tables_in_out as tables

    if file.exists():
        raise Refused(f"{file} is there already. Choose another name.")
    now = timezone.now()
    with database_faults():
        try:
            asked = bool(office or email)
            today = timezone.localdate(now)
            by = tables.who_acts(email=email, office=office, today=today, label="gagyo export") if asked else None
            count = tables.export_table(path=file, subject=subject, by=by, form=form, language=language, now=now)
        except (tables.NoSuchPersonError, tables.UnknownFormatError) as error:
            raise Refused(str(error)) from None
        except OSError as error:
            raise Refused(f"{file} cannot be written: {error.strerror}.") from None
    click.echo(f"{file}: {count} {subject}.")
    return 0
