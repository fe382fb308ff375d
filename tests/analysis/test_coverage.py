"""Coverage: what a log tells; not recorded is not no."""

import pytest

from analysis.coverage import ASPECTS, coverage
from analysis.figures import Figures
from data.log import Log
from tests.analysis.small import asked, figures, met, named, on, thanked


def states(of):
    rows = coverage(of)
    assert list(rows["aspect"]) == [aspect.name for aspect in ASPECTS]
    return dict(zip(rows["aspect"], rows["state"], strict=True))


def counts(of, aspect):
    row = coverage(of).set_index("aspect").loc[aspect]
    return int(row["told"]), int(row["n"])


FULL = {
    "people": [{"person_id": p, "name": p, "organization": "Quay", "industry": "Port"}
               for p in "ab"],
    "interviews": [
        met(1, "a", 9, source="cold", requested_on=on(12), advice="Ask", direction="confirmed"),
        met(2, "b", 4, requested_on=on(8), names_given=0, direction="none", referral_id="r1"),
        asked(3, "c", 6, answered_on=on(5), answer="declined"),
    ],
    "referrals": [named(1, "a", "b", "i1", 9)],
    "follow_ups": [thanked(1, "a", "i1", 8)],
    "opportunities": [{"opportunity_id": "o", "seeker_id": "s", "interview_id": "i2",
                       "kind": "good_word", "opened_on": on(2)}],
    "cohorts": [{"cohort_id": "k", "name": "K"}],
    "seekers": [{"person_id": "s", "cohort_id": "k", "joined_on": on(20)}],
}  # fmt: skip


def without(column, rows="interviews"):
    return {**FULL, rows: [{k: v for k, v in row.items() if k != column} for row in FULL[rows]]}


def test_a_log_that_tells_everything():
    assert set(states(figures(**FULL)).values()) == {"yes"}


@pytest.mark.parametrize(
    ("tables", "aspect", "state"),
    [
        (without("source"), "origin", "partly"),  # b came by a referral that is in the log
        ({**without("source"), "referrals": []}, "origin", "partly"),  # r1 is named, and missing
        (without("names_given"), "names", "partly"),
        ({**without("names_given"), "referrals": []}, "names", "no"),
        (without("requested_on"), "asked", "no"),
        ({**FULL, "interviews": FULL["interviews"][:2]}, "answers", "no"),
        (without("organization", "people"), "organization", "no"),
        (without("industry", "people"), "industry", "no"),
        ({**FULL, "follow_ups": []}, "thanks", "no"),
        (without("advice"), "advice", "no"),
        ({**FULL, "opportunities": []}, "opportunities", "no"),
        (without("direction"), "direction", "no"),
        (without("joined_on", "seekers"), "joined", "no"),
    ],
)
def test_a_column_taken_away(tables, aspect, state):
    whole, less = states(figures(**FULL)), states(figures(**tables))
    assert less[aspect] == state
    others = {key for key in whole if less[key] != whole[key]} - {aspect}
    assert others <= {"origin", "names"}  # a referral tells both


def test_said_not_to_be_thanked_is_told_as_well():
    rows = [met(1, "a", 9, thanked=False)]
    assert states(figures(interviews=rows))["thanks"] == "yes"
    assert states(figures(interviews=[met(1, "a", 9)]))["thanks"] == "no"


def test_rows_are_counted():
    rows = [met(1, "a", 9, source="cold"), met(2, "b", 8), met(3, "c", 7)]
    assert counts(figures(interviews=rows), "origin") == (1, 3)
    assert counts(figures(interviews=rows), "asked") == (0, 3)


def test_nothing_is_neither_yes_nor_no():
    waiting = figures(interviews=[asked(1, "a", 3)])
    assert states(waiting)["thanks"] == "nothing"
    assert coverage(figures()).empty


def test_each_cohort_for_itself():
    log = Log.from_frames(
        {
            "cohorts": [{"cohort_id": c, "name": c.upper()} for c in "kl"],
            "seekers": [
                {"person_id": "s", "cohort_id": "k"}, {"person_id": "t", "cohort_id": "l"},
            ],
            "interviews": [met(1, "a", 9, source="cold"), met(2, "b", 8, "t")],
        }
    )  # fmt: skip
    rows = coverage(Figures(log)).set_index(["cohort", "aspect"])["state"]
    assert (rows["K", "origin"], rows["L", "origin"]) == ("yes", "no")
    only = coverage(Figures(log.at(cohorts=["l"])))
    assert set(only["cohort_id"]) == {"l"}
