"""The sample, in a logbook of its own."""

from __future__ import annotations

from pathlib import Path

import click

from dashboard.commands.clock import new_id, now
from dashboard.commands.options import Asked, writing
from dashboard.commands.output import print_json, say, waiting

__all__ = ["sample"]


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@writing
def sample(asked: Asked, file: Path) -> None:
    """Make a logbook of the sample: invented people."""
    from data.sample.logbook import make_sample_logbook

    with waiting("Making the sample …"):
        book = make_sample_logbook(file.expanduser(), now=now(), new_id=new_id)
    if asked.as_json:
        print_json({"logbook": str(book.path)})
        return
    say(
        f"The sample is in {book.path}: three cohorts of invented people.",
        f"See it with: onward --logbook {book.path}",
    )
