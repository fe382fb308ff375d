"""Ways: who could lead to an organization, an industry or a person."""

from __future__ import annotations

import pandas as pd

from analysis.figures import Figures
from analysis.open_doors import open_doors
from data.names import fold_name

__all__ = ["organizations_known", "ways_to"]


def organizations_known(figures: Figures) -> list[str]:
    """Return the organizations at which somebody was met or named, each spelled once, sorted."""
    people = figures.people["organization"].reindex(_known(figures)).dropna()
    spelled = people.groupby(people.map(fold_name)).min()
    return sorted(spelled, key=fold_name)


def _known(figures: Figures) -> pd.Index:
    return pd.Index(
        pd.concat([figures.forest["contact_id"], open_doors(figures)["referred_id"]]).unique()
    )


def ways_to(figures: Figures, organization: str) -> pd.DataFrame:
    """Return who at an organization was met, and whose door is open there.

    Columns: person_id, seeker_id (who met them, or was given the name), through_id (who named
    them; blank where nobody did), day (met, or named) and met (bool). People who asked not to be
    contacted and those who rest are left out. Most recent first.
    """
    at = figures.people["organization"].dropna().map(fold_name) == fold_name(organization)
    people = figures.people.loc[at.index[at]]
    day = pd.Timestamp(figures.log.as_of)
    willing = people[people["do_not_contact_on"].isna() & ~(people["resting_until"] >= day)].index
    by_id = figures.credited.referrals.set_index("referral_id")["from_id"]
    met = figures.forest
    met = pd.DataFrame(
        {
            "person_id": met["contact_id"],
            "seeker_id": met["seeker_id"],
            "through_id": met["referral_id"].map(by_id),
            "day": met["held_on"],
            "met": True,
        }
    )
    doors = open_doors(figures)
    named = pd.DataFrame(
        {
            "person_id": doors["referred_id"],
            "seeker_id": doors["seeker_id"],
            "through_id": doors["from_id"],
            "day": doors["dated_on"],
            "met": False,
        }
    )
    ways = pd.concat([met, named], ignore_index=True)
    ways = ways[ways["person_id"].isin(willing)]
    return ways.sort_values(
        ["met", "day", "person_id"], ascending=[False, False, True]
    ).reset_index(drop=True)
