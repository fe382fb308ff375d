"""Debts worked out row by row, as an office would on paper: the second method for the first one.

Reads the frames of a log and what credit says, shares no code with :mod:`analysis.debts` but the
policy; every rule is a plain loop.
"""

import datetime as dt
from calendar import monthrange

import pandas as pd

THANKS_AND_NEWS = {
    "thank_you_email",
    "thank_you_note",
    "thank_for_answer",
    "tell_referrer",
    "tell_advice_used",
    "good_news",
}
LATER = {"advice_used", "referral_outcome", "update", "gave_back", "success_news"}
KINDS = {
    "thank_you_email": {"thank_you_email"},
    "thank_you_note": {"thank_you_note"},
    "connect": {"connect"},
    "tell_referrer": {"referral_outcome"},
    "tell_advice_used": {"advice_used"},
    "keep_in_touch": LATER,
    "good_news": {"success_news"},
    "nudge": {"nudge"},
    "thank_for_answer": {"thank_you_email"},
    "ask_for_another_name": {"asked_for_name"},
}


def rows(frame: pd.DataFrame) -> list[dict]:
    """The rows with None for blanks and plain dates."""
    return [
        {k: None if pd.isna(v) else v.date() if isinstance(v, pd.Timestamp) else v
         for k, v in row.items()}
        for row in frame.to_dict("records")
    ]  # fmt: skip


def rough(row: dict, column: str) -> bool:
    return column in (row.get("approximate") or "").split(";")


def last_of_month(day: dt.date) -> dt.date:
    return day.replace(day=monthrange(day.year, day.month)[1])


