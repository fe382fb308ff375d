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


THEMES = tomllib.loads(
    (Path(dashboard.__file__).parent / ".streamlit" / "config.toml").read_text(encoding="utf-8")
)["theme"]
NAMED = ("red", "orange", "yellow", "blue", "green", "violet", "gray")


def over(color: str, ground: str, part: float) -> str:
    """A color laid over a ground, of which that part is to be seen."""
    pairs = [(int(color[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(part * a + (1 - part) * b):02X}" for a, b in pairs)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_and_charts_are_one_sheet_of_paper(theme):
    page, color = THEMES[theme], palette(theme)
    assert page["backgroundColor"] == color.paper
    assert page["secondaryBackgroundColor"] == page["sidebar"]["backgroundColor"] == color.raised
    assert page["textColor"] == color.ink
    assert page["borderColor"] == page["dataframeBorderColor"] == color.grid
    assert page["linkColor"] == page["redColor"] == color.accent
    assert page["grayColor"] == color.link
    outcomes = [page[f"{name}Color"] for name in ("blue", "orange", "green", "violet")]
    assert outcomes == [color.outcome(outcome) for outcome in OUTCOMES]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_a_page_writes_has_four_and_a_half_to_one(theme):
    page = THEMES[theme]
    grounds = (page["backgroundColor"], page["secondaryBackgroundColor"])
    for ground in grounds:
        assert contrast(page["textColor"], ground) >= 7
        # Streamlit writes captions with 60 % of the text's color.
        assert contrast(over(page["textColor"], ground, 0.6), ground) >= 4.5
        assert contrast(page["linkColor"], ground) >= 4.5
    assert contrast("#FFFFFF", page["primaryColor"]) >= 4.5  # on the page's button
    head = contrast(page["dataframeHeaderTextColor"], page["dataframeHeaderBackgroundColor"])
    assert head >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMED)
def test_a_told_color_can_be_read_on_its_own_ground_and_on_paper(theme, name):
    page = THEMES[theme]
    text = page[f"{name}TextColor"]
    assert contrast(text, page[f"{name}BackgroundColor"]) >= 4.5
    assert contrast(text, page["backgroundColor"]) >= 4.5
    assert contrast(page[f"{name}Color"], page["backgroundColor"]) >= 3.0


def test_an_outcome_is_never_told_by_color_alone():
    from dashboard.charts.map_marks import SYMBOLS

    assert len(set(SYMBOLS.values())) == len(OUTCOMES)
