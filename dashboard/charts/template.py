"""The house's own plotly template: fonts, paper, quiet axes."""

from __future__ import annotations

import html
import re

import plotly.graph_objects as go

from dashboard.charts.palette import OUTCOMES, Theme, palette

__all__ = ["SANS", "SERIF", "plain", "template"]

# Streamlit serves these two from its own folder; the rest is for figures opened elsewhere.
SANS = '"Source Sans", "Source Sans 3", "Helvetica Neue", Arial, sans-serif'
SERIF = '"Source Serif", "Source Serif 4", Georgia, "Times New Roman", serif'

_CONTROLS = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069]+")


def plain(text: str, longest: int = 0) -> str:
    """Text from data, safe to stand in a figure, cut to ``longest`` characters when that is given.

    Plotly renders tags such as ``<a>`` and ``<b>`` in every label, and typesets what stands between
    dollar signs when MathJax is there; neither may come from a name.

    >>> plain('<a href="x">Ann</a> & Co')
    '&lt;a href="x"&gt;Ann&lt;/a&gt; &amp; Co'
    >>> plain("Bartholomew", longest=6)
    'Barth…'
    """
    text = _CONTROLS.sub(" ", text).strip()
    if longest and len(text) > longest:
        text = text[: longest - 1].rstrip() + "…"
    return html.escape(text, quote=False).replace("$", "&#36;")


def template(theme: Theme) -> go.layout.Template:
    """Template of a theme: the only source of fonts, colors and axes of every chart."""
    color = palette(theme)
    axis = {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "tickfont": {"size": 13, "color": color.quiet},
        "automargin": True,
        "fixedrange": True,
    }
    layout = {
        "paper_bgcolor": color.paper,
        "plot_bgcolor": color.paper,
        "font": {"family": SANS, "size": 13, "color": color.ink},
        "title": {
            "font": {"family": SERIF, "size": 19, "color": color.ink},
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "pad": {"l": 4},
        },
        "colorway": [color.outcome(outcome) for outcome in OUTCOMES],
        "xaxis": axis,
        "yaxis": {**axis, "ticklabelstandoff": 10},
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "hoverlabel": {
            "bgcolor": color.raised,
            "bordercolor": color.grid,
            "font": {"family": SANS, "size": 13, "color": color.ink},
            "align": "left",
        },
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "bargap": 0.42,
    }
    return go.layout.Template(layout=layout)
