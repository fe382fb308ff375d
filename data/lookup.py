"""Where ids stand in a column of ids: one pass in Arrow, however many there are.

What pandas offers for this (``isin``, ``map``, ``get_indexer``) makes a Python object of every id,
which takes ten times as long for a large log.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["as_arrow", "is_among", "place_of", "shared_codes"]

Positions: TypeAlias = npt.NDArray[np.int64]
Ids: TypeAlias = Any
"""A series, index or array of ids (text; blank ones are missing)."""


def place_of(ids: Ids, keys: Ids) -> Positions:
    """Return the position of each id in ``keys``, the first one; −1 for none and for a blank id.

    Shape (ids,).

    >>> place_of(pd.Series(["b", None, "x"], dtype="str"), pd.Series(["a", "b", "b"])).tolist()
    [1, -1, -1]
    """
    found = pc.index_in(as_arrow(ids), value_set=as_arrow(keys), skip_nulls=True)
    return pc.fill_null(found, -1).to_numpy().astype(np.int64)


def is_among(ids: Ids, keys: Ids) -> npt.NDArray[np.bool_]:
    """Return which ids are among ``keys``; a blank id is not. Shape (ids,).

    >>> is_among(pd.Index(["a", "c"]), pd.Index(["c"])).tolist()
    [False, True]
    """
    return place_of(ids, keys) >= 0


def shared_codes(left: pd.DataFrame, right: pd.DataFrame) -> tuple[Positions, Positions]:
    """Return one number for each row's ids, shared by both frames; −1 where an id is blank.

    The columns are matched by position. Numbers are less than the number of rows.

    >>> pairs = pd.DataFrame({"s": ["1", "1"], "c": ["a", "b"]})
    >>> [codes.tolist() for codes in shared_codes(pairs, pairs.iloc[1:])]
    [[0, 1], [1]]
    """
    codes = np.zeros(len(left) + len(right), dtype=np.int64)
    blank = np.zeros(len(codes), dtype=np.bool_)
    for mine, theirs in zip(left, right, strict=True):
        both = pa.chunked_array([as_arrow(left[mine]), as_arrow(right[theirs])])
        own, values = _numbered(both)
        codes = codes * (values + 1) + own
        blank |= own < 0
    codes[blank] = -1
    if left.shape[1] > 1:  # numbered anew, so that there are never more numbers than rows
        small, _ = pd.factorize(codes)
        codes = np.where(blank, -1, small)
    return codes[: len(left)], codes[len(left) :]


def _numbered(ids: pa.ChunkedArray) -> tuple[Positions, int]:
    words = ids.combine_chunks().dictionary_encode()
    codes = pc.fill_null(words.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    return codes, len(words.dictionary)


def as_arrow(ids: Ids) -> pa.Array:
    """Return ids as one array of Arrow texts."""
    words = pd.Series(ids, dtype="str", copy=False)
    found = pa.array(words.array, type=pa.large_string())
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
