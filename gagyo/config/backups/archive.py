"""The file of a backup: what it holds, and whether it is whole."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1 << 20
Progress = Callable[[int, int], None]


class UnableToReadBackup(Exception):
    """The file is no backup, or not whole."""


@dataclass
class Part:
    """One entry of the archive."""

    sha256: str
    size: int
    rows: int = 0


@dataclass
class Manifest:
    """
    What a backup holds.

    migrations: "app.name" of each that was applied; tables: table -> part; files: path below MEDIA_ROOT -> part;
    missing: attachments that a row names and the disk did not hold
    """

    version: str
    made_at: str
    engine: str
    migrations: list[str]
    tables: dict[str, Part] = field(default_factory=dict)
    files: dict[str, Part] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    format: int = FORMAT

    def as_json(self) -> str:
        """Return the text of manifest.json."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Manifest":
        """
        Return the manifest of that text.

        :raises UnableToReadBackup: if it is not one, or of a later format
        """
        try:
            held = json.loads(text)
            number = held["format"]
            if number > FORMAT:
                raise UnableToReadBackup(
                    f"This backup was made by Gagyo {held.get('version', '?')} in a later format ({number}). "
                    "Install that version, then restore."
                )
            for kind in ("tables", "files"):
                held[kind] = {name: Part(**part) for name, part in held[kind].items()}
            return cls(**held)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UnableToReadBackup(f"The manifest of this backup cannot be read: {error}") from None


class HashedWriter:
    """Writes into an open entry, and counts and hashes what goes through."""

    def __init__(self, target: IO[bytes]) -> None:
        self.target = target
        self.digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> None:
        """Write some bytes."""
        self.digest.update(data)
        self.size += len(data)
        self.target.write(data)

    def part(self, *, rows: int = 0) -> Part:
        """Return what was written."""
        return Part(self.digest.hexdigest(), self.size, rows)


def table_entry(table: str) -> str:
    """Return where a table lies in the archive."""
    return f"tables/{table}.jsonl"


def file_entry(name: str) -> str:
    """Return where an attachment lies in the archive."""
    return f"files/{name}"


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """
    Open a backup and read its manifest.

    :raises UnableToReadBackup: saying what is wrong with the file
    """
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise UnableToReadBackup(f"There is no file {path}.") from None
    except (zipfile.BadZipFile, OSError) as error:
        raise UnableToReadBackup(f"{path} is no whole backup: {error}. Take another one.") from None
    with archive:
        try:
            manifest = Manifest.from_json(archive.read(MANIFEST).decode())
        except (KeyError, UnicodeDecodeError, zipfile.BadZipFile, OSError) as error:
            raise UnableToReadBackup(f"{path} holds no readable manifest ({error}), so it is no backup.") from None
        yield archive, manifest


def check_whole(archive: zipfile.ZipFile, manifest: Manifest, *, progress: Progress) -> None:
    """
    Read everything once and compare it with the manifest, before anything is written.

    :raises UnableToReadBackup: naming the first part that is damaged
    """
    parts = {table_entry(name): part for name, part in manifest.tables.items()}
    parts |= {file_entry(name): part for name, part in manifest.files.items()}
    for number, (entry, part) in enumerate(parts.items()):
        progress(number, len(parts))
        digest, size = hashlib.sha256(), 0
        try:
            with archive.open(entry) as source:
                while chunk := source.read(CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
        # zlib.error is what a damaged stream raises; it is no subclass of the others.
        except Exception as error:
            raise UnableToReadBackup(f"The backup is damaged at {entry}: {error}. Take another one.") from None
        if (digest.hexdigest(), size) != (part.sha256, part.size):
            raise UnableToReadBackup(f"The backup is damaged: {entry} is not what was saved. Take another one.")
