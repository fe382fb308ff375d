"""Every mark can be told from the paper; every color of a page is a color of the charts."""

import tomllib
from pathlib import Path

import pytest

import dashboard
from dashboard.charts.palette import DARK, LIGHT, OUTCOMES, contrast, palette

MARKS = ("link", "accent", *OUTCOMES)


@pytest.mark.parametrize("color", [LIGHT, DARK])
@pytest.mark.parametrize("ground", ["paper", "band"])
@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_has_three_to_one_on_paper_and_bands(color, ground, mark):
    limit = 3.0 if ground == "paper" else 2.85  # a band is a hair darker than the paper
    assert contrast(getattr(color, mark), getattr(color, ground)) >= limit


@pytest.mark.parametrize("color", [LIGHT, DARK])
@pytest.mark.parametrize("ink", ["ink", "quiet"])
@pytest.mark.parametrize("ground", ["paper", "band", "raised"])
def test_writing_has_four_and_a_half_to_one(color, ink, ground):
    assert contrast(getattr(color, ink), getattr(color, ground)) >= 4.5  # WCAG 2.2, 1.4.3


def test_a_number_in_a_quiet_mark_can_be_read():
    for color in (LIGHT, DARK):
        assert contrast(color.ink, color.link) >= 3.0


def test_contrast_of_a_color_with_itself_is_one():
    assert contrast("#123456", "#123456") == pytest.approx(1)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_and_charts_are_one_sheet_of_paper(theme):
    config = Path(dashboard.__file__).parent / ".streamlit" / "config.toml"
    page = tomllib.loads(config.read_text(encoding="utf-8"))["theme"][theme]
    color = palette(theme)
    assert page["backgroundColor"] == color.paper
    assert page["textColor"] == color.ink


def test_an_outcome_is_never_told_by_color_alone():
    from dashboard.charts.map_marks import SYMBOLS

    assert len(set(SYMBOLS.values())) == len(OUTCOMES)
