"""From the file to pandas: the types of the contract, without a detour through objects."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

__all__ = ["as_pandas"]

_PANDAS = {
    pa.string(): pd.StringDtype(na_value=np.nan),
    pa.int32(): pd.Int32Dtype(),
    pa.bool_(): pd.BooleanDtype(),
}


def as_pandas(connection: duckdb.DuckDBPyConnection, query: str) -> pd.DataFrame:
    """Return what a query finds: text as ``str``, days as ``datetime64[s]``, whole as ``Int32``."""
    found = connection.sql(query).to_arrow_table()
    days = [i for i, field in enumerate(found.schema) if pa.types.is_date32(field.type)]
    for i in days:
        day = found.column(i).cast(pa.timestamp("s"))
        found = found.set_column(i, found.schema.field(i).name, day)
    return found.to_pandas(types_mapper=_PANDAS.get, self_destruct=True, split_blocks=True)
