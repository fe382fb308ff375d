"""The store: the only modules that speak DuckDB. Everybody else asks :mod:`data.logbook`."""
