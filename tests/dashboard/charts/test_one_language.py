"""Every chart speaks the house's language: its template, and a height that is known beforehand."""

from pathlib import Path

import pytest

import dashboard.charts

CHARTS = sorted(
    path
    for path in Path(dashboard.charts.__file__).parent.glob("*.py")
    if "go.Figure(" in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("path", CHARTS, ids=lambda path: path.stem)
def test_a_chart_uses_the_template_and_keeps_its_height_while_it_loads(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("go.Figure(") <= text.count("template=template(theme)")
    assert "height" in text


def test_charts_are_made_in_one_place():
    pages = Path(dashboard.charts.__file__).parents[1]
    others = [path for path in pages.rglob("*.py") if path.parent.name != "charts"]
    made = ("go.Figure(", "plotly.express", "st.bar_chart", "st.line_chart", "st.altair_chart")
    assert [p.name for p in others if any(m in p.read_text(encoding="utf-8") for m in made)] == []
