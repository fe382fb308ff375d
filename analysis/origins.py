"""Origins: how the people met were found."""

from __future__ import annotations

import pandas as pd

from analysis.figures import Figures, once

__all__ = ["origins"]


@once
def origins(figures: Figures) -> pd.Series:
    """Return how each meeting was found: ``introduced``, ``own_network``, ``other`` or blank.

    Indexed like ``figures.forest``. A meeting is introduced when a referral earned it or when it
    is an orphan; else its ``source`` says; where that is blank it is unknown.
    """
    meetings = figures.forest
    found = meetings["source"].where(meetings["source"].isin(["own_network"]), "other")
    found = found.where(meetings["source"].notna())
    introduced = meetings["referral_id"].notna() | meetings["orphan"].astype(bool)
    return found.mask(introduced, "introduced")
