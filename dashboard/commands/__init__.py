"""The command line: `onward` and its commands, for people and, with `--json`, for programs.

This is where the clock is asked and where ids come from. Exit codes: 0 done (warnings included),
1 a row or a file was rejected or `check` found an error, 2 the call is wrong.

What is heavy (DuckDB, pandas, networkx, Streamlit) is imported by the command that needs it, so
that `onward --help` is there at once.
"""

from __future__ import annotations

from dashboard.commands.backtesting import backtest
from dashboard.commands.exporting import backup, export, restore, template
from dashboard.commands.group import onward
from dashboard.commands.importing import import_, undo_import
from dashboard.commands.keeping import check
from dashboard.commands.reading import forest, funnel, gaps, measures
from dashboard.commands.running import stop
from dashboard.commands.sample import sample
from dashboard.commands.shortcut import shortcut

__all__ = ["main", "onward"]

for _command in (
    sample,
    template,
    import_,
    undo_import,
    measures,
    forest,
    gaps,
    funnel,
    backtest,
    check,
    export,
    backup,
    restore,
    shortcut,
    stop,
):
    onward.add_command(_command)


def main() -> None:
    """Run the command that the words on the command line name."""
    onward(prog_name="onward")
