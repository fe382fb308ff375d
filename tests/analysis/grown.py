"""Logs that grew from first contacts by a known law."""

import numpy as np

from tests.analysis.small import met, named

__all__ = ["grown"]


def grown(seed, mean, k=1.0, first=30, days=200, seekers=6, **more):
    """A log that grew: first contacts over the first half, further ones after about 20 days."""
    rng = np.random.default_rng(seed)
    waiting = [
        (int(days - rng.integers(0, 1 + days // 2)), None, n % seekers) for n in range(first)
    ]
    rows, names = [], []
    while waiting:
        ago, parent, seeker = waiting.pop(0)
        n = len(rows)
        source = "cold" if parent is None else "referral"
        rows.append(met(n, f"c{n}", ago, f"s{seeker}", **{"source": source, **more}))
        if parent is not None:
            names.append(named(n, f"c{parent}", f"c{n}", f"i{parent}", seeker=f"s{seeker}"))
        for _ in range(rng.poisson(rng.gamma(k, mean / k))):
            later = ago - int(rng.gamma(2.0, 10.0))
            if later >= 0:
                waiting.append((later, n, seeker))
    return {"interviews": rows, "referrals": names}
