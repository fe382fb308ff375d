"""Decisions on debts: done on a day, waived, or put off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
import pyarrow as pa

from data.columns import TABLES
from data.entering.acts import Act, Entering, Signature, entering, refuse_missing
from data.errors import NotAllowedError
from data.logbook import Logbook

__all__ = ["CLOSED_BY", "mark_done", "snooze", "waive"]

CLOSED_BY: Mapping[str, str] = {
    "thank_you_email": "thank_you_email",
    "thank_you_note": "thank_you_note",
    "connect": "connect",
    "tell_referrer": "referral_outcome",
    "tell_advice_used": "advice_used",
    "keep_in_touch": "update",
    "good_news": "success_news",
    "nudge": "nudge",
    "thank_for_answer": "thank_you_email",
    "ask_for_another_name": "asked_for_name",
}
"""The kind of follow-up that settles each rule's debts.

``act_on_referral`` is settled by asking the person named: a request. The advisor's own rules
(``first_request``, ``gone_quiet``) are settled by the seeker's next entry only.
"""

_ASKING = "act_on_referral"
_ABOUT = ("seeker_id", "contact_id", "interview_id", "referral_id")

Row = dict[str, Any]


def mark_done(
    logbook: Logbook,
    debts: pd.DataFrame,
    day: dt.date,
    signed: Signature,
) -> Act:
    """Note that these debts were settled on ``day``, as one act.

    ``debts`` are rows of :func:`analysis.follow_up.debts` (rule, seeker_id, contact_id,
    interview_id, referral_id, opened_on). Each becomes a follow-up of the kind that settles its
    rule; a name that was to be asked becomes a request made on that day. What the log says already
    is not said twice.

    Raises ``NotAllowedError`` for a day to come or before the debt arose, for a rule that nothing
    but the seeker's next entry settles, and when there is nothing (left) to note.
    """
    rows = list(_told(debts))
    _refuse_wrong_days(rows, day, signed.now.date())
    follow_ups = [_follow_up(row, day) for row in rows if row["rule"] != _ASKING]
    asked = [_request(row, day) for row in rows if row["rule"] == _ASKING]
    with entering(logbook, signed) as act:
        _refuse_gone(act, rows)
        noted = _add_new(act, "follow_ups", "follow_up_id", follow_ups)
        made = _add_new(act, "interviews", "interview_id", asked)
        act.named(_counted(noted, made))
    return act.done


def waive(
    logbook: Logbook,
    debts: pd.DataFrame,
    reason: str,
    *,
    day: dt.date,
    signed: Signature,
) -> Act:
    """Decide on ``day`` that these debts need not be settled, and why, as one act.

    A name that was to be asked is given up in its referral (``waived_on``), so that every figure
    knows that it was.

    Raises ``NotAllowedError`` for a day to come, and when there is nothing (left) to decide.
    """
    rows = list(_told(debts))
    _refuse_future(day, signed.now.date())
    names = {row["referral_id"] for row in rows if row["rule"] == _ASKING and row["referral_id"]}
    others = [row for row in rows if row["rule"] != _ASKING or not row["referral_id"]]
    with entering(logbook, signed) as act:
        _refuse_gone(act, rows)
        given_up = {"waived_on": day, "waived_reason": reason or None}
        act.writing.update("referrals", [{"referral_id": r} | given_up for r in sorted(names)])
        decision = {"decision": "waived", "decided_on": day, "until": None, "reason": reason}
        _decide(act, others, decision)
        act.named(f"{_things(len(rows))} waived")
    return act.done


def snooze(
    logbook: Logbook,
    debts: pd.DataFrame,
    until: dt.date,
    reason: str = "",
    *,
    day: dt.date,
    signed: Signature,
) -> Act:
    """Decide on ``day`` that these debts wait until a later day, as one act.

    Raises ``NotAllowedError`` when ``until`` is not after ``day``, for a day to come, and when
    there is nothing (left) to decide.
    """
    rows = list(_told(debts))
    _refuse_future(day, signed.now.date())
    if until <= day:
        raise NotAllowedError(
            "A day to wait until lies ahead.", where=str(until), fix="Choose a later day."
        )
    with entering(logbook, signed) as act:
        _refuse_gone(act, rows)
        decision = {"decision": "snoozed", "decided_on": day, "until": until, "reason": reason}
        _decide(act, rows, decision)
        act.named(f"{_things(len(rows))} put off until {until:%d %b %Y}".replace(" 0", " "))
    return act.done


def _told(debts: pd.DataFrame) -> Iterator[Row]:
    """Give each debt once, blanks as None; of several with one key the first."""
    named = debts[["rule", *_ABOUT, "opened_on"]].drop_duplicates(["rule", *_ABOUT])
    if named.empty:
        raise NotAllowedError("Nothing was chosen.", fix="Choose at least one row.")
    for row in named.astype(object).where(named.notna(), None).to_dict("records"):
        opened = row["opened_on"]
        yield row | {"opened_on": None if opened is None else pd.Timestamp(opened).date()}


def _refuse_future(day: dt.date, today: dt.date) -> None:
    if day > today:
        raise NotAllowedError(
            "That day has not come yet.", where=str(day), fix="Choose today or an earlier day."
        )


def _refuse_wrong_days(rows: list[Row], day: dt.date, today: dt.date) -> None:
    _refuse_future(day, today)
    opened = [row["opened_on"] for row in rows if row["opened_on"]]
    if opened and day < max(opened) and any(row["rule"] != "connect" for row in rows):
        raise NotAllowedError(
            "On that day there was nothing to be done yet.",
            where=str(day),
            why=f"It is owed since {max(opened)}.",
            fix="Choose that day or a later one.",
        )


def _follow_up(row: Row, day: dt.date) -> Row:
    if row["rule"] not in CLOSED_BY:
        raise NotAllowedError(
            "This cannot be marked as done: it is settled by the seeker's next entry.",
            where=row["rule"],
            fix="Enter what the seeker did, or waive it or put it off.",
        )
    told = {name: row[name] for name in _ABOUT}
    return told | {"kind": CLOSED_BY[row["rule"]], "done_on": day}


def _request(row: Row, day: dt.date) -> Row:
    told = {name: row[name] for name in ("seeker_id", "contact_id", "referral_id")}
    return told | {"source": "referral", "requested_on": day}


def _refuse_gone(act: Entering, rows: list[Row]) -> None:
    for table, columns in (
        ("people", ("seeker_id", "contact_id")),
        ("interviews", ("interview_id",)),
        ("referrals", ("referral_id",)),
    ):
        refuse_missing(act.writing, table, [row[column] for row in rows for column in columns])


_SAID_ALREADY = {
    "follow_ups": """
