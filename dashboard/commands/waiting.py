"""What is owed, as a table grouped by seeker, and as records for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dashboard.commands.output import print_table, say

if TYPE_CHECKING:
    import pandas as pd

    from data.log import Log

__all__ = ["GAPS", "gaps_frame", "tell_gaps", "to_do", "with_names"]

GAPS = (
    "rule",
    "seeker",
    "seeker_id",
    "contact",
    "contact_id",
    "through",
    "interview_id",
    "referral_id",
    "due_on",
    "days_overdue",
    "state",
    "weight",
    "meetings_at_stake",
    "lost_per_week",
)
_NOW = ("overdue", "due")


def gaps_frame(log: Log, owed: pd.DataFrame, *, everything: bool) -> pd.DataFrame:
    """Return debts as `onward gaps --json` prints them: overdue and due, or all."""
    shown = owed if everything else owed[owed["state"].isin(_NOW)]
    return with_names(log, shown)[list(GAPS)]


def with_names(log: Log, owed: pd.DataFrame) -> pd.DataFrame:
    """Return debts with the names of those concerned.

    Columns added: seeker, contact (or the lead), through (who gave the name) and about (who was
    named, or the lead).
    """
    people = log.whole("people").set_index("person_id")["name"]
    named = log.whole("referrals").set_index("referral_id")
    leads = named["lead"]
    contact = owed["contact_id"].map(people).astype("str")
    return owed.assign(
        seeker=owed["seeker_id"].map(people).astype("str"),
        contact=contact.fillna(owed["referral_id"].map(leads).astype("str")),
        through=owed["through_id"].map(people).astype("str"),
        about=owed["referral_id"].map(named["referred_id"].map(people).fillna(leads)),
    )


def tell_gaps(log: Log, owed: pd.DataFrame, *, everything: bool) -> None:
    """Print who waits, then the debts by seeker; recommended ones are counted, not listed."""
    say(_sentence(owed))
    shown = (
        owed if everything else owed[owed["state"].isin(_NOW) & (owed["weight"] != "recommended")]
    )
    named = with_names(log, shown).sort_values(
        ["seeker", "seeker_id", "due_on"], kind="stable", ignore_index=True
    )
    print_table(
        ("Seeker", "To do", "Named by", "Due", "Days late", "Standing"),
        _rows(named),
        right=("Due", "Days late"),
    )
    if not everything:
        say(*_not_listed(owed))


def _sentence(owed: pd.DataFrame) -> str:
    from analysis.waiting import seekers_with_half
    from dashboard.text.debts import gaps_sentence

    late = owed[owed["state"] == "overdue"]
    thanks = late["rule"] == "thank_you_email"
    names = late["rule"] == "act_on_referral"
    of_thanks = owed.loc[owed["rule"] == "thank_you_email", "state"]
    return gaps_sentence(
        int(thanks.sum()),
        int(names.sum()),
        noted=not len(of_thanks) or bool((of_thanks != "unrecorded").any()),
        seekers_with_half=len(seekers_with_half(late.loc[thanks | names, "seeker_id"])),
        seekers=late.loc[thanks | names, "seeker_id"].nunique(),
    )


def _rows(named: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    from dashboard.text.debts import STATES

    before = None
    for debt in named.to_dict("records"):
        yield (
            debt["seeker"] if debt["seeker_id"] != before else "",
            to_do(debt),
            _known(debt["through"]),
            _day(debt["due_on"]),
            f"{debt['days_overdue']:,}" if debt["days_overdue"] else "",
            STATES[debt["state"]],
        )
        before = debt["seeker_id"]


def to_do(debt: Mapping[str, Any]) -> str:
    """Return what is to be done about a debt that has names."""
    from dashboard.text.debts import TO_DO

    return TO_DO[debt["rule"]].format(
        whom=_known(debt["contact"]) or "them", about=_known(debt["about"]) or "the name"
    )


def _known(text: object) -> str:
    return text if isinstance(text, str) else ""


def _day(when: pd.Timestamp) -> str:
    import pandas as pd

    from dashboard.text.pictures import day

    return "" if pd.isna(when) else day(when)


def _not_listed(owed: pd.DataFrame) -> Iterator[str]:
    from dashboard.text.debts import RULES
    from dashboard.text.pictures import counted

    kind = owed["weight"] == "recommended"
    if further := int((kind & owed["state"].isin(_NOW)).sum()):
        things = counted(further, "thing that would be kind", "things that would be kind")
        yield f"{things} may be done as well, such as a note: --all lists them."
    silent = owed.loc[owed["state"] == "unrecorded", "rule"].unique()
    if len(silent):
        yield f"This log does not note: {', '.join(RULES[rule] for rule in silent)}."
