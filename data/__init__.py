"""Ground floor: the logbook on disk. Knows DuckDB and files, knows no statistics."""

from data.errors import OnwardError
from data.log import Log
from data.logbook import Logbook, open_logbook

__all__ = ["Log", "Logbook", "OnwardError", "open_logbook"]