class Hand:
    """One log, read once, and the debts found so far."""

    def __init__(self, log, policy, credited):
        self.log, self.policy, self.today = log, policy, log.as_of
        self.asked = rows(log.table("interviews"))
        self.acts = rows(log.table("follow_ups"))
        self.offers = rows(log.table("opportunities"))
        self.roster = rows(log.table("seekers"))
        self.people = {p["person_id"]: p for p in rows(log.table("people"))}
        self.decisions = rows(log.table("debt_decisions"))
        self.credit = {c["interview_id"]: c for c in rows(credited.credits)}
        self.names_by_id = {r["referral_id"]: r for r in rows(credited.referrals)}
        self.meetings = {
            (m["seeker_id"], m["contact_id"]): m["interview_id"]
            for m in rows(credited.meetings)
            if m["held_on"] <= self.today
        }
        self.by_id = {i["interview_id"]: i for i in self.asked}
        self.names = [
            self.names_by_id[r["referral_id"]]
            | {"waived_on": r["waived_on"], "approximate": r["approximate"]}
            for r in rows(log.table("referrals"))
        ]
        self.selected = set(log.seeker_ids)
        self.found = []

    # What counts as having happened

    def answered(self, i):
        days = [d for d in (i["answered_on"], i["held_on"]) if d]
        return min(days) if days else None

    def declined(self, i):
        return i["held_on"] is None and i["cancelled_on"] is None and i["answer"] == "declined"

    def approach(self, i):
        return i["requested_on"] or i["held_on"]

    def first_day(self, i):
        days = (i["requested_on"], self.answered(i), i["cancelled_on"])
        return min(d for d in days if d)

    def silent_on(self, i):
        rule = self.policy.rule("nudge")
        if i["requested_on"] is None or (i["answer"] and not self.answered(i)):
            return None
        day = self.count(i["requested_on"], rule.given_up_after, rule)
        heard = [d for d in (self.answered(i), i["cancelled_on"]) if d and d <= day]
        return None if heard or day > self.today else day

    def search_end(self, seeker):
        accepted = [
            o["accepted_on"] for o in self.offers if o["seeker_id"] == seeker and o["accepted_on"]
        ]
        cohorts = {c["cohort_id"]: c["ends_on"] for c in rows(self.log.table("cohorts"))}
        ends = []
        for member in self.roster:
            if member["person_id"] == seeker:
                since = [a for a in accepted if not member["joined_on"] or a >= member["joined_on"]]
                days = [member["left_on"], cohorts.get(member["cohort_id"]), *since]
                days = [d for d in days if d and d <= self.today]
                ends.append(min(days) if days else None)
        if not ends:
            return min(accepted) if accepted else None
        return None if None in ends else max(ends)

    def count(self, start, days, rule):
        """The day so many counted days later; a day that does not count is moved off first."""

        def counts(day):
            in_pause = any(p.first <= day <= p.last for p in self.policy.pauses)
            return not in_pause and not (rule.business_days and day.weekday() >= 5)

        day = start
        while days == 0 and not counts(day):
            day += dt.timedelta(days=1)
        while days > 0:
            day += dt.timedelta(days=1)
            days -= counts(day)
        return day

    # Which act closes what

    def act(self, debt, kinds, link=None, *, ever=False):
        """The earliest fitting follow-up: (done?, day, exactly?)."""
        earliest = debt["opened"]
        if earliest and debt["rough"]:
            earliest = earliest.replace(day=1)
        fitting, told = [], False
        for a in self.acts:
            if a["kind"] not in kinds:
                continue
            names_it = link and a[link] is not None
            if names_it and a[link] != debt[link]:
                continue
            pair = (a["seeker_id"], a["contact_id"]) == (debt["seeker_id"], debt["contact_id"])
            if not names_it and not pair:
                continue
            if a["done_on"] is None:
                told = told or names_it or debt["first"]
                continue
            latest = last_of_month(a["done_on"]) if rough(a, "done_on") else a["done_on"]
            if ever or earliest is None or latest >= earliest:
                fitting.append((latest, a["done_on"], rough(a, "done_on")))
        if not fitting:
            return told, None, True
        _, day, is_rough = min(fitting)
        return True, day, not is_rough

    def owe(self, rule, seeker, opened, *, contact=None, rough=False, **more):
        blank = {"through_id": None, "interview_id": None, "referral_id": None, "first": True}
        debt = blank | {"rule": rule, "seeker_id": seeker, "contact_id": contact}
        debt |= {"opened": opened, "rough": rough, "not_before": None} | more
        if seeker in self.selected and self.policy.rule(rule):
            self.found.append(debt)
        return debt

    def close(self, debt, state, on=None, by=None):
        """Close a debt by an act or because its ground fell away: the first call stands."""
        debt.setdefault("closings", []).append((state, on, by))

    # The rules

    def conversations(self):
        held = [i for i in self.asked if i["held_on"]]
        for rule, kinds, link, chosen in (
            ("thank_you_email", {"thank_you_email"}, "interview_id", held),
            ("thank_you_note", {"thank_you_note"}, "interview_id", held),
            ("connect", {"connect"}, None, [i for i in held if self.is_meeting(i)]),
            (
                "tell_advice_used",
                {"advice_used"},
                "interview_id",
                [i for i in held if (i["advice"] or "").strip()],
            ),
        ):
            for i in in_time(chosen, lambda i: i["held_on"]):
                debt = self.about(i, rule, i["held_on"], rough(i, "held_on"))
                debt["act"] = self.act(debt, kinds, link, ever=rule == "connect")

    def is_meeting(self, i):
        return self.meetings.get((i["seeker_id"], i["contact_id"])) == i["interview_id"]

    def about(self, i, rule, opened, is_rough):
        before = [
            d
            for d in self.found
            if (d["rule"], d["seeker_id"], d["contact_id"])
            == (rule, i["seeker_id"], i["contact_id"])
        ]
        return self.owe(
            rule,
            i["seeker_id"],
            opened,
            contact=i["contact_id"],
            rough=is_rough,
            interview_id=i["interview_id"],
            first=not before,
        )

    def answers(self):
        for i in in_time(self.asked, lambda i: i["requested_on"]):
            if i["requested_on"]:
                debt = self.about(i, "nudge", i["requested_on"], rough(i, "requested_on"))
                debt["act"] = self.act(debt, {"nudge"}, "interview_id")
                if self.answered(i) or i["answer"]:
                    self.close(debt, "done", self.answered(i), "answer")
                if i["cancelled_on"]:
                    self.close(debt, "done", i["cancelled_on"], "cancelled")
                debt["lift"] = [(self.silent_on(i), 0, "silence", "given_up")]
        declined = [i for i in self.asked if self.declined(i)]
        for rule, kinds in (
            ("thank_for_answer", {"thank_you_email"}),
            ("ask_for_another_name", {"asked_for_name"}),
        ):
            for i in in_time(declined, self.answered):
                debt = self.about(i, rule, self.answered(i), rough(i, "answered_on"))
                debt["act"] = self.act(debt, kinds, "interview_id")
                given = [
                    n["dated_on"]
                    for n in self.names
                    if n["interview_id"] == i["interview_id"] and n["seeker_id"] in self.selected
                ]
                if rule == "ask_for_another_name" and given and not debt["act"][0]:
                    dated = [d for d in given if d]
                    debt["act"] = (True, min(dated) if dated else None, True)
                    debt["by"] = "referral"

    def names_to_ask(self):
        for n in self.names:
            if not n["fresh"]:
                continue
            own = [
                self.first_day(i)
                for i in self.asked
                if (i["seeker_id"], i["contact_id"]) == (n["seeker_id"], n["referred_id"])
            ]
            handed = [
                self.credit[i["interview_id"]]["approach_on"]
                for i in self.asked
                if self.credit[i["interview_id"]]["referral_id"] == n["referral_id"]
                and i["seeker_id"] != n["seeker_id"]
            ]
            made_in = self.by_id.get(n["interview_id"], {})
            vague = rough(n, "made_on") or rough(made_in, "held_on")
            vague = vague or any(
                rough(i, "requested_on")
                for i in self.asked
                if (i["seeker_id"], i["contact_id"]) == (n["seeker_id"], n["referred_id"])
            )
            debt = self.owe(
                "act_on_referral",
                n["seeker_id"],
                n["dated_on"],
                contact=n["referred_id"],
                through_id=n["from_id"],
                interview_id=n["interview_id"],
                referral_id=n["referral_id"],
                rough=vague,
            )
            events = [(d, 0, "request") for d in own] + [(d, 1, "hand_off") for d in handed]
            if events:
                day, _, by = min(events)
                debt["act"], debt["by"] = (True, day, True), by
            debt["lift"] = [(n["waived_on"], 0, "waived", "waived")]

    def outcome(self, i):
        """The day on which it was known what came of a request, None if it is not known yet."""
        no = self.answered(i) if self.declined(i) else None
        days = [d for d in (i["held_on"], i["cancelled_on"], no, self.silent_on(i)) if d]
        return (bool(days) or self.declined(i)), (min(days) if days else None)

    def news_of_names(self):
        debts = []
        for n in self.names:
            telling = n["fresh"] or n["earned"]
            if not telling or not n["referred_id"] or n["from_id"] == n["seeker_id"]:
                continue
            events = []
            for i in self.asked:
                pair = (i["seeker_id"], i["contact_id"]) == (n["seeker_id"], n["referred_id"])
                since = self.approach(i) or self.first_day(i)
                credited = self.credit[i["interview_id"]]["referral_id"] == n["referral_id"]
                came, day = self.outcome(i)
                if came and (credited or (pair and since >= n["dated_on"])):
                    vague = any(
                        rough(i, c)
                        for c in ("held_on", "cancelled_on", "answered_on", "requested_on")
                    )
                    events.append((day or dt.date.min, i["interview_id"], vague))
            if n["waived_on"]:
                events.append((n["waived_on"], "", False))
            if events:
                day, request, vague = min(events)
                debts.append((n, None if day == dt.date.min else day, request, vague))
        for n, day, request, vague in sorted(debts, key=lambda d: d[1] or dt.date.min):
            pair = (n["seeker_id"], n["from_id"])
            debt = self.owe(
                "tell_referrer",
                n["seeker_id"],
                day,
                contact=n["from_id"],
                interview_id=request or None,
                referral_id=n["referral_id"],
                rough=vague,
                first=not any(
                    d["rule"] == "tell_referrer" and (d["seeker_id"], d["contact_id"]) == pair
                    for d in self.found
                ),
            )
            debt["act"] = self.act(debt, {"referral_outcome"}, "referral_id")

    def touches(self):
        rule = self.policy.rule("keep_in_touch")
        for (seeker, contact), meeting in self.meetings.items():
            own = [i for i in self.asked if (i["seeker_id"], i["contact_id"]) == (seeker, contact)]
            acts = [
                a
                for a in self.acts
                if (a["seeker_id"], a["contact_id"]) == (seeker, contact) and a["done_on"]
            ]
            days = [i[c] for i in own for c in ("held_on", "requested_on") if i[c]]
            later = sorted((a["done_on"] for a in acts if a["kind"] in LATER), reverse=True)
            not_before = None
            if len(later) >= rule.most_per_year:
                not_before = later[rule.most_per_year - 1] + dt.timedelta(days=365)
            self.owe(
                "keep_in_touch",
                seeker,
                max(days + [a["done_on"] for a in acts]),
                contact=contact,
                interview_id=meeting,
                not_before=not_before,
            )

    def path(self, interview):
        """Who was asked on the way to this conversation: (seeker, contact, request)."""
        at, limit, way = interview, self.by_id[interview]["held_on"], []
        while (at, limit) not in way:
            way.append((at, limit))
            asked = self.credit[at]
            first = self.meetings.get((asked["seeker_id"], asked["contact_id"]))
            met = self.by_id[first]["held_on"] if first else None
            if met and (limit is None or met <= limit):
                at, limit = first, met
                asked = self.credit[at]
            yield asked["seeker_id"], asked["contact_id"], at
            if asked["referral_id"] is None:
                return
            if asked["made_in"] is None:
                name = self.names_by_id[asked["referral_id"]]
                yield name["seeker_id"], name["from_id"], None
                return
            at = asked["made_in"]

    def good_news(self):
        told = {}
        for o in self.offers:
            if not o["accepted_on"] or o["interview_id"] not in self.by_id:
                continue
            for seeker, contact, request in self.path(o["interview_id"]):
                if contact in (o["seeker_id"], seeker):
                    continue
                key = (o["seeker_id"], seeker, contact)
                news = (o["accepted_on"], rough(o, "accepted_on"), request)
                if key not in told or news[0] < told[key][0]:
                    told[key] = news
        ordered = sorted(told.items(), key=lambda item: (item[1][0], item[0]))
        for (_, seeker, contact), (day, vague, request) in ordered:
            first = not any(
                (d["rule"], d["seeker_id"], d["contact_id"]) == ("good_news", seeker, contact)
                for d in self.found
            )
            debt = self.owe(
                "good_news",
                seeker,
                day,
                contact=contact,
                interview_id=request,
                rough=vague,
                first=first,
            )
            debt["act"] = self.act(debt, {"success_news"})

    def seekers(self):
        for seeker in sorted(self.selected):
            joined = [
                (m["joined_on"], rough(m, "joined_on"))
                for m in self.roster
                if m["person_id"] == seeker and m["joined_on"]
            ]
            own = [i for i in self.asked if i["seeker_id"] == seeker]
            if joined:
                day, vague = min(joined)
                debt = self.owe("first_request", seeker, day, rough=vague)
                if own:
                    first = min(self.approach(i) or self.first_day(i) for i in own)
                    debt["act"], debt["by"] = (True, first, True), "request"
            days = [i[c] for i in own for c in ("requested_on", "answered_on", "held_on",
                    "cancelled_on")]  # fmt: skip
            for table, columns in (
                ("referrals", ("made_on", "waived_on")),
                ("follow_ups", ("done_on",)),
                (
                    "opportunities",
                    ("opened_on", "applied_on", "interviewed_on", "offered_on", "accepted_on",
                     "closed_on"),
                ),
            ):  # fmt: skip
                for row in rows(self.log.table(table)):
                    if row["seeker_id"] == seeker:
                        days += [row[c] for c in columns]
            days = [d for d in days if d]
            if days:
                self.owe("gone_quiet", seeker, max(days))

    # What it comes to

    def recorded(self, debt):
        kinds = KINDS.get(debt["rule"])
        if kinds is None:
            return True
        said = [self.log.setting(f"recorded_from:{kind}") for kind in kinds]
        days = [dt.date.fromisoformat(d) for d in said if d]
        if days and debt["opened"]:
            return debt["opened"] >= min(days)
        mine = self.groups(debt["seeker_id"])
        told = [a["seeker_id"] for a in self.acts if a["kind"] in kinds]
        if "thank_you_email" in kinds:
            told += [i["seeker_id"] for i in self.asked if i["thanked"] is False]
        return any(mine & self.groups(seeker) for seeker in told)

    def groups(self, seeker):
        own = {m["cohort_id"] for m in self.roster if m["person_id"] == seeker}
        return own or {"on no roster"}

    def decision(self, debt):
        about = [
            d
            for d in self.decisions
            if (d["rule"], d["seeker_id"]) == (debt["rule"], debt["seeker_id"])
            and all(
                d[c] is None or d[c] == debt[c]
                for c in ("contact_id", "interview_id", "referral_id")
            )
            and (debt["opened"] is None or debt["opened"] <= d["decided_on"])
        ]
        return max(about, key=lambda d: (d["decided_on"], d["decision"])) if about else None

    def state(self, debt):
        """(due, closed on, closed by, state, days overdue) of one debt."""
        rule = self.policy.rule(debt["rule"])
        opened, today = debt["opened"], self.today
        due = last = None
        if opened:
            due = self.count(opened, rule.days, rule)
            due = max(due, debt["not_before"] or due)
            last = self.count(due, rule.grace_days, rule) if rule.grace_days else due
        on, by, state = self.closed(debt, last, rule)
        if state is None:
            state = self.open_state(debt, due, last, rule)
        if on and opened:
            on = max(on, opened)
        return due, on, by, state, (today - due).days if state == "overdue" else 0

    def closed(self, debt, last, rule):
        acted, day, exactly = debt.get("act", (False, None, True))
        fell = sorted(debt.get("closings", []), key=lambda c: c[1] or dt.date.min)
        fell_on = fell[0][1] if fell else None
        if fell and acted and day and fell_on and day > fell_on:
            acted = False
        if acted:
            late = day and last and day > last and exactly and not debt["rough"]
            late = late and rule.weight != "recommended"
            return day, debt.get("by", "follow_up"), "done_late" if late else "done"
        lifts = [lift for lift in self.lifts(debt) if lift[0]]
        lift = min(lifts) if lifts else None
        if fell and not (lift and fell_on and lift[0] < fell_on):
            return fell_on, fell[0][2], "done"
        return (lift[0], lift[2], lift[3]) if lift else (None, None, None)

    def lifts(self, debt):
        yield from debt.get("lift", [])
        opened = debt["opened"] or dt.date.min
        decision = self.decision(debt)
        if decision and decision["decision"] == "waived":
            yield decision["decided_on"], 1, "decision", "waived"
        wish = self.people.get(debt["contact_id"], {}).get("do_not_contact_on")
        if wish:
            yield max(wish, opened), 2, "do_not_contact", "waived"
        end = self.search_end(debt["seeker_id"])
        if end and debt["rule"] not in THANKS_AND_NEWS:
            yield max(end, opened), 3, "search_ended", "given_up"

    def open_state(self, debt, due, last, rule):
        decision = self.decision(debt)
        if decision and (decision["until"] is None or decision["until"] > self.today):
            return "snoozed"
        rests = self.people.get(debt["contact_id"], {}).get("resting_until")
        if rests and rests > self.today and debt["rule"] in ("act_on_referral", "nudge"):
            return "snoozed"
        if due and due > self.today:
            return "later"
        if not self.recorded(debt):
            return "unrecorded"
        overdue = last and last < self.today and rule.weight != "recommended"
        return "overdue" if overdue else "due"


def in_time(found, day):
    return sorted(found, key=lambda row: day(row) or dt.date.min)


def debts_by_hand(log, policy, credited) -> list[tuple]:
    """Every debt as a tuple: rule, seeker, contact, through, interview, referral, opened, due,
    closed on and by, state, days overdue."""
    hand = Hand(log, policy, credited)
    hand.conversations()
    hand.answers()
    hand.names_to_ask()
    hand.news_of_names()
    hand.touches()
    hand.good_news()
    hand.seekers()
    keys = ("rule", "seeker_id", "contact_id", "through_id", "interview_id", "referral_id")
    return sorted(
        ((*tuple(d[k] for k in keys), d["opened"], *hand.state(d)) for d in hand.found), key=repr
    )
