"""The roster's strip: counts as cells, the more the deeper, all to one scale."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.charts.palette import Theme, palette

__all__ = ["mixed", "strip_colors"]

_LEAST, _MOST = 0.1, 0.5
"""How much of the ink a cell takes for one, and for the highest count."""


def strip_colors(counts: pd.DataFrame, *, theme: Theme) -> pd.DataFrame:
    """Return a style for each cell of counts: tinted from one on, quiet for nought, blank if blank.

    Depth goes with the square root of the count, so that one and four differ as four and nine do;
    the text keeps at least 4.5 : 1 contrast (WCAG 2.2, criterion 1.4.3).
    """
    color = palette(theme)
    values = counts.to_numpy(dtype=float, na_value=np.nan)
    highest = np.nanmax(values, initial=1.0)
    depth = _LEAST + (_MOST - _LEAST) * np.sqrt(np.nan_to_num(values) / highest)
    styles = {number: _tint(depth[values == number], color.paper, color.held, color.ink)
              for number in np.unique(values[values > 0])}  # fmt: skip
    told = np.full(values.shape, "", dtype=object)
    for number, style in styles.items():
        told[values == number] = style
    told[values == 0] = f"color: {color.quiet}"
    return pd.DataFrame(told, index=counts.index, columns=counts.columns)


def _tint(depth: np.ndarray, paper: str, ink: str, text: str) -> str:
    return f"background-color: {mixed(paper, ink, float(depth[0]))}; color: {text}"


def mixed(paper: str, ink: str, share: float) -> str:
    """Return a color between two written ``#RRGGBB``: ``share`` of the second.

    >>> mixed("#FFFFFF", "#000000", 0.5)
    '#808080'
    """
    pairs = ((int(paper[at : at + 2], 16), int(ink[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(low + (high - low) * share):02X}" for low, high in pairs)
