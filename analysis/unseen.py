"""People within reach whom nobody has met or named yet: a lower bound from the overlap of seekers.

References
----------
.. [1] A. Chao (1984), Nonparametric estimation of the number of classes in a population,
   Scand. J. Statist. 11:265-270.
.. [2] A. Chao (1987), Estimating the population size for capture-recapture data with unequal
   catchability, Biometrics 43:783-791, doi 10.2307/2531532 (the interval)
"""

from __future__ import annotations

from math import exp, log, sqrt
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from analysis.definitions import Reading
from analysis.figures import Figures
from analysis.intervals import LEVEL, Estimate

__all__ = ["chao1", "unseen"]


def chao1(abundance: npt.ArrayLike, level: float = LEVEL) -> Estimate:
    """Return Chao's lower bound for the number of contacts within reach that nobody met or named.

    With ``f1`` contacts known through one seeker and ``f2`` through two: ``f1² / 2 f2`` [1]_,
    bias-corrected ``f1 (f1 − 1) / 2`` when ``f2 = 0``. ``abundance`` holds, per contact, the
    distinct seekers who met or were given the contact. The interval is log-normal [2]_.

    >>> chao1([1, 1, 1, 1, 2, 2, 3]).value
    4.0
    >>> chao1([]).reason
    'no_units'
    """
    counts = np.asarray(abundance)
    counts = counts[counts > 0]
    n = len(counts)
    if n == 0:
        return Estimate(None, level=level, reason="no_units")
    f1, f2 = int((counts == 1).sum()), int((counts == 2).sum())  # noqa: PLR2004
    if f2:
        ratio = f1 / f2
        unseen = f1 * f1 / (2 * f2)
        variance = f2 * (ratio**4 / 4 + ratio**3 + ratio**2 / 2)
    else:
        unseen = f1 * (f1 - 1) / 2
        variance = unseen + f1 * (2 * f1 - 1) ** 2 / 4 - f1**4 / (4 * (n + unseen))
    if unseen == 0:
        return Estimate(0.0, level=level, n=n)
    z = NormalDist().inv_cdf((1 + level) / 2)
    spread = exp(z * sqrt(log(1 + variance / unseen**2)))
    return Estimate(unseen, unseen / spread, unseen * spread, level, n)


def unseen(figures: Figures) -> Reading:
    """Return the lower bound for those who are within reach of the seekers and unknown."""
    if len(figures.seekers) == 1:  # overlap needs two
        return Reading(Estimate(None, n=1, reason="one_seeker"))
    known, ids = figures.sources, figures.log.ids
    asked, named = known.asked, known.named
    met = known.own_rows[asked.meeting[known.own_rows]]
    others = np.flatnonzero((named.referred >= 0) & (named.referred != named.seeker))
    pairs = np.concatenate([asked.pair[met], named.pair[others]])
    people = np.concatenate([asked.contact[met], named.referred[others]])
    _, first = np.unique(pairs, return_index=True)
    return Reading(chao1(np.bincount(people[first], minlength=ids.count("person"))))
