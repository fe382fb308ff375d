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
# # A first look at a log
#
# From a logbook to a table, a graph, a figure and a picture. `make dashboard` has put the sample
# of invented people where this notebook looks; the variable `ONWARD_LOGBOOK` names another
# logbook. Reading holds nothing open: the dashboard may run beside it, on the same file.

# %%
import os
from pathlib import Path

from data import open_logbook

sample = Path.cwd().parent / ".onward" / "sample.duckdb"
book = open_logbook(os.environ.get("ONWARD_LOGBOOK", sample))
log = book.log()
log.as_of, log.newest_entry

# %% [markdown]
# A `Log` does not change. It is read as of a day, its newest entry unless another is asked for:
# `log.at(as_of=…)` shows what was known then, and `log.at(cohorts=…)` looks at some cohorts only.
# Both share the frames, so they cost nothing.
#
# ## A table
#
# One row per request, with the columns of the log format. States are not stored: what a request is
# follows from its dates.

# %%
interviews = log.table("interviews")
interviews[["seeker_id", "contact_id", "source", "requested_on", "answer", "held_on"]].head()

# %% [markdown]
# `requests` works the state out, and `forest` says which conversation led to which: `generation`
# is how many conversations stand above one, `offspring` how many it led to, `descendants` how many
# lie beneath it.

# %%
from analysis.credit import credit
from analysis.forest import forest
from analysis.requests import requests

credited = credit(log)
requests(log, credited)["state"].value_counts().to_frame()

# %%
trees = forest(log, credited)
trees.groupby("generation").agg(
    conversations=("interview_id", "size"), led_to=("offspring", "sum"), latest=("held_on", "max")
)

# %% [markdown]
# ## A graph
#
# The same log as a `networkx.DiGraph`, from the one who named to the one named. Anything networkx
# knows can be asked of it; here, the people without whom others would not be connected.

# %%
import networkx as nx

from analysis.graph import referral_graph

graph = referral_graph(log, credited)
cut = set(nx.articulation_points(graph.to_undirected()))
{
    "people": graph.number_of_nodes(),
    "named": graph.number_of_edges(),
    "separate parts": nx.number_weakly_connected_components(graph),
    "people who alone hold parts together": len(cut),
}

# %% [markdown]
# ## A figure
#
# A figure is never a bare number. It has an interval, a count, a definition, and a reason when it
# cannot be given.

# %%
from analysis.measures import measures

naive = measures(log, ["multiplication.R_naive"], credited=credited)["multiplication.R_naive"]
naive

# %% [markdown]
# So far, ten conversations have led to this many more, with the interval that goes with it:

# %%
[None if part is None else round(10 * part, 1) for part in (naive.value, naive.low, naive.high)]

# %% [markdown]
# ## A picture
#
# The chart of the page *Reach*: each ring is one more introduction away from a seeker, each line
# as wide as the number of people met beyond it, each hollow mark somebody named and not yet met.

# %%
from analysis.figures import Figures
from dashboard.charts.questions import map_of
from dashboard.charts.referral_map import referral_map

referral_map(map_of(Figures(log, credited=credited), hide_names=False), theme="light")
