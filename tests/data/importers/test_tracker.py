"""The tracker row (DESIGN §3): what one row tells of other tables, and what becomes of it later."""

import datetime as dt

from tests.data.importers.office import counts

D = dt.date
TRACKER = [
    {
        "seeker": "Ann Lee",
        "contact_name": "Bob Ray",
        "held_on": "2026-01-05",
        "referred_by": "",
        "names_given": "Cleo Fox; Dan Poe",
        "thanked": "yes",
    },
    {
        "seeker": "Ann Lee",
        "contact_name": "Cleo Fox",
        "held_on": "2026-01-25",
        "referred_by": "Bob Ray",
        "names_given": "none",
        "thanked": "2026-01-26",
    },
]


def tracker(**changed):
    """The rows, with cells of the first one changed."""
    return {"interviews": [TRACKER[0] | changed, *TRACKER[1:]]}


def referrals(office):
    return office.names("referrals", "from_id", "referred_id", "made_on")


def interview(office, held_on):
    return next(r for r in office.rows("interviews") if r.get("held_on") == held_on)


def test_six_columns_give_conversations_referrals_and_thanks(office):
    told = office.hand_in(tracker())
    assert counts(told) == [(2, 0, 0, 0)]
    assert referrals(office) == [
        ("Bob Ray", "Cleo Fox", D(2026, 1, 5)),
        ("Bob Ray", "Dan Poe", D(2026, 1, 5)),
    ]
    first, second = interview(office, D(2026, 1, 5)), interview(office, D(2026, 1, 25))
    assert (first["names_given"], second["names_given"]) == (2, 0)
    assert "thanked" not in first
    assert "thanked" not in second
    for row in office.rows("referrals"):
        assert row["interview_id"] == row["inline_of"] == first["interview_id"]
    thanks = {r["inline_of"]: r.get("done_on") for r in office.rows("follow_ups")}
    assert thanks == {first["interview_id"]: None, second["interview_id"]: D(2026, 1, 26)}
    assert {r["kind"] for r in office.rows("follow_ups")} == {"thank_you_email"}


def test_referred_by_attaches_to_the_referral_that_is_there(office):
    office.hand_in(tracker())
    cleo = next(r for r in office.rows("referrals") if referred(office, r) == "Cleo Fox")
    assert interview(office, D(2026, 1, 25))["referral_id"] == cleo["referral_id"]


def referred(office, row):
    people = {p["person_id"]: p["name"] for p in office.rows("people")}
    return people[row["referred_id"]]


def test_referred_by_makes_a_referral_dated_like_the_latest_conversation_before(office):
    rows = [
        {"seeker": "Ann", "contact_name": "Bob Ray", "held_on": "2026-01-05"},
        {"seeker": "Ann", "contact_name": "Bob Ray", "held_on": "2026-01-12"},
        {"seeker": "Ann", "contact_name": "Bob Ray", "held_on": "2026-03-01"},
        {
            "seeker": "Ann",
            "contact_name": "Cleo Fox",
            "requested_on": "2026-01-20",
            "held_on": "2026-02-20",
            "referred_by": "bob ray",
        },
    ]
    office.hand_in({"interviews": rows})
    (made,) = office.rows("referrals")
    child = interview(office, D(2026, 2, 20))
    assert made["made_on"] == D(2026, 1, 12)
    assert made["interview_id"] == interview(office, D(2026, 1, 12))["interview_id"]
    assert made["inline_of"] == child["interview_id"]
    assert child["referral_id"] == made["referral_id"]


def test_a_referral_told_after_the_approach_is_not_the_one_that_led_to_it(office):
    rows = [
        {"seeker": "Ann", "contact_name": "Bob Ray", "held_on": "2026-01-05"},
        {
            "seeker": "Ann",
            "contact_name": "Bob Ray",
            "held_on": "2026-03-01",
            "names_given": "Cleo Fox",
        },
        {
            "seeker": "Ann",
            "contact_name": "Cleo Fox",
            "held_on": "2026-02-01",
            "referred_by": "Bob Ray",
        },
    ]
    office.hand_in({"interviews": rows})
    child = interview(office, D(2026, 2, 1))
    led = next(r for r in office.rows("referrals") if r["referral_id"] == child["referral_id"])
    assert led["made_on"] == D(2026, 1, 5)


def test_nobody_found_is_an_introducer_dated_like_the_approach(office):
    office.hand_in(
        {
            "interviews": [
                {
                    "seeker": "Ann",
                    "contact_name": "Bob Ray",
                    "requested_on": "2026-01-02",
                    "held_on": "2026-01-05",
                    "referred_by": "Aunt May",
                }
            ]
        }
    )
    (made,) = office.rows("referrals")
    assert referrals(office) == [("Aunt May", "Bob Ray", D(2026, 1, 2))]
    assert "interview_id" not in made
    assert office.rows("interviews")[0]["referral_id"] == made["referral_id"]


