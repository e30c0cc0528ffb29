"""
Taking text out of a file in a process of its own, with a bound on its time and memory.

A file can be made so that a correct parser works on it for hours or fills the memory: no limit inside the parser is
as sure as a process that the system ends. `python -m gagyo.kernels.files.apart` reads a file and writes its text.
"""

import resource
import subprocess
import sys
from pathlib import Path
from typing import Final

from gagyo.kernels.files.text import UnableToTakeText, text_in

SECONDS: Final = 20
MEMORY_BYTES: Final = 1024 * 1024 * 1024
ROOT: Final = Path(__file__).resolve().parents[3]


def text_apart(data: bytes, *, seconds: int = SECONDS, memory_bytes: int = MEMORY_BYTES) -> str:
    """
    Return the text in a file, taken out by another process.

    data: the whole file
    :raises UnableToTakeText: if it cannot be read, or not within the time and the memory
    """
    words = [sys.executable, "-m", "gagyo.kernels.files.apart", str(seconds), str(memory_bytes)]
    try:
        # The system counts the seconds that it works; a busy machine may let it wait, but not for ever.
        # Our own module, no word of it from outside; it is given no setting, so that it holds no secret.
        ran = subprocess.run(  # noqa: S603
            words, input=data, capture_output=True, timeout=seconds * 4, check=False, cwd=ROOT, env={}
        )
    except subprocess.TimeoutExpired as error:
        raise UnableToTakeText(f"The file was read for more than {seconds * 4} seconds.") from error
    if ran.returncode:
        raise UnableToTakeText(f"The file could not be read (exit code {ran.returncode}).")
    return ran.stdout.decode("utf-8", "replace")


def main() -> int:
    """Read a file from the standard input and write its text; the exit code tells whether that went well."""
    seconds, memory_bytes = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    try:
        text = text_in(sys.stdin.buffer.read())
    except (UnableToTakeText, MemoryError):
        return 1
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
