"""Opening the dashboard on a logbook, for this machine alone."""

from __future__ import annotations

import os
import socket
from contextlib import closing
from pathlib import Path

from dashboard.places import LOGBOOK
from data.errors import OnwardError

__all__ = ["open_dashboard"]

_HOST = "127.0.0.1"
_APP = Path(__file__).parents[1] / "app.py"


def open_dashboard(logbook: Path, *, port: int | None, with_browser: bool) -> None:
    """Run the dashboard on a logbook until it is ended; a logbook that is not there is made.

    Without a ``port`` the first free one from 8501 on is taken. Raises ``OnwardError`` when the
    port is taken, ``LogbookError`` when the logbook cannot be opened.
    """
    from data.logbook import open_logbook

    open_logbook(logbook, create=True)
    if port is not None:
        _refuse_taken(port)
    os.environ[LOGBOOK] = str(logbook.resolve())

    from streamlit.web.cli import main as streamlit

    streamlit(["run", str(_APP), *_settings(port, with_browser=with_browser)], prog_name="onward")


def _settings(port: int | None, *, with_browser: bool) -> list[str]:
    """Return what must hold whatever settings of Streamlit the folder or the user has."""
    settings = [
        f"--server.address={_HOST}",
        f"--browser.serverAddress={_HOST}",
        "--browser.gatherUsageStats=false",
        f"--server.headless={'false' if with_browser else 'true'}",
    ]
    return settings if port is None else [*settings, f"--server.port={port}"]


def _refuse_taken(port: int) -> None:
    with closing(socket.socket()) as door:
        # As the server does it: a port that was closed a moment ago is free.
        if os.name == "posix":
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((_HOST, port))
        except OSError as error:
            raise OnwardError(
                f"Port {port} cannot be used.",
                where=f"{_HOST}:{port}",
                why=f"{error.strerror}.",
                fix="Say another one with --port, or none: then a free one is found.",
            ) from error
