"""Since when a week is looked at: the last review of the selected cohorts."""

import datetime as dt

import pytest

from analysis.figures import Figures
from analysis.reviews import Since, last_review, reviewed_cohorts
from data.log import Log

AS_OF = dt.date(2026, 3, 18)
REVIEWS = [("1", "c1", "2026-03-04"), ("2", "c2", "2026-03-11"), ("3", "c1", "2026-03-18")]


def figures(kind="review", **selection):
    members = [("s", "c1", "Ada"), ("t", "c2", "Ben")]
    return Figures(
        Log.from_frames(
            {
                "cohorts": [{"cohort_id": c, "name": c.upper()} for c in ("c1", "c2", "c3")],
                "seekers": [
                    {"person_id": p, "cohort_id": c, "advisor": a, "joined_on": "2026-01-05"}
                    for p, c, a in members
                ],
                "notes": [
                    {"note_id": n, "cohort_id": c, "kind": kind, "noted_on": d, "text": "."}
                    for n, c, d in REVIEWS
                ],
            },
            as_of=AS_OF,
            **selection,
        )
    )


@pytest.mark.parametrize(
    ("selection", "day"),
    [({}, 11), ({"cohorts": ["c1"]}, 4), ({"cohorts": ["c2"]}, 11), ({"advisor": "Ada"}, 4)],
)
def test_the_last_review_of_the_selected_before_the_day_itself(selection, day):
    assert last_review(figures(**selection)) == Since(dt.date(2026, 3, day), reviewed=True)


def test_without_a_review_it_is_the_week_before():
    week_before = Since(dt.date(2026, 3, 11), reviewed=False)
    assert last_review(figures("session")) == week_before
    assert last_review(figures(cohorts=["c3"])) == week_before


def test_a_review_is_about_cohorts_that_have_seekers():
    assert reviewed_cohorts(figures()).to_dict() == {"c1": "C1", "c2": "C2"}
    assert reviewed_cohorts(Figures(Log.from_frames({}))).empty
