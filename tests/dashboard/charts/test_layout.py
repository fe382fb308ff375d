"""The geometry of the referral map, as data."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts.bundles import marks
from dashboard.charts.layout import Canvas, canvas_for, layout
from dashboard.charts.map_data import map_data
from dashboard.charts.map_labels import label_boxes
from dashboard.charts.map_links import THICKEST, THINNEST
from dashboard.charts.room import CORRIDOR
from dashboard.charts.sectors import MOST_LABELS, sectors
from tests.dashboard.charts.forests import made, tables

SIZES = [(1, 1, 1), (2, 1, 1), (17, 1, 1), (17, 3, 1), (200, 5, 1), (200, 30, 1), (500, 60, 3),
         (1200, 90, 3), (5000, 400, 1)]  # fmt: skip


@pytest.fixture(scope="module", params=SIZES, ids=str)
def drawn(request):
    data = made(*request.param)
    return data, layout(data, canvas_for(1000))


def turns(frame: pd.DataFrame) -> np.ndarray:
    return frame["angle"].to_numpy() % (2 * math.pi)


def test_every_meeting_and_every_door_is_drawn_once(drawn):
    data, plan = drawn
    assert plan.nodes["count"].sum() == len(data.meetings)
    assert plan.doors["count"].sum() == len(data.doors)
    assert plan.rings["met"].sum() == len(data.meetings)


def test_everybody_stands_on_their_ring_or_in_the_rows_before_the_next(drawn):
    _, plan = drawn
    ring = plan.rings["radius"].to_numpy()
    above = plan.nodes["radius"].to_numpy() - ring[plan.nodes["ring"]]
    step = np.diff(ring).min() if len(ring) > 1 else ring[0]
    assert above.min() > -1e-9
    assert above.max() <= 0.43 * step
    assert np.allclose(np.hypot(plan.nodes["x"], plan.nodes["y"]), plan.nodes["radius"])


def test_the_hub_is_empty_and_nobody_passes_the_rim(drawn):
    _, plan = drawn
    everything = pd.concat([plan.nodes[["radius", "r"]], plan.doors[["radius", "r"]]])
    assert (everything["radius"] - everything["r"]).min() > 48  # the total takes 44 at most
    assert (everything["radius"] + everything["r"]).max() <= plan.rim + 1


def test_nobody_stands_in_the_corridor_of_the_ring_names(drawn):
    _, plan = drawn
    for frame in (plan.nodes, plan.doors):
        assert (turns(frame) >= CORRIDOR - 1e-9).all()
        assert (turns(frame) <= 2 * math.pi - CORRIDOR + 1e-9).all()


def test_ring_names_cover_nobody(drawn):
    _, plan = drawn
    marked = pd.concat([plan.nodes[["x", "y", "r"]], plan.doors[["x", "y", "r"]]])
    for ring in plan.rings.itertuples():
        half = 34 if ring.ring == 0 else 44  # about the width of the writing, in pixels
        across = (marked["x"].abs() - marked["r"]) < half
        along = (marked["y"] - ring.label_y).abs() < 7 + marked["r"] * 0.7
        assert not (across & along & (marked["y"] > 0)).any()


def test_sectors_hold_their_own_and_do_not_overlap(drawn):
    _, plan = drawn
    starts, ends = plan.parts["start"].to_numpy(), plan.parts["end"].to_numpy()
    assert (starts[1:] > ends[:-1]).all()
    sector = plan.nodes["sector"].to_numpy()
    assert (plan.nodes["angle"] >= starts[sector] - 1e-9).all()
    assert (plan.nodes["angle"] <= ends[sector] + 1e-9).all()


def test_at_most_seven_labels_outside_the_rim_on_the_canvas_and_apart(drawn):
    _, plan = drawn
    assert len(plan.labels) <= MOST_LABELS
    boxes = label_boxes(plan.labels)
    nearest = np.hypot(
        boxes[["left", "right"]].abs().min(axis=1),
        (plan.labels["y"].abs() - (boxes["top"] - boxes["bottom"]) / 2).clip(lower=0),
    )
    assert (nearest > plan.rim).all()
    assert boxes["left"].min() >= -plan.canvas.width / 2 if len(boxes) else True
    assert boxes["right"].max() <= plan.canvas.width / 2 if len(boxes) else True
    assert (boxes[["bottom", "top"]].abs() <= plan.canvas.height / 2 + 1e-9).all().all()
    rows = list(boxes.itertuples())
    for one in rows:
        for other in rows[one.Index + 1 :]:
            beside = one.right <= other.left or other.right <= one.left
            above = one.bottom >= other.top - 1e-9 or other.bottom >= one.top - 1e-9
            assert beside or above


def test_links_start_at_who_named_and_end_at_who_was_named(drawn):
    _, plan = drawn
    places = plan.nodes[["x", "y"]].to_numpy()
    for link in plan.links[plan.links["kind"] != "door"].itertuples():
        assert np.allclose(link.path[-1], places[link.end])
        if link.start >= 0:
            assert np.allclose(link.path[0], places[link.start])


def test_every_open_door_hangs_on_who_named_it_and_its_link_stops_at_its_outline(drawn):
    _, plan = drawn
    places = plan.nodes[["x", "y"]].to_numpy()
    doors = plan.links[plan.links["kind"] == "door"]
    assert len(doors) == (plan.doors["mark"] >= 0).sum()
    for link in doors.itertuples():
        door = plan.doors.iloc[link.end].to_dict()
        assert np.allclose(link.path[0], places[int(door["mark"])])
        reach = math.dist(link.path[-1], (door["x"], door["y"]))
        assert reach == pytest.approx(door["r"], abs=0.01)


def test_a_link_is_the_wider_the_more_people_it_led_to(drawn):
    _, plan = drawn
    credit = plan.links[plan.links["kind"] == "credit"]
    people = (plan.nodes["beyond"] + plan.nodes["count"]).to_numpy()[credit["end"].astype(int)]
    ranked = credit["width"].to_numpy()[np.argsort(people, kind="stable")]
    assert (np.diff(ranked) >= -1e-9).all()
    assert ((ranked >= THINNEST - 1e-9) & (ranked <= THICKEST + 1e-9)).all()


@pytest.mark.parametrize(("meetings", "seekers"), [(17, 1), (60, 6), (120, 20), (201, 30)])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_marks_of_people_do_not_cover_one_another(meetings, seekers, seed):
    plan = layout(made(meetings, seekers, seed=seed), canvas_for(1000))
    xy, r = plan.nodes[["x", "y"]].to_numpy(), plan.nodes["r"].to_numpy()
    apart = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))
    touching = np.triu(apart < 0.8 * (r[:, None] + r[None]), k=1)
    assert touching.sum() <= meetings // 50  # rows of one may lean on marks of the next ring


def test_up_to_seven_seekers_each_have_a_sector_in_the_order_of_their_names():
    data = made(80, 7)
    plan = layout(data, canvas_for(None))
    assert plan.kind == "seeker"
    assert list(plan.parts["name"]) == sorted(plan.parts["name"])
    assert dict(zip(plan.parts["name"], plan.parts["met"], strict=True)) == (
        data.meetings.groupby("seeker")["seeker_id"].size().to_dict()
    )


def test_many_seekers_of_a_few_cohorts_are_told_apart_by_cohort():
    plan = layout(made(200, 30, 3), canvas_for(None))
    assert plan.kind == "cohort"
    assert list(plan.parts["name"]) == ["Cohort 0", "Cohort 1", "Cohort 2"]
    assert set(plan.labels["kind"]) == {"sector", "person"}


def test_many_seekers_of_one_cohort_are_told_apart_by_who_led_to_most():
    data = made(200, 30)
    plan = layout(data, canvas_for(None))
    assert plan.kind == "anchor"
    assert plan.parts["met"].sum() == 200
    assert (plan.parts["person"] == "").sum() == 1  # everybody else
    assert (plan.links["kind"] != "hand_off").all()  # whole trees stand together


def test_one_seeker_has_the_whole_circle():
    plan = layout(made(17), canvas_for(None))
    assert plan.kind == "whole"
    assert (plan.labels["kind"] == "person").all()


def test_nobody_is_named_together_with_somebody_above_them():
    data = made(300, 5, seed=4)
    plan = layout(data, canvas_for(None))
    parent = data.meetings.set_index("interview_id")["parent_id"].to_dict()
    named = set(plan.labels.loc[plan.labels["kind"] == "person", "key"])
    for one in named:
        above = parent[one]
        while isinstance(above, str):
            assert above not in named
            above = parent[above]


def test_a_meeting_whose_parent_is_not_shown_has_a_stub():
    forest, doors, people, outcomes = tables(40, 2)
    forest["selected"] = forest["generation"] > 0
    plan = layout(map_data(forest, doors[:0], people, outcomes), canvas_for(None))
    stubs = plan.links[(plan.links["kind"] == "hand_off") & (plan.links["start"] < 0)]
    assert len(stubs) == (forest["generation"] == 1).sum()


def test_ids_decide_nothing():
    forest, doors, people, outcomes = tables(90, 12, seed=3)
    people["name"] = [f"{name} {number}" for number, name in enumerate(people["name"])]
    one = layout(map_data(forest, doors, people, outcomes), canvas_for(None))

    def other(value):
        return f"{value[0]}{99999 - int(value[1:])}" if value and value[1:].isdigit() else value

    for frame in (forest, doors, people):
        for column in frame.columns[frame.columns.str.endswith("_id")]:
            ids = [other(value) if isinstance(value, str) else None for value in frame[column]]
            frame[column] = ids
    outcomes = {other(key): came for key, came in outcomes.items()}
    two = layout(map_data(forest, doors, people, outcomes), canvas_for(None))
    pd.testing.assert_frame_equal(one.nodes, two.nodes)
    named = one.parts.drop(columns="person"), two.parts.drop(columns="person")
    pd.testing.assert_frame_equal(*named)


@settings(deadline=None, max_examples=25)
@given(
    st.integers(1, 120),
    st.integers(1, 15),
    st.integers(0, 1000),
    st.integers(700, 1600),
)
def test_any_forest_finds_room(meetings, seekers, seed, width):
    data = made(meetings, seekers, seed=seed)
    plan = layout(data, canvas_for(width))
    assert np.isfinite(plan.nodes[["x", "y", "r"]].to_numpy()).all()
    assert plan.nodes["count"].sum() == meetings
    assert (plan.nodes["radius"] <= plan.rim).all()


def test_small_branches_join_when_there_are_many_and_nothing_is_lost():
    data = made(5000, 400)
    shown = marks(data, sectors(data), 640, 200)
    assert len(shown.rows) <= 640
    assert shown.rows["count"].sum() == 5000
    assert shown.doors["count"].sum() == len(data.doors)
    came = shown.rows[["opportunities", "offers", "accepted"]].sum()
    known = data.meetings["outcome"].value_counts()
    assert list(came) == [known["opportunity"], known["offer"], known["accepted"]]


def test_who_led_to_most_is_never_hidden_in_a_bundle():
    data = made(5000, 400)
    shown = marks(data, sectors(data), 640, 200)
    most = data.meetings["beyond"].to_numpy().argsort()[-20:]
    assert (shown.rows["count"].to_numpy()[shown.mark_of[most]] == 1).all()


def test_a_canvas_keeps_room_for_names():
    assert canvas_for(None).width == 920
    assert canvas_for(200).width >= 640
    assert Canvas(920, 736).rim == pytest.approx(338)
