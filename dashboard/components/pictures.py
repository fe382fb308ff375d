"""A picture with what stands for it: the same in words, and the same numbers to take away."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.components.downloads import csv_of

__all__ = ["picture", "take_away"]


def picture(figure: go.Figure, words: str, key: str) -> None:
    """Show a figure; ``words`` say the same to those who do not see it."""
    st.plotly_chart(figure, theme=None, key=key, alt=words, config={"displayModeBar": False})


def take_away(table: pd.DataFrame, name: str, label: str = "Download these numbers") -> None:
    """Offer the numbers behind a picture, as ``<name>.csv``."""
    st.download_button(
        label,
        csv_of(table),
        f"{name}.csv",
        "text/csv",
        key=f"download_{name}",
        icon=":material/download:",
        on_click="ignore",
        type="tertiary",
    )
