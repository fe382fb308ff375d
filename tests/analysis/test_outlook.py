"""What may be said of multiplication: each finding where it must and must not be."""

import numpy as np
import pytest

from analysis.corrected import offspring_fit, seen
from analysis.factors import NAMES
from analysis.figures import Figures
from analysis.outlook import expected_counts, is_finished, multiplication_finding
from data.log import Log
from tests.analysis.grown import grown
from tests.analysis.small import DAY, figures, met, named, on


def chain(meetings, led_to, days=100, seekers=("s", "t"), **more):
    """So many meetings, of which so many were named in the one before."""
    rows, names = [], []
    for n in range(meetings):
        seeker = seekers[n % len(seekers)]
        rows.append(met(n, f"c{n}", days - n % 40, seeker, names_given=0, **more))
    for n in range(led_to):
        giver = n % (meetings // 2)
        person = len(seekers) * (meetings // (2 * len(seekers))) + n
        names.append(
            named(n, f"c{giver}", f"c{person}", f"i{giver}", seeker=rows[person]["seeker_id"])
        )
        rows[person]["held_on"] = on(5)
        rows[giver]["held_on"] = on(days)
    return {"interviews": rows, "referrals": names}


def found(**tables):
    return multiplication_finding(figures(**tables))


def test_no_conversation():
    assert found().key == "nobody_met"


def test_where_nothing_is_said_of_how_people_were_found():
    told = found(interviews=[met(n, f"c{n}", 9) for n in range(30)])
    assert (told.key, told.numbers["meetings"], told.numbers["unknown"]) == ("not_recorded", 30, 30)


def test_too_early_below_twenty_conversations_or_five_that_they_led_to():
    assert found(**chain(19, 6, source="cold")).key == "too_early"
    assert found(**chain(40, 4, source="cold")).key == "too_early"


def test_one_conversation_leads_to_more_than_one_to_less_or_to_about_one():
    told = found(**grown(1, 1.6, first=24, days=120))
    assert (told.key, told.tone) == ("growing", "good")
    assert told.numbers["likely_low"] >= 10
    assert told.numbers["about"] > told.numbers["so_far"]
    told = found(**grown(2, 0.5, first=90))
    assert (told.key, told.tone) == ("fed", "bad")
    assert told.numbers["likely_high"] <= 10
    told = found(**grown(3, 1.0, first=20, days=120))
    assert (told.key, told.tone) == ("close", "plain")
    assert told.numbers["likely_low"] < 10 < told.numbers["likely_high"]


def test_no_verdict_on_a_young_cohort_however_little_it_has_led_to():
    told = found(**chain(60, 6, days=45, source="cold"))
    assert told.key in {"too_young", "close"}
    assert told.numbers["young"] == 60


def test_a_log_of_which_nothing_is_open_is_told_and_not_judged():
    """A finished log has led to 1 − roots ÷ meetings, whatever it multiplied by."""
    rows = [met(n, f"c{n}", 400 - n, f"s{n % 4}", names_given=0, source="cold") for n in range(60)]
    names = [named(n, f"c{n}", f"c{30 + n}", f"i{n}", seeker=f"s{(30 + n) % 4}") for n in range(20)]
    rows.append(met(99, "late", 0, "s0", source="cold"))  # a log that is kept up to date
    of = figures(interviews=rows, referrals=names)
    assert not is_finished(of)  # that one has had no time
    rows[-1]["held_on"] = on(300)
    rows.append({"interview_id": "x", "seeker_id": "s0", "contact_id": "no", "requested_on": on(9),
                 "answered_on": on(0), "answer": "declined", "source": "cold"})  # fmt: skip
    of = figures(interviews=rows, referrals=names)
    assert is_finished(of)
    assert multiplication_finding(of).key == "finished"


def test_what_would_be_enough_is_said_of_a_cohort_that_lives_on_first_contacts():
    told = found(**grown(2, 0.5, first=90))
    # Every name was asked and met, and the log knows of no others: more names would be needed.
    assert told.key == "fed"
    assert told.numbers["lever"] == 1 + NAMES.index("referrals_per_meeting")
    assert told.numbers["enough"] > told.numbers["now"]
    assert "lever" not in found(**grown(1, 1.6, first=24, days=120)).numbers


def test_names_handed_to_others_count():
    """The selected conversations may lead to more than they are."""
    rows = [met(n, f"c{n}", 100, "s", source="cold") for n in range(20)]
    children = [met(100 + n, f"d{n}", 40, "t") for n in range(60)]
    names = [named(n, f"c{n % 20}", f"d{n}", f"i{n % 20}") for n in range(60)]
    for n, row in enumerate(children):
        row["referral_id"] = f"r{n}"
    tables = {
        "interviews": rows + children,
        "referrals": names,
        "cohorts": [{"cohort_id": "k", "name": "K"}],
        "seekers": [{"person_id": "s", "cohort_id": "k"}, {"person_id": "u", "cohort_id": "k"}],
    }
    rows.append(met(999, "z", 1, "u", source="cold"))  # the cohort's log is kept up to date
    log = Log.from_frames(tables | {"interviews": rows + children}, as_of=DAY, cohorts=("k",))
    told = multiplication_finding(Figures(log))
    assert (told.key, told.tone) == ("growing", "good")
    assert told.numbers["likely_low"] > 10
    assert told.numbers["led_to"] == 60


def test_a_search_that_is_over_is_told_and_not_judged():
    tables = grown(2, 0.5, first=90, seekers=2)
    seekers = [{"person_id": p, "cohort_id": "k", "left_on": on(1)} for p in ("s0", "s1")]
    cohorts = [{"cohort_id": "k", "name": "K"}]
    assert found(**tables, seekers=seekers, cohorts=cohorts).key == "ended"
    seekers[0]["left_on"] = None
    assert found(**tables, seekers=seekers, cohorts=cohorts).key in {"fed", "close"}


def test_one_seeker_of_several_has_counts_only():
    tables = chain(60, 10, source="cold")
    tables |= {
        "cohorts": [{"cohort_id": "k", "name": "K"}],
        "seekers": [{"person_id": "s", "cohort_id": "k"}],
    }
    one = Figures(Log.from_frames(tables, as_of=DAY, cohorts=("k",)))
    assert one.singles_out
    assert multiplication_finding(one).key == "one_seeker"


def test_unknown_origins_give_bounds_and_no_verdict_that_they_could_overturn():
    tables = grown(2, 0.5, first=90)
    known = found(**tables)
    assert (known.key, known.numbers["most"]) == ("fed", known.numbers["about"])
    for row in tables["interviews"][:60]:
        row["source"] = None
    told = found(**tables)
    assert told.numbers["unknown"] == 60
    assert told.numbers["most"] > known.numbers["about"]
    assert told.key == "close"


def test_expected_counts_are_those_of_many_draws():
    of = figures(**grown(4, 0.9, first=30))
    fit, had = offspring_fit(of), seen(of)
    expected = expected_counts(of)
    assert expected.sum() == pytest.approx(len(had))
    rng = np.random.default_rng(3)
    k = min(fit.k.value, 1e6)
    drawn = rng.poisson(rng.gamma(k, fit.R.value * had / k, (4000, len(had)))).clip(max=5)
    assert (np.bincount(drawn.ravel(), minlength=6) / 4000).tolist() == pytest.approx(
        expected.tolist(), abs=0.3
    )
    assert expected_counts(figures()) is None