def test_somebody_met_only_later_is_an_introducer_too(office):
    rows = [
        {
            "seeker": "Ann",
            "contact_name": "Bob Ray",
            "held_on": "2026-01-05",
            "referred_by": "Cleo",
        },
        {"seeker": "Ann", "contact_name": "Cleo", "held_on": "2026-02-05"},
    ]
    office.hand_in({"interviews": rows})
    (made,) = office.rows("referrals")
    assert "interview_id" not in made
    assert len(office.people()) == 3


def test_another_seekers_contact_is_not_found(office):
    rows = [
        {"seeker": "Max", "contact_name": "Cleo", "held_on": "2026-01-01"},
        {
            "seeker": "Ann",
            "contact_name": "Bob Ray",
            "held_on": "2026-01-05",
            "referred_by": "Cleo",
        },
    ]
    office.hand_in({"interviews": rows})
    (made,) = office.rows("referrals")
    assert "interview_id" not in made
    assert len([p for p in office.people() if p[0] == "Cleo"]) == 2


def test_one_who_declined_can_have_named_somebody(office):
    rows = [
        {
            "seeker": "Ann",
            "contact_name": "Bob",
            "requested_on": "2026-01-05",
            "answered_on": "2026-01-10",
            "answer": "declined",
            "names_given": "Cleo",
        },
        {"seeker": "Ann", "contact_name": "Cleo", "held_on": "2026-01-25", "referred_by": "Bob"},
    ]
    office.hand_in({"interviews": rows})
    assert referrals(office) == [("Bob", "Cleo", D(2026, 1, 10))]


def test_two_referrers_make_two_referrals_and_the_first_told_counts(office):
    rows = [
        {"seeker": "Ann", "contact_name": "Bob", "held_on": "2026-01-05"},
        {"seeker": "Ann", "contact_name": "Cleo", "held_on": "2026-01-06"},
        {
            "seeker": "Ann",
            "contact_name": "Dan",
            "held_on": "2026-01-25",
            "referred_by": "Cleo; Bob",
        },
    ]
    office.hand_in({"interviews": rows})
    assert [r[0] for r in referrals(office)] == ["Bob", "Cleo"]
    child = interview(office, D(2026, 1, 25))
    led = next(r for r in office.rows("referrals") if r["referral_id"] == child["referral_id"])
    assert led["made_on"] == D(2026, 1, 6)


def test_a_repeat_conversation_attaches_to_the_same_introduction(office):
    rows = [
        {"seeker": "Ann", "contact_name": "Bob", "held_on": day, "referred_by": "Aunt May"}
        for day in ("2026-01-05", "2026-02-05")
    ]
    office.hand_in({"interviews": rows})
    assert len(office.rows("referrals")) == 1
    assert counts(office.hand_in({"interviews": rows})) == [(0, 0, 2, 0)]


def test_the_same_tracker_again_changes_nothing(office):
    office.hand_in(tracker())
    before = office.book.table("referrals")
    told = office.hand_in(tracker())
    assert counts(told) == [(0, 0, 2, 0)]
    assert (told.written, told.import_id) == (False, None)
    assert office.book.revision() == 1
    assert office.book.table("referrals").equals(before)


def test_changed_names_replace_only_what_changed(office):
    office.hand_in(tracker())
    kept = {referred(office, r): r["referral_id"] for r in office.rows("referrals")}
    told = office.hand_in(tracker(names_given="Cleo Fox; Eve Orr; Finn"))
    assert counts(told) == [(0, 1, 1, 0)]
    after = {referred(office, r): r["referral_id"] for r in office.rows("referrals")}
    assert set(after) == {"Cleo Fox", "Eve Orr", "Finn"}
    assert after["Cleo Fox"] == kept["Cleo Fox"]
    assert interview(office, D(2026, 1, 5))["names_given"] == 3
    gone = [c for c in office.rows("changes") if c["in_table"] == "referrals"]
    assert len(gone) == 1
    assert "after" not in gone[0]


def test_a_number_instead_of_names_takes_the_names_back(office):
    office.hand_in(tracker())
    office.hand_in(tracker(names_given="5"))
    assert interview(office, D(2026, 1, 5))["names_given"] == 5
    # Cleo was approached because of Bob: that is still told in her own row.
    assert referrals(office) == [("Bob Ray", "Cleo Fox", D(2026, 1, 5))]


def test_a_blank_cell_takes_nothing_back(office):
    office.hand_in(tracker())
    told = office.hand_in(tracker(names_given="", thanked="", referred_by=""))
    assert counts(told) == [(0, 0, 2, 0)]
    assert len(office.rows("referrals")) == 2


