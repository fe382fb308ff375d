"""Small linear algebra keeps to one thread while it works, and leaves the others as they were."""

import scipy.linalg  # noqa: F401  # its library must be there to be asked
from threadpoolctl import threadpool_info

from analysis.one_thread import one_thread


def threads():
    return {pool["filepath"]: pool["num_threads"] for pool in threadpool_info()
            if pool["user_api"] == "blas"}  # fmt: skip


def test_one_thread_within_and_as_many_as_before_after_it():
    before = threads()
    assert before
    assert set(one_thread(threads)().values()) == {1}
    assert threads() == before
