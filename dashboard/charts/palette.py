"""The colors of the house, for light paper and for dark ink.

Hues of the outcomes derive from Okabe and Ito's set for color-blind readers
(https://jfly.uni-koeln.de/color/), darkened or lightened until each mark has at least 3 : 1
contrast with the paper (WCAG 2.2, criterion 1.4.11). Outcomes differ in shape as well, so no
reading depends on color. The one accent marks what waits for an act: open doors,
and the button of a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["DARK", "LIGHT", "OUTCOMES", "Palette", "Theme", "contrast", "mixed", "palette"]

Theme = Literal["light", "dark"]

_LINEAR = 0.04045  # sRGB: darker than this, light is proportional to the number

OUTCOMES = ("held", "opportunity", "offer", "accepted")


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme's colors: paper, ink, and what marks are made of."""

    paper: str
    raised: str
    ink: str
    quiet: str
    grid: str
    band: str
    link: str
    held: str
    opportunity: str
    offer: str
    accepted: str
    accent: str

    def outcome(self, name: str) -> str:
        """Color of an outcome, one of ``OUTCOMES``."""
        colors = (self.held, self.opportunity, self.offer, self.accepted)
        return colors[OUTCOMES.index(name)]


LIGHT = Palette(
    paper="#FAF7F0",
    raised="#F1ECE1",
    ink="#101418",
    quiet="#5C6166",
    grid="#DED7C9",
    band="#F5F1E7",
    link="#838F9A",
    held="#3F5F7F",
    opportunity="#B06A00",
    offer="#00795C",
    accepted="#A2397A",
    accent="#AB3C25",
)

DARK = Palette(
    paper="#12181F",
    raised="#1B232C",
    ink="#EDE8DD",
    quiet="#A3ABB3",
    grid="#2C3640",
    band="#161D25",
    link="#687988",
    held="#8FB1D1",
    opportunity="#E9A23B",
    offer="#45C29C",
    accepted="#E78BBE",
    accent="#F2795A",
)


def palette(theme: Theme) -> Palette:
    """Colors of a theme."""
    return DARK if theme == "dark" else LIGHT


def mixed(one: str, other: str, share: float) -> str:
    """Return a color between two that are written ``#RRGGBB``: that share of the first.

    >>> mixed("#FF0000", "#FFFFFF", 0.5)
    '#FF8080'
    """
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02X}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colors written ``#RRGGBB``, from 1 to 21 (WCAG 2.2).

    >>> round(contrast("#000000", "#FFFFFF"), 1)
    21.0
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    """Relative luminance of a color written ``#RRGGBB``."""
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= _LINEAR else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