def test_not_thanked_is_kept_until_thanks_are_told(office):
    office.hand_in(tracker(thanked="no"))
    assert interview(office, D(2026, 1, 5))["thanked"] is False
    assert len(office.rows("follow_ups")) == 1
    assert counts(office.hand_in(tracker(thanked="no"))) == [(0, 0, 2, 0)]
    assert counts(office.hand_in(tracker(thanked="2026-01-07"))) == [(0, 1, 1, 0)]
    assert "thanked" not in interview(office, D(2026, 1, 5))
    assert D(2026, 1, 7) in [r.get("done_on") for r in office.rows("follow_ups")]
    assert counts(office.hand_in(tracker(thanked="no"))) == [(0, 1, 1, 0)]
    assert len(office.rows("follow_ups")) == 1


def test_what_came_of_it_is_an_opportunity_of_that_day(office):
    office.hand_in(tracker(came_of_it="good_word"))
    (found,) = office.rows("opportunities")
    assert (found["kind"], found["opened_on"]) == ("good_word", D(2026, 1, 5))
    assert found["inline_of"] == found["interview_id"]
    office.hand_in(tracker(came_of_it="job_opening"))
    (changed,) = office.rows("opportunities")
    assert changed == found | {"kind": "job_opening"}


def test_a_month_without_a_day_is_rough_in_what_it_dates_too(office):
    office.hand_in(tracker(held_on="2026-01", came_of_it="project"))
    assert interview(office, D(2026, 1, 15))["approximate"] == "held_on"
    assert {r.get("approximate") for r in office.rows("referrals")} == {"made_on"}
    assert office.rows("opportunities")[0]["approximate"] == "opened_on"


def test_the_sheet_of_referrals_is_not_told_twice(office):
    office.hand_in(
        tracker()
        | {
            "referrals": [
                {
                    "seeker": "Ann Lee",
                    "from_name": "Bob Ray",
                    "referred_name": "Cleo Fox",
                    "made_on": "2026-01-05",
                    "kind": "introduction",
                }
            ]
        }
    )
    assert referrals(office) == [
        ("Bob Ray", "Cleo Fox", D(2026, 1, 5)),
        ("Bob Ray", "Dan Poe", D(2026, 1, 5)),
    ]


def test_referrals_find_the_request_in_which_they_were_made(office):
    rows = [
        {"interview_id": f"i{n}", "seeker": "Ann", "contact_name": "Bob", "held_on": day}
        for n, day in ((1, "2026-01-05"), (2, "2026-02-05"))
    ]
    told = {"seeker": "Ann", "from_name": "Bob", "referred_name": "Cleo"}
    office.hand_in(
        {
            "interviews": rows,
            "referrals": [
                told | {"referral_id": "early", "made_on": "2026-01-20"},
                told | {"referral_id": "late", "made_on": "2026-03-20"},
                told | {"referral_id": "before", "made_on": "2026-01-01"},
                told | {"referral_id": "undated", "made_on": ""},
                {
                    "referral_id": "friend",
                    "seeker": "Ann",
                    "from_name": "Aunt May",
                    "referred_name": "Cleo",
                    "made_on": "2026-01-20",
                },
            ],
        }
    )
    found = {r["referral_id"]: r.get("interview_id") for r in office.rows("referrals")}
    assert found == {"early": "i1", "late": "i2", "before": None, "undated": None, "friend": None}


def test_an_undated_referral_is_made_in_the_only_request(office):
    office.hand_in(
        {
            "interviews": [
                {
                    "interview_id": "i1",
                    "seeker": "Ann",
                    "contact_name": "Bob",
                    "held_on": "2026-01-05",
                }
            ],
            "referrals": [{"seeker": "Ann", "from_name": "Bob", "referred_name": "Cleo"}],
        }
    )
    (made,) = office.rows("referrals")
    assert made["interview_id"] == "i1"


def test_what_a_cell_told_in_line_before_and_tells_now_is_listed(office):
    first = {**TRACKER[0], "came_of_it": "good_word"}
    last = {**TRACKER[1], "contact_name": "Eve Orr", "referred_by": "Zoe", "thanked": "no"}
    office.hand_in({"interviews": [first, TRACKER[1], {**last, "names_given": "2"}]})
    changed = {"names_given": "Cleo Fox; Fay Kim", "thanked": "2026-01-06", "came_of_it": "project"}
    again = [
        first | changed,
        TRACKER[1],
        {**last, "referred_by": "Bob Ray", "names_given": "Gil Moe", "thanked": "yes"},
    ]
    told = office.hand_in({"interviews": again})
    assert counts(told) == [(0, 2, 1, 0)]
    assert [(c.row, c.column, c.before, c.after) for c in told.files[0].changes] == [
        (2, "came_of_it", "good_word", "project"),
        (2, "names_given", "Cleo Fox; Dan Poe", "Cleo Fox; Fay Kim"),
        (2, "thanked", "yes", "2026-01-06"),
        (4, "names_given", 2, "Gil Moe"),
        (4, "referred_by", "Zoe", "Bob Ray"),
        (4, "thanked", "no", "yes"),
    ]
    assert office.hand_in({"interviews": again}).files[0].changes == ()
