"""Who holds a port, read from /proc: a fresh Debian has neither lsof nor ss."""

from pathlib import Path

LISTENING = "0A"


def sockets_at(port: int) -> set[str]:
    """Return the inodes of the sockets that listen at a port."""
    found = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        try:
            lines = table.read_text().splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            parts = line.split()
            if parts[3] == LISTENING and int(parts[1].rsplit(":", 1)[1], 16) == port:
                found.add(f"socket:[{parts[9]}]")
    return found


def links_of(process: Path) -> set[str]:
    """Return what a process holds open, as far as we may see it."""
    found = set()
    try:
        for link in (process / "fd").iterdir():
            found.add(str(link.readlink()))
    except OSError:
        pass
    return found


def holder_of(port: int) -> str:
    """Return ' by process 12 (name)', or nothing where it cannot be seen."""
    wanted = sockets_at(port)
    for process in Path("/proc").iterdir():
        if process.name.isdigit() and wanted & links_of(process):
            try:
                name = (process / "comm").read_text().strip()
            except OSError:
                name = "?"
            return f" by process {process.name} ({name})"
    return ""
