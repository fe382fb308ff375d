"""Profile: where a profile likelihood has fallen by so much, in few steps.

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

__all__ = ["where_fallen"]

_CLOSE = 5e-4
_FURTHER = 1.05
_STEPS = (1.2, 4.0)
"""By how much a step grows that did not go far enough, at least and at most."""
_WITHIN = (0.05, 0.95)
_HALVE_EVERY = 4
_ATTEMPTS = 60


def where_fallen(
    fallen: Callable[[float], float], drop: float, start: float, step: float, limit: float
) -> float | None:
    """Return where a profile has fallen by ``drop`` on the way to ``limit``; None: nowhere.

    ``fallen(x)``: by how much the log-likelihood at x is below its maximum, which is at ``start``;
    ``step``: the first step, with the sign of the way. Exact to 0.0005 in x.

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
