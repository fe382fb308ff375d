"""The figures of reach and multiplication worked out row by row, as a second method.

Written from the definitions, with plain loops over records; the credited forest is taken from
`by_hand`, which is itself a second method of the forest.
"""

import datetime as dt

from analysis.credit import credit
from analysis.forest import forest
from data.log import Log


def _records(frame):
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [
        {k: v.date() if isinstance(v, dt.datetime) else v for k, v in row.items()} for row in rows
    ]


def figures_by_hand(log: Log) -> dict[str, float | None]:
    """Values by key, None where there is nothing to count."""
    chosen = set(log.seeker_ids)
    known = credit(log)
    meetings = [m for m in _records(forest(log, known)) if m["seeker_id"] in chosen]
    rows = [r for r in _records(log.table("interviews")) if r["seeker_id"] in chosen]
    named = [r for r in _records(log.table("referrals")) if r["seeker_id"] in chosen]
    fresh = dict(zip(known.referrals["referral_id"], known.referrals["fresh"], strict=True))
    return {
        "reach.contacts_met": len({m["contact_id"] for m in meetings}),
        "reach.contacts_named": _named(rows, named),
        "reach.generations": None
        if _nothing_known(meetings)
        else max((m["generation"] for m in meetings), default=None),
        "reach.started_share": _started(log, rows),
        "reach.overlap": _overlap(meetings),
        "reach.yes_share": _yes(rows),
        "reach.introduced_share": _introduced(meetings),
        "reach.concentration": _concentration(log, known, meetings),
        "multiplication.R_naive": None
        if _nothing_known(meetings)
        else _share(sum(m["offspring"] for m in meetings), len(meetings)),
        "multiplication.zero_share": None
        if _nothing_known(meetings)
        else _share(sum(m["offspring"] == 0 for m in meetings), len(meetings)),
        "multiplication.new_share": _new(rows, named, fresh),
        "multiplication.referrals_per_meeting": _names(meetings, rows, named),
    }


def _nothing_known(meetings):
    """No meeting tells how its person was found."""
    return not any(m["referral_id"] or m["orphan"] or m["source"] for m in meetings)


def _named(rows, named):
    held = [r for r in rows if r["held_on"] is not None]
    said = any(r["names_given"] is not None or r["names_asked"] is not None for r in held)
    if held and not named and not said:
        return None
    return len({r["referred_id"] for r in named if r["referred_id"] not in {None, r["seeker_id"]}})


def _started(log, rows):
    listed = {r["person_id"] for r in _records(log.roster()) if r["cohort_id"] is not None}
    return _share(len(listed & {r["seeker_id"] for r in rows}), len(listed))


def _share(part, whole):
    return part / whole if whole else None


def _overlap(meetings):
    seekers = {}
    for m in meetings:
        seekers.setdefault(m["contact_id"], set()).add(m["seeker_id"])
    return sum(len(s) > 1 for s in seekers.values())


def _yes(rows):
    yes = sum(r["held_on"] is not None or r["answer"] == "accepted" for r in rows)
    no = sum(r["held_on"] is None and r["answer"] == "declined" for r in rows)
    return _share(yes, yes + no)


def _introduced(meetings):
    by_introduction = [m["referral_id"] is not None or m["orphan"] for m in meetings]
    known = [i or m["source"] is not None for i, m in zip(by_introduction, meetings, strict=True)]
    return _share(sum(by_introduction), sum(known))


def _concentration(log, known, meetings):
    """Climb from every meeting and note whom one passes; the best five by how many pass them."""
    everything = {m["interview_id"]: m for m in _records(forest(log, known))}
    above = {}
    for m in meetings:
        hosts, parent = set(), m["parent_id"]
        while parent is not None:
            hosts.add(everything[parent]["contact_id"])
            parent = everything[parent]["parent_id"]
        above[m["interview_id"]] = hosts
    below = [m for m in meetings if m["generation"] > 0]
    if not below:
        return None
    people = {p["person_id"]: p for p in _records(log.table("people"))}

    def rank(host):
        from data.names import fold_name

        first = min(m["held_on"] for m in everything.values() if m["contact_id"] == host)
        person = people.get(host, {})
        return (
            -sum(host in hosts for hosts in above.values()),
            first,
            fold_name(person.get("name") or ""),
            person.get("email") or "",
        )

    top = set(sorted({m["contact_id"] for m in everything.values()}, key=rank)[:5])
    return len([m for m in below if above[m["interview_id"]] & top]) / len(below)


def _new(rows, named, fresh):
    held = {r["interview_id"] for r in rows if r["held_on"] is not None}
    made = [r for r in named if r["interview_id"] in held and r["referred_id"] is not None]
    return _share(sum(fresh[r["referral_id"]] for r in made), len(made))


def _names(meetings, rows, named):
    total = units = 0
    for m in meetings:
        pair = [
            r
            for r in rows
            if (r["seeker_id"], r["contact_id"]) == (m["seeker_id"], m["contact_id"])
            and r["held_on"] is not None
        ]
        count = sum(max(_listed(r, named), r["names_given"] or 0) for r in pair)
        said = any(r["names_given"] is not None or r["names_asked"] is not None for r in pair)
        if count or said:
            units += 1
            total += count
    return _share(total, units)


def _listed(row, named):
    """How many people are in the log as named in one conversation."""
    return sum(
        r["interview_id"] == row["interview_id"] and r["referred_id"] is not None for r in named
    )
