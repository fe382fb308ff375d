"""Ground floor: the logbook on disk. Knows DuckDB and files, knows no statistics."""
