"""The command `onward` itself: it opens the dashboard, and is the way to the other commands."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dashboard.commands.opening import open_dashboard
from dashboard.commands.options import logbook
from dashboard.commands.output import tell_error
from dashboard.places import own_logbook_path
from data.errors import OnwardError

__all__ = ["onward"]

WRONG_CALL = 2
INTERRUPTED = 130  # as a shell says it


class _Onward(click.Group):
    """A group whose errors are told in words, never by a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except OnwardError as error:
            tell_error(error)
            ctx.exit(WRONG_CALL)
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the commands in the order in which a log is used."""
        return list(self.commands)


@click.group(
    cls=_Onward,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@logbook
@click.option("--port", type=click.IntRange(1, 65535), help="The dashboard's port.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser window.")
@click.version_option(package_name="onward")
@click.pass_context
def onward(ctx: click.Context, logbook: Path | None, port: int | None, no_browser: bool) -> None:
    """See how informational interviews multiply.

    Without a command, onward opens the dashboard on 127.0.0.1.
    """
    for stream in (sys.stdout, sys.stderr):  # a terminal of few letters shows ? for the others
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if ctx.invoked_subcommand is None:
        path = (logbook or own_logbook_path()).expanduser()
        open_dashboard(path, port=port, with_browser=not no_browser)
