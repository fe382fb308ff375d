"""Measures, coverage and funnel as tables, and as records for programs.

Nobody is scored: when a selection narrows to one seeker there are counts only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dashboard.commands.output import print_table, records, say

if TYPE_CHECKING:
    import pandas as pd

    from analysis.definitions import Group, Measure
    from analysis.figures import Figures
    from data.log import Log

__all__ = [
    "measure_record",
    "stages_told",
    "tell_funnel",
    "tell_measures",
]


def measure_record(measure: Measure) -> dict[str, Any]:
    """Return a measure as `onward measures --json` prints it."""
    names = ("key", "label", "value", "low", "high", "level", "n", "unit", "reason", "definition")
    record = {name: getattr(measure, name) for name in names}
    return record | {"by": [_group_record(group) for group in measure.by]}


def _group_record(group: Group) -> dict[str, Any]:
    names = ("value", "low", "high", "level", "n", "reason")
    values = {name: getattr(group.estimate, name) for name in names}
    return {"by": group.by, "group": group.group, **values}


def tell_measures(figures: Figures, found: Sequence[Measure], covered: pd.DataFrame) -> None:
    """Print a sentence, the figures by the question that they answer, and what the log tells."""
    from analysis.findings import reach_finding
    from dashboard.text.practices import QUESTION
    from dashboard.text.sentences import sentence
    from dashboard.text.terms import ANSWERS

    say(sentence(reach_finding(figures)), _scope(figures.log))
    for question, words in {**ANSWERS, "practices": QUESTION}.items():
        print_table(
            ("Figure", "Value", "Likely", "From", "Note"),
            [_row(m) for m in found if m.key.startswith(question + ".")],
            title=words,
            right=("Value", "Likely", "From"),
        )
    _tell_coverage(covered)


def _row(measure: Measure) -> tuple[str, ...]:
    from dashboard.text.figures import likely, reason, value

    note = ""
    if measure.reason:
        note = reason(measure.reason)
    elif measure.left_out:
        note = f"{measure.left_out:,} left out"
    range_ = likely(measure).removeprefix("likely ")
    return measure.label, value(measure), range_, f"{measure.n:,}", note


def _scope(log: Log) -> str:
    from dashboard.text.pictures import counted, day

    names = log.whole("cohorts").set_index("cohort_id")["name"]
    who = ", ".join(str(names[cohort]) for cohort in log.cohorts) or "everybody"
    newest = f"newest entry {day(log.newest_entry)}" if log.newest_entry else "no entry yet"
    return f"As of {day(log.as_of)} ({newest}): {who}, {counted(len(log.seeker_ids), 'seeker')}."


def _tell_coverage(covered: pd.DataFrame) -> None:
    from dashboard.text.terms import COVERAGE

    rows = []
    for label, parts in covered.groupby("label", sort=False):
        told, n = int(parts["told"].sum()), int(parts["n"].sum())
        states = parts.loc[parts["state"] != "nothing", "state"].unique()
        state = "nothing" if not len(states) else states[0] if len(states) == 1 else "partly"
        missing = parts[parts["state"].isin(["no", "partly"])]
        where = f"{parts['column'].iloc[0]} in {parts['sheet'].iloc[0]}" if len(missing) else ""
        rows.append((label, COVERAGE[state], f"{told:,} of {n:,}", where))
    print_table(
        ("This log tells", "", "Rows", "Filled in by the column"),
        rows,
        title="What the log can answer",
        right=("Rows",),
    )


def stages_told(log: Log, stages: pd.DataFrame) -> pd.DataFrame:
    """Return the stages of a funnel; of a single seeker the counts alone."""
    from analysis.definitions import ONE_SEEKER
    from analysis.figures import singles_out

    if not singles_out(log):
        return stages
    nothing = {name: float("nan") for name in ("share", "low", "high", "median_days")}
    return stages.assign(**nothing, reason=ONE_SEEKER)


def tell_funnel(unit: str, stages: pd.DataFrame) -> None:
    """Print a funnel: per stage who reached it, who may still or will not, and how long it took."""
    from dashboard.text.stages import funnel_sentence

    counts = dict(zip(stages["stage"], stages["reached"].tolist(), strict=True))
    say(funnel_sentence(unit, counts))
    print_table(
        ("Stage", "Came this far", "Of", "Share", "Likely", "Still open", "Ended", "Half within"),
        [_stage_row(unit, stage) for stage in records(stages)],
        right=("Came this far", "Of", "Share", "Likely", "Still open", "Ended", "Half within"),
    )
    for told in ("one_seeker_only", "only_held_logged"):
        if (stages["reason"] == told).any():
            from dashboard.text.figures import reason

            say(reason(told))


def _stage_row(unit: str, stage: Mapping[str, Any]) -> tuple[str, ...]:
    from dashboard.text.pictures import counted
    from dashboard.text.stages import STAGES

    share = likely = half = ""
    if stage["after"] and stage["share"] is not None:
        share = f"{100 * stage['share']:.0f} %"
        likely = f"{100 * stage['low']:.0f} to {100 * stage['high']:.0f} %"
    if stage["median_days"] is not None:
        half = counted(round(stage["median_days"]), "day")
    counts = (f"{stage[name]:,}" for name in ("reached", "entered"))
    ends = (f"{stage[name]:,}" for name in ("open", "dropped"))
    return (STAGES[unit][stage["stage"]], *counts, share, likely, *ends, half)
