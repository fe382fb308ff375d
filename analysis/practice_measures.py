"""The measures of practices: one for each habit."""

from __future__ import annotations

from functools import partial

from analysis.definitions import Definition, Group, Reading
from analysis.figures import Figures
from analysis.intervals import Estimate
from analysis.practices import practices

__all__ = ["DEFINITIONS"]

_TOLD = {
    "names_asked": ("asked for names", "the seeker asked for names"),
    "thanked_soon": (
        "thanked within a day",
        "the host was thanked on the day of the conversation or the day after",
    ),
    "handwritten_note": (
        "a handwritten note within a week",
        "the host got a note by hand within a week",
    ),
    "researched": ("looked the host up before", "the seeker had looked the host up before"),
    "questions_prepared": (
        "five or more questions ready",
        "the seeker came with five questions or more",
    ),
    "questions_sent_ahead": ("questions sent ahead", "the questions were sent ahead"),
    "on_time": ("on time", "the seeker was on time"),
    "host_ran_over": ("the host let it run over", "the host let the conversation run over"),
    "we_ran_over": ("we let it run over", "the seeker let the conversation run over"),
    "asked_for_job": ("asked for a job", "the seeker asked for a job"),
    "asked_resume_review": (
        "asked for a résumé review",
        "the seeker asked to have the résumé reviewed",
    ),
    "in_person": ("met in person", "they met in person, not by phone or video"),
    "introduced": ("came by introduction", "the host was met by introduction"),
}


def _read(name: str, figures: Figures) -> Reading:
    row = next(row for row in practices(figures).rows if row.habit == name)
    counts = {
        "conversations with it": row.done,
        "conversations without it": row.not_done,
        "seekers with it": row.seekers_done,
        "seekers without it": row.seekers_not,
    }
    groups = [Group("habit", name, Estimate(float(count))) for name, count in counts.items()]
    if row.q is not None:
        groups.append(Group("habit", "chance, for all habits looked at", Estimate(row.q)))
    return Reading(row.ratio, tuple(groups), row.unknown)


DEFINITIONS: tuple[Definition, ...] = tuple(
    Definition(
        f"practices.{name}",
        label,
        "times",
        f"Further conversations where {what}, for each one where not: what goes with the habit,"
        " which need not be its doing.",
        "exp β of a negative binomial regression of offspring on the habit, its source, mode and"
        " cohort, with offset ln G(C + 1); errors by the cluster jackknife over seekers (CR3),"
        " limits of the t distribution; q by Benjamini–Hochberg over all habits",
        partial(_read, name),
        exclusions="Conversations of which the habit is not noted, or that were held after the"
        " search had ended.",
        source="Lawless 1987, doi 10.2307/3314912; errors: MacKinnon, Nielsen, Webb 2023,"
        " doi 10.1016/j.jeconom.2022.04.001; q: Benjamini, Hochberg 1995,"
        " doi 10.1111/j.2517-6161.1995.tb02031.x",
    )
    for name, (label, what) in _TOLD.items()
)
