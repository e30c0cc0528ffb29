"""
The command `gagyo`.

Each command is imported when it is called: `gagyo serve` supervises and must not hold Django in memory.
"""

import sys
from importlib import import_module

import click

from gagyo import __version__

EXIT_CODES = """
\b
Exit codes: 0 done, 1 refused or failed (the last line says why and what to do),
2 wrong arguments, 130 interrupted.
"""
COMMANDS = {
    "serve": ("gagyo.config.cli.serve", "serve"),
    "worker": ("gagyo.config.cli.worker", "worker"),
    "prepare": ("gagyo.config.cli.prepare", "prepare"),
    "demo": ("gagyo.config.cli.data", "demo"),
    "import": ("gagyo.config.cli.tables", "import_table"),
    "export": ("gagyo.config.cli.tables", "export_table"),
    "figures": ("gagyo.config.cli.figures", "figures"),
    "rules": ("gagyo.config.cli.rules", "rules"),
    "timetable": ("gagyo.config.cli.timetable", "timetable"),
    "mail": ("gagyo.config.cli.mail", "mail"),
    "backup": ("gagyo.config.cli.backup", "backup"),
    "restore": ("gagyo.config.cli.backup", "restore"),
    "check": ("gagyo.config.cli.check", "check"),
    "createoperator": ("gagyo.config.cli.operator", "createoperator"),
}


class Commands(click.Group):
    """Finds a command by name, and imports only that one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, or None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        found = getattr(import_module(module), name)
        assert isinstance(found, click.Command)
        return found


@click.group(cls=Commands, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="gagyo")
def command() -> None:
    """Gagyo: the international relations of local governments in one place."""


def main() -> None:
    """Run the command line; a sentence instead of a traceback for what is refused."""
    try:
        code = command.main(standalone_mode=False)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    sys.exit(code if isinstance(code, int) else 0)
