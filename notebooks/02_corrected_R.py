# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Is it taking off? R, and why a young cohort must not be judged by what it has led to
#
# R is the number of further conversations that one conversation leads to while the search goes on.
# Above one, a cohort's network grows by itself. This notebook simulates a cohort of which R is
# known, shows what the plain average says of it week by week, and derives the correction.

# %%
from datetime import date

import numpy as np
import pandas as pd

from data.simulator import CohortParameters, Simulation, simulate

cohort = CohortParameters(
    name="Spring",
    program="Search",
    starts_on=date(2026, 1, 5),
    ends_on=date(2026, 12, 31),
    seekers=30,
    advisors=("Ada",),
    names=2.4,
    acted_share=0.8,
    opportunity_share=0.0,
    capacity_per_week=40,
    pause_mean_weeks=1e6,
    leave_mean_weeks=1e6,
)
made = simulate(Simulation(date(2026, 6, 30), (cohort,)), np.random.default_rng(20260124))
log = made.log()
truth = cohort.R
{"true R": round(truth, 3), "conversations": len(made.truth.meetings)}

# %% [markdown]
# Nothing ends these searches and nobody runs out of time, so that the truth is one number. What
# people do is otherwise as in the sample: names are asked for and given, some are acted on after
# days or weeks, some say yes, and are met when there is a day.
#
# ## What the plain average says
#
# `multiplication.R_naive` divides the conversations that were led to by all conversations, as
# lived. As of a day in spring most of the conversations are weeks old and have had no time.

# %%
from analysis.credit import credit
from analysis.measures import measures

credited = credit(log)
days = pd.date_range("2026-03-01", "2026-06-30", freq="14D")
keys = ["multiplication.R_naive", "multiplication.R"]
rows = []
for day in days:
    naive, corrected = measures(log.at(as_of=day.date()), keys, credited=credited).values()
    rows.append(
        {
            "as of": day,
            "conversations": naive.n,
            "naive": naive.value,
            "R": corrected.value,
            "low": corrected.low,
            "high": corrected.high,
            "reason": corrected.reason,
        }
    )
told = pd.DataFrame(rows)
told[["as of", "conversations", "naive"]].round({"naive": 2})

# %% [markdown]
# The cohort would have been called dying for weeks. It multiplies by the true R all the time.
#
# ## How long it takes
#
# A conversation of `C` days ago has had time for the part `G(C + 1)` of what it leads to, `G` being
# the law of the delay from a conversation to those that came of it. `C` is its *maturity*: the days
# until the as-of date, the end of the search, or the newest entry of the cohort, whichever is
# first.

# %%
from analysis.corrected import delays, meetings_in_time, offspring_fit
from analysis.figures import Figures

spring = Figures(log.at(as_of=date(2026, 4, 26)), credited=credited)
meetings, waits = meetings_in_time(spring), delays(spring)
meetings[["held_on", "maturity", "offspring"]].head()

# %% [markdown]
# The delays that were seen are too short: a delay longer than the maturity of its conversation
# cannot have been seen. Each is therefore weighed by the chance that it could be,
# `P(d) = (G(d + 1) − G(d)) / G(C + 1)`. Whole days are probabilities of a day, so that somebody met
# on the same day breaks nothing.

# %%
fit = offspring_fit(spring)
{
    "mean of the delays seen": round(float(waits["days"].mean()), 1),
    "mean of the law that was fitted": round(fit.law.mean, 1),
    "law": fit.law.name,
}

# %% [markdown]
# ## The correction
#
# Offspring of one conversation are negative binomial with mean R and dispersion k (Lloyd-Smith et
# al. 2005, doi 10.1038/nature04153). Leaving out those still to come thins them, which keeps k:
#
# `Z_i ~ NB(mean R·G(C_i + 1), k)`
#
# Counts and delays are fitted together. Were G known, the estimate of R would be nearly
#
# `Σ Z_i / Σ G(C_i + 1)`,
#
# offspring divided not by conversations but by *conversations' worth of time*:

# %%
worth = fit.law.by(meetings["maturity"].to_numpy())
pd.Series(
    {
        "further conversations so far": meetings["offspring"].sum(),
        "conversations": len(meetings),
        "conversations' worth of time": round(float(worth.sum()), 1),
        "naive": round(fit.naive, 2),
        "by worth of time": round(float(meetings["offspring"].sum() / worth.sum()), 2),
        "R, fitted": round(fit.R.value, 2),
        "likely from": round(fit.R.low, 2),
        "likely to": round(fit.R.high, 2),
        "true R": round(truth, 2),
    },
    name="as of 26 April",
).to_frame()

# %% [markdown]
# ## Week by week
#
# The band is the 90 % interval. It is wide while there is little to know, and where the log is too
# young for delays of this length there is a reason instead of a number.

# %%
import plotly.graph_objects as go

shown = told.dropna(subset=["R"])
top = np.where(np.isfinite(shown["high"]), shown["high"], 3.0)
figure = go.Figure()
figure.add_scatter(x=shown["as of"], y=top, mode="lines", line={"width": 0}, showlegend=False)
figure.add_scatter(
    x=shown["as of"], y=shown["low"], mode="lines", line={"width": 0}, fill="tonexty",
    fillcolor="rgba(63, 95, 127, 0.2)", name="likely",
)  # fmt: skip
figure.add_scatter(x=shown["as of"], y=shown["R"], mode="lines+markers", name="R, corrected")
figure.add_scatter(x=told["as of"], y=told["naive"], mode="lines+markers", name="so far, naive")
figure.add_hline(truth, line_dash="dot", annotation_text="true R")
figure.update_layout(yaxis={"range": [0, 3]}, height=380, template="simple_white")
figure

# %% [markdown]
# How often such intervals hold the truth, over many simulated cohorts, is kept in
# `docs/backtest.md`. One cohort is an example and no proof.

# %%
covered = ((shown["low"] <= truth) & (truth <= shown["high"])).sum()
below = (told["naive"] < truth).sum()
{
    "intervals that hold the true R": f"{covered} of {len(shown)}",
    "naive averages below it": f"{below} of {len(told)}",
}