SELECT g.place FROM noted AS g SEMI JOIN follow_ups AS f
ON f.seeker_id = g.seeker_id AND f.contact_id IS NOT DISTINCT FROM g.contact_id
    AND f.interview_id IS NOT DISTINCT FROM g.interview_id
    AND f.referral_id IS NOT DISTINCT FROM g.referral_id AND f.kind = g.kind
    AND f.done_on IS NOT DISTINCT FROM g.done_on
""",
    "interviews": """
SELECT g.place FROM noted AS g SEMI JOIN interviews AS i
ON i.seeker_id = g.seeker_id AND i.contact_id = g.contact_id
    AND coalesce(i.requested_on, i.held_on) = g.requested_on
""",
}


def _add_new(act: Entering, table: str, key: str, rows: list[Row]) -> int:
    """Insert the rows that the log does not say already, and return how many."""
    if not rows:
        return 0
    act.writing.register("noted", _numbered(rows))
    said = act.writing.read(_SAID_ALREADY[table])["place"].to_pylist()
    fresh = [row | {key: act.signed.new_id()} for i, row in enumerate(rows) if i not in said]
    return act.writing.insert(table, fresh)


def _numbered(rows: list[Row]) -> pa.Table:
    texts = [*_ABOUT, "kind"]
    columns: dict[str, Any] = {"place": pa.array(range(len(rows)), pa.int64())}
    for name in texts:
        columns[name] = pa.array([row.get(name) for row in rows], pa.string())
    for name in ("done_on", "requested_on", "decided_on"):
        columns[name] = pa.array([row.get(name) for row in rows], pa.date32())
    columns["rule"] = pa.array([row.get("rule") for row in rows], pa.string())
    return pa.table(columns)


_DECIDED_THAT_DAY = """
SELECT g.place FROM noted AS g SEMI JOIN debt_decisions AS d
ON d.rule = g.rule AND d.seeker_id = g.seeker_id
    AND d.contact_id IS NOT DISTINCT FROM g.contact_id
    AND d.interview_id IS NOT DISTINCT FROM g.interview_id
    AND d.referral_id IS NOT DISTINCT FROM g.referral_id AND d.decided_on = g.decided_on
"""


def _decide(act: Entering, rows: list[Row], decision: Row) -> None:
    """Write a decision for each debt; one of the same day is replaced, for a debt has one a day."""
    if not rows:
        return
    key = TABLES["debt_decisions"].key
    whole = decision | {"reason": decision["reason"] or None}
    given = [{name: row.get(name) for name in key} | whole for row in rows]
    act.writing.register("noted", _numbered(given))
    replaced = set(act.writing.read(_DECIDED_THAT_DAY)["place"].to_pylist())
    new = [row for i, row in enumerate(given) if i not in replaced]
    act.writing.insert("debt_decisions", new)
    act.writing.update("debt_decisions", [given[i] for i in sorted(replaced)])


def _things(number: int) -> str:
    return "1 follow-up" if number == 1 else f"{number} follow-ups"


def _counted(noted: int, made: int) -> str:
    parts = []
    if noted:
        parts.append(f"{_things(noted)} marked done")
    if made:
        parts.append("1 request noted" if made == 1 else f"{made} requests noted")
    return ", ".join(parts)
