"""What axe finds on every page, in light and dark: nothing serious."""

import json
from importlib.resources import files

import pytest

from tests.browser.routes import follow, links, persons

pytestmark = pytest.mark.browser

SERIOUS = {"serious", "critical"}
RUN = """async () => {
    const found = await axe.run(document, {
        resultTypes: ["violations"],
        rules: {"target-size": {enabled: true}},
    });
    return found.violations.map(rule => ({
        rule: rule.id, impact: rule.impact, help: rule.help,
        nodes: rule.nodes.map(node => ({
            target: node.target.join(" "), html: node.html.slice(0, 200),
            why: node.failureSummary,
        })),
    }));
}"""

# What Streamlit's own widgets do and we cannot mend: the rule, and a part of the element's HTML.
OF_STREAMLIT: tuple[tuple[str, str], ...] = (
    # The navigation's groups are <div>s between its <ul> and its <li>s.
    ("list", 'data-testid="stSidebarNavItems"'),
    ("listitem", "<li class="),
    # Month and day of a date input are typed into, side by side; the calendar's days are larger.
    ("target-size", 'role="spinbutton"'),
    # Marks of the bars beside a number: the number, and a caption with the same counts, are text.
    ("svg-img-alt", 'class="mark-symbol role-mark metric_chart_'),
)


ORDER = {"heading-order", "page-has-heading-one", "empty-heading"}
"""Rules of axe that are moderate only, and kept here: a page is read by its headings."""


def serious(page) -> list[str]:
    return [
        json.dumps({"rule": rule["rule"], **node}, ensure_ascii=False)
        for rule in page.evaluate(RUN)
        if rule["impact"] in SERIOUS or rule["rule"] in ORDER
        for node in rule["nodes"]
        if not any(rule["rule"] == name and part in node["html"] for name, part in OF_STREAMLIT)
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_page(visit, sample_dashboard, scheme):
    window = visit(sample_dashboard, color_scheme=scheme, viewport={"width": 1280, "height": 900})
    script = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    page = window.open()
    page.wait_for_selector("h1")
    page.evaluate(script)
    shown, found = links(page), {}
    found["first"] = serious(page)
    for place in range(1, shown.count()):  # by clicks: the script stays, and pages need not load
        follow(page, shown.nth(place))
        found[page.url] = serious(page)
    page.get_by_role("link", name="Log", exact=True).first.click()
    page.get_by_text("Quick form", exact=True).click()
    window.settle()
    found["form"] = serious(page)
    for path in persons(sample_dashboard.logbook):
        window.open(path)
        page.wait_for_selector("h1")
        page.evaluate(script)
        found[path] = serious(page)
    assert len(found) == shown.count() + 3
    assert {path: faults for path, faults in found.items() if faults} == {}
