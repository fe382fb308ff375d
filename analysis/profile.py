"""Profile: the likelihood along one parameter, and where it has fallen by so much, in few steps.

Each point of a profile is a fit of its own, so that steps are dear. The square root of what a
profile has fallen is a straight line where the likelihood is normal, and nearly one elsewhere
[1]_: it is followed by secants, and the crossing is kept between two points once it is passed.

References
----------
.. [1] Sprott, Kalbfleisch 1969, Technometrics 11:15, doi 10.1080/00401706.1969.10490655; Bates,
   Watts 1988, Nonlinear Regression Analysis, section 6.1 (profile t plots).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import numpy as np

from analysis.likelihood import Cells, Fitted, maximum

__all__ = ["Profile", "where_fallen"]

_CLOSE = 1e-3
_FURTHER = 1.05
_STEPS = (1.2, 4.0)
"""By how much a step grows that did not go far enough, at least and at most."""
_WITHIN = (0.05, 0.95)
_HALVE_EVERY = 4
_ATTEMPTS = 60
_APART = 1e-3
_FURTHEST = 3.0


class Profile:
    """The profile of ln R, or of ln(1 + 1/k), with the law of delays of the ``best`` fit.

    Each point is sought from where a straight line through the two nearest known ones leads.
    """

    def __init__(self, cells: Cells, best: Fitted, of: Literal["R", "k"], *others: Fitted) -> None:
        self._cells, self._best, self._known = cells, best, [best, *others]
        self._of: Literal["R", "k"] = of
        self._place = ("R", "k").index(of)

    def fallen(self, x: float) -> float:
        """Return by how much the log-likelihood is below its maximum."""
        law = self._best.law.name if self._best.law else None
        rate = math.exp(x) if self._of == "R" else None
        alpha = math.expm1(x) if self._of == "k" else None
        fit = maximum(self._cells, law, R=rate, alpha=alpha, start=self._start(x))
        self._known.append(fit)
        return self._best.loglik - fit.loglik

    def _start(self, x: float) -> Fitted:
        nearest, *others = sorted(self._known, key=lambda fit: abs(self._at(fit) - x))
        others = [fit for fit in others if abs(self._at(fit) - self._at(nearest)) > _APART]
        if not others:
            return nearest
        here, there = np.array(nearest.point), np.array(others[0].point)
        part = (x - here[self._place]) / (there[self._place] - here[self._place])
        point = here + _within(part, (-_FURTHEST, _FURTHEST)) * (there - here)
        return replace(nearest, point=tuple(point.tolist()))

    def _at(self, fit: Fitted) -> float:
        return fit.point[self._place]

    def end(
        self, drop: float, step: float, limit: float, so_far: float | None = math.nan
    ) -> float | None:
        """Return where it has fallen by ``drop`` on the way to ``limit``; None: nowhere.

        ``so_far``: an end found before, which is returned if it is further on the way.
        """
        if so_far is None or drop <= 0:
            return so_far
        top = self._at(self._best)
        if math.isfinite(so_far) and (so_far - top) * step > 0 and self.fallen(so_far) >= drop:
            return so_far
        return where_fallen(self.fallen, drop, top, step, limit)


def where_fallen(
    fallen: Callable[[float], float], drop: float, start: float, step: float, limit: float
) -> float | None:
    """Return where a profile has fallen by ``drop`` on the way to ``limit``; None: nowhere.

    ``fallen(x)``: by how much the log-likelihood at x is below its maximum, which is at ``start``;
    ``step``: the first step, with the sign of the way. Exact to 0.001 in x.

    >>> round(where_fallen(lambda x: x * x / 2, 2.0, 0.0, 0.1, 10.0), 3)
    2.0
    >>> where_fallen(lambda x: x * x / 2, 2.0, 0.0, -0.1, -1.5) is None
    True
    """
    if start == limit:
        return None
    aim, way = math.sqrt(drop), math.copysign(1.0, step)
    inside, outside = (start, 0.0), None
    x = start + step
    for attempt in range(_ATTEMPTS):
        x = way * min(way * x, way * limit)
        at = x, math.sqrt(max(fallen(x), 0.0))
        if at[1] < aim and x == limit:
            return None
        if abs(at[1] - aim) * abs(x - start) < _CLOSE * at[1]:
            break
        if at[1] < aim:
            inside = at
        else:
            outside = at
        if outside is None:
            x = start + (x - start) * _within(_FURTHER * aim / max(at[1], 1e-9), _STEPS)
        elif abs(outside[0] - inside[0]) < _CLOSE:
            break
        else:
            secant = (aim - inside[1]) / (outside[1] - inside[1])
            part = 0.5 if attempt % _HALVE_EVERY == 0 else _within(secant, _WITHIN)
            x = inside[0] + part * (outside[0] - inside[0])
    return x


def _within(value: float, limits: tuple[float, float]) -> float:
    return min(max(value, limits[0]), limits[1])
