"""Whether day or month comes first, decided for every date column of a sheet from its values."""

from __future__ import annotations

from collections.abc import Mapping

from data.errors import FileRefusedError
from data.importers.date_order import DateOrder, votes_on_order
from data.importers.read_column import Distinct
from data.log_format import Sheet

__all__ = ["DATES", "decide_orders"]

DATES = frozenset({"date", "date_or_yes_no"})


def decide_orders(
    where: str, sheet: Sheet, columns: Mapping[str, Distinct], given: DateOrder | None
) -> dict[str, DateOrder]:
    """Return the order of each date column; ``YMD`` where no date needs one.

    ``given`` holds for every column, whatever its values say. Raises ``FileRefusedError`` when the
    values of a column leave it open.
    """
    orders: dict[str, DateOrder] = {}
    undecided: dict[str, str] = {}
    for name, column in columns.items():
        if name not in sheet.names or sheet.column(name).type not in DATES:
            continue
        cells = zip(column.values.to_pylist(), column.counts.tolist(), strict=True)
        votes = votes_on_order(cells)
        if votes.order == "YMD":
            orders[name] = "YMD"
        elif order := given or votes.order:
            orders[name] = order
        else:
            undecided[name] = votes.open_example or "as many cells one way as the other"
    if undecided:
        raise _left_open(where, undecided, orders)
    return orders


def _left_open(
    where: str, undecided: Mapping[str, str], orders: Mapping[str, DateOrder]
) -> FileRefusedError:
    told = ", ".join(f"{name} ({example})" for name, example in undecided.items())
    others = ", ".join(f"{name} {order}" for name, order in orders.items() if order != "YMD")
    return FileRefusedError(
        "No value decides whether day or month comes first.",
        where=where,
        why=f"Left open: {told}." + (f" Other dates of this sheet: {others}." if others else ""),
        fix="Say which with --date-order DMY or MDY, or write dates as 2026-03-05.",
    )
