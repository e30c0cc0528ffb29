"""`gagyo backup` and `gagyo restore`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from gagyo.config.cli.start import Refused, database_faults, is_terminal, start_django


@contextmanager
def progress_bar(name: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on a terminal, nothing elsewhere."""
    from tqdm import tqdm

    with tqdm(desc=name, unit="part", disable=not is_terminal()) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.n = done
            bar.refresh()

        yield show


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(*, file: Path) -> int:
    """
    Write everything into FILE while Gagyo goes on: the database, the attachments, checksums.

    FILE then opens on SQLite and PostgreSQL alike. It holds personal data: keep it as carefully as the database.

    \b
    Exit codes: 0 written, 1 refused or failed; then FILE is not there.
    """
    start_django()
    from django.utils import timezone

    from gagyo.config.backups import NothingToBackUp, write_backup

    with database_faults(), progress_bar("backup") as progress:
        try:
            made = write_backup(path=file, now=timezone.now(), progress=progress)
        except NothingToBackUp as error:
            raise Refused(str(error)) from None
        except OSError as error:
            raise Refused(f"The backup could not be written. {error.strerror or error}: {file}") from None
    rows = sum(part.rows for part in made.tables.values())
    click.echo(f"{file}: {rows} rows of {len(made.tables)} tables and {len(made.files)} attachments.")
    for name in made.missing:
        click.echo(f"warning: the attachment {name} is not on the disk, so it is not in the backup.", err=True)
    return 0


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def restore(*, file: Path) -> int:
    """
    Restore FILE into an empty database and data folder, and bring them up to date.

    Stop `gagyo serve` before. A database with data in it is refused; a damaged file is refused before anything
    is written.

    \b
    Exit codes: 0 restored, 1 refused or failed; then no row and no attachment was written.
    """
    start_django()
    from gagyo.config.backups import UnableToReadBackup, UnableToRestore, restore_backup

    with database_faults(), progress_bar("restore") as progress:
        try:
            made = restore_backup(path=file, progress=progress)
        except (UnableToReadBackup, UnableToRestore) as error:
            raise Refused(str(error)) from None
        except OSError as error:
            raise Refused(f"The restore failed, and nothing was kept. {error}") from None
    rows = sum(part.rows for part in made.tables.values())
    click.echo(f"Restored {rows} rows and {len(made.files)} attachments as of {made.made_at}.")
    return 0
