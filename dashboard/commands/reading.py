"""Questions to the log: measures, forest, gaps and funnel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dashboard.commands.options import Asked, reading
from dashboard.commands.output import print_json, print_rows, records, waiting
from dashboard.commands.selecting import read_log

if TYPE_CHECKING:
    from analysis.funnel import Unit

__all__ = ["forest", "funnel", "gaps", "measures"]

FOREST = (
    "interview_id",
    "parent_id",
    "direct_parent_id",
    "inferred",
    "conduit",
    "orphan",
    "generation",
    "hops",
    "offspring",
    "descendants",
    "root_id",
)
FUNNEL = (
    "stage",
    "entered",
    "reached",
    "open",
    "dropped",
    "share",
    "low",
    "high",
    "median_days",
)


@click.command()
@reading
def measures(asked: Asked) -> None:
    """Show every figure, and what the log can tell."""
    from analysis.coverage import coverage
    from analysis.figures import Figures
    from analysis.measures import measures as measures_of
    from dashboard.commands.figures import measure_record, tell_measures

    with waiting("Reading the log …"):
        figures = Figures(read_log(asked))
        told = list(measures_of(figures).values())
        covered = coverage(figures)
    if not asked.as_json:
        tell_measures(figures, told, covered)
        return
    log = figures.log
    names = log.whole("cohorts").set_index("cohort_id")["name"]
    print_json(
        {
            "as_of": log.as_of,
            "cohorts": [names.get(cohort, cohort) for cohort in log.cohorts],
            "newest_entry": log.newest_entry,
            "measures": [measure_record(one) for one in told],
            "coverage": records(covered),
        }
    )


@click.command()
@reading
def forest(asked: Asked) -> None:
    """Show which conversation led to which."""
    from analysis.figures import Figures
    from dashboard.commands.trees import tell_forest

    with waiting("Finding out who led to whom …"):
        figures = Figures(read_log(asked))
        meetings = figures.forest
    if asked.as_json:
        print_rows(records(meetings[list(FOREST)]))
    else:
        tell_forest(figures)


@click.command()
@click.option("--all", "everything", is_flag=True, help="Done, later and given up as well.")
@reading
def gaps(asked: Asked, *, everything: bool) -> None:
    """Show who waits, for what, since when.

    Thanks, news, an answer; and which names were not asked.
    """
    from analysis.figures import Figures
    from analysis.stakes import with_stakes
    from dashboard.commands.waiting import gaps_frame, tell_gaps

    with waiting("Reading the log …"):
        figures = Figures(read_log(asked))
        log, owed = figures.log, with_stakes(figures.debts, figures)
    if asked.as_json:
        print_rows(records(gaps_frame(log, owed, everything=everything)))
    else:
        tell_gaps(log, owed, everything=everything)


@click.command()
@click.option(
    "--unit",
    type=click.Choice(["request", "seeker", "referral"]),
    default="request",
    show_default=True,
    help="What is followed on its way.",
)
@reading
def funnel(asked: Asked, *, unit: Unit) -> None:
    """Show how far everybody has come."""
    from analysis.funnel import funnel as count
    from dashboard.commands.figures import stages_told, tell_funnel

    with waiting("Reading the log …"):
        log = read_log(asked)
        stages = stages_told(log, count(log, unit))
    if asked.as_json:
        print_rows(records(stages[list(FUNNEL)]))
    else:
        tell_funnel(unit, stages)
