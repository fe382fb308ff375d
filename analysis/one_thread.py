"""One thread: small linear algebra without threads that wait for each other.

The optimizers call the linear algebra library with matrices of a few rows. On all cores its threads
spend ten times as long in waiting as one thread needs for the work (measured on two cores).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar, cast

__all__ = ["one_thread"]

P = ParamSpec("P")
T = TypeVar("T")


def one_thread(fit: Callable[P, T]) -> Callable[P, T]:
    """Let a function work without threads in linear algebra, and restore them after it."""

    @wraps(fit)
    def alone(*args: P.args, **named: P.kwargs) -> T:
        with _threads().limit(limits=1, user_api="blas"):
            return fit(*args, **named)

    return cast("Callable[P, T]", alone)


@cache
def _threads() -> Any:  # noqa: ANN401  # the library has no types
    # What is loaded later is not found: the optimizers bring a library of their own.
    import scipy.linalg  # noqa: F401
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
