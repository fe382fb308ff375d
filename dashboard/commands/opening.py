"""Opening the dashboard on a logbook, for this machine alone."""

from __future__ import annotations

import os
import socket
import webbrowser
from contextlib import closing
from pathlib import Path

import click

from dashboard.commands.output import say
from dashboard.commands.running import HOST, announced, found_running, free_port
from dashboard.places import LOGBOOK
from dashboard.synchronised import synchronised_warning
from data.errors import OnwardError

__all__ = ["open_dashboard"]

_APP = Path(__file__).parents[1] / "app.py"


def open_dashboard(logbook: Path, *, port: int | None, with_browser: bool) -> None:
    """Run the dashboard on a logbook until it is ended; a logbook that is not there is made.

    Without a ``port`` the first free one from 8501 on is taken; when a dashboard runs on the
    logbook already, the browser is sent to that one instead. Raises ``OnwardError`` when the port
    is taken, ``LogbookError`` when the logbook cannot be opened.
    """
    _warn(logbook)
    if port is None and (running := found_running(logbook)):
        say(f"The dashboard is open already: {running.url}")
        if with_browser:
            webbrowser.open(running.url)
        return
    from data.logbook import open_logbook

    open_logbook(logbook, create=True)
    if port is not None:
        _refuse_taken(port)
    door = free_port() if port is None else port
    os.environ[LOGBOOK] = str(logbook.resolve())

    from streamlit.web.cli import main as streamlit

    words = ["run", str(_APP), *_settings(door, with_browser=with_browser)]
    with announced(logbook, door):
        streamlit(words, prog_name="onward")


def _warn(logbook: Path) -> None:
    if told := synchronised_warning(logbook, os.environ):
        click.echo(f"Note: {told}", err=True)


def _settings(port: int, *, with_browser: bool) -> list[str]:
    """Return what must hold whatever settings of Streamlit the folder or the user has."""
    return [
        f"--server.address={HOST}",
        f"--server.port={port}",
        f"--browser.serverAddress={HOST}",
        "--browser.gatherUsageStats=false",
        f"--server.headless={'false' if with_browser else 'true'}",
    ]


def _refuse_taken(port: int) -> None:
    with closing(socket.socket()) as door:
        # As the server does it: a port that was closed a moment ago is free.
        if os.name == "posix":
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, port))
        except OSError as error:
            raise OnwardError(
                f"Port {port} cannot be used.",
                where=f"{HOST}:{port}",
                why=f"{error.strerror}.",
                fix="Say another one with --port, or none: then a free one is found.",
            ) from error
