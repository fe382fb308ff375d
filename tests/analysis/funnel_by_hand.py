"""The funnel worked out unit by unit: the second method for :mod:`analysis.funnel`.

For every unit each stage is one of reached, dropped, open or not entered.
"""

from collections import Counter

from analysis.credit import credit
from tests.analysis.debts_by_hand import Hand, rough, rows

OPPORTUNITY = ("opportunity", "interview", "offer", "accepted")
OPENED = ("opened_on", "applied_on", "interviewed_on", "offered_on", "accepted_on", "closed_on")


class Counted:
    """How many units entered, reached, stay open and dropped, stage by stage."""

    def __init__(self):
        self.stages = {}

    def add(self, stage, entered, reached, dropped):
        count = self.stages.setdefault(stage, Counter())
        if entered:
            count["entered"] += 1
            count["reached" if reached else "dropped" if dropped else "open"] += 1

    def fork(self, entered, steps):
        """Steps are (stage, reached, dropped); a later one that was reached brings the earlier."""
        for place, (stage, _, dropped) in enumerate(steps):
            reached = entered and any(r for _, r, _ in steps[place:])
            self.add(stage, entered, reached, dropped)
            entered = reached


def opportunity_steps(offers, since, over, all_closed):
    kept = []
    for o in offers:
        days = [o[c] for c in OPENED if o[c]]
        exact = not o.get("approximate")
        if not (days and since and exact and max(days) < since):
            kept.append(o)
    done = over or (all_closed and all(o["closed_on"] for o in offers))
    return [("opportunity", bool(kept), over)] + [
        (stage, any(o[column] for o in kept), done)
        for stage, column in zip(
            OPPORTUNITY[1:], ("interviewed_on", "offered_on", "accepted_on"), strict=True
        )
    ]


class Funnels(Hand):
    """The same reading of the log as for debts, counted unit by unit."""

    def __init__(self, log, policy):
        credited = credit(log)
        super().__init__(log, policy, credited)
        self.meeting_rows = [m for m in rows(credited.meetings) if m["held_on"] <= self.today]
        self.named = [n for n in self.names if n["seeker_id"] in self.selected]

    def over(self, seeker):
        return self.search_end(seeker) is not None

    def alive(self, i):
        waiting = not (i["held_on"] or i["cancelled_on"] or i["answer"] == "declined")
        return waiting and not self.over(i["seeker_id"])

    def followed(self, n):
        """The requests that followed a referral."""
        return [
            i
            for i in self.asked
            if self.credit[i["interview_id"]]["referral_id"] == n["referral_id"]
            or (
                n["referred_id"]
                and (i["seeker_id"], i["contact_id"]) == (n["seeker_id"], n["referred_id"])
                and not (n["dated_on"] and self.day_of(i) < n["dated_on"])
            )
        ]

    def day_of(self, i):
        return self.approach(i) or self.first_day(i)

    def may_be_asked(self, n):
        before = [
            self.day_of(i)
            for i in self.asked
            if (i["seeker_id"], i["contact_id"]) == (n["seeker_id"], n["referred_id"])
        ]
        known = n["dated_on"] and before and min(before) < n["dated_on"]
        oneself = n["referred_id"] == n["seeker_id"]
        return not (n["waived_on"] or known or oneself or self.over(n["seeker_id"]))

    def may_still_lead(self, n):
        found = self.followed(n)
        if not found:
            return self.may_be_asked(n)
        return not any(i["held_on"] for i in found) and any(self.alive(i) for i in found)

    def referral(self):
        counted = Counted()
        for n in self.named:
            found = self.followed(n)
            answered = any(self.answered(i) or i["answer"] for i in found)
            still = any(self.alive(i) for i in found)
            counted.add("made", True, True, False)
            counted.add("requested", True, bool(found), not self.may_be_asked(n))
            counted.add("answered", bool(found), answered, not still)
            counted.add("held", answered, any(i["held_on"] for i in found), not still)
        return counted.stages

    def names_may_lead(self, i, seen=()):
        """Whether a name given in a request may still lead to a meeting, through conduits too."""
        for n in self.named:
            if n["interview_id"] != i["interview_id"]:
                continue
            if self.may_still_lead(n):
                return True
            for j in self.followed(n):
                passed = not j["held_on"] and j["interview_id"] not in seen
                if passed and self.names_may_lead(j, (*seen, j["interview_id"])):
                    return True
        return False

    def request(self):
        counted = Counted()
        for i in self.asked:
            if i["seeker_id"] not in self.selected:
                continue
            over, held = self.over(i["seeker_id"]), i["held_on"] is not None
            answered = bool(self.answered(i) or i["answer"])
            no = i["answer"] == "declined" or bool(i["cancelled_on"])
            counted.add("requested", True, True, False)
            counted.add("answered", True, answered, bool(i["cancelled_on"]) or over)
            counted.add("held", answered, held, no or over)
            counted.fork(held, self.next_steps(i, over))
            own = [o for o in self.offers if o["interview_id"] == i["interview_id"]]
            since = None if rough(i, "held_on") else i["held_on"]
            counted.fork(held, opportunity_steps(own, since, over, True))
        return counted.stages

    def next_steps(self, i, over):
        listed = [n for n in self.named if n["interview_id"] == i["interview_id"]]
        exact = i["held_on"] and not rough(i, "held_on")
        in_order = [
            n
            for n in listed
            if n["approximate"] or not exact or not n["dated_on"] or n["dated_on"] >= i["held_on"]
        ]
        counted = bool(i["names_given"] and i["names_given"] > 0)
        told = i["names_given"] is not None or i["names_asked"] is not None
        led = any(
            i["interview_id"] in (m["parent_id"], m["direct_parent_id"])
            and i["held_on"]
            and m["held_on"] >= i["held_on"]
            for m in self.meeting_rows
        )
        missing = (i["names_given"] or 0) > len(listed)
        decided = bool(listed) and not missing and not self.names_may_lead(i)
        return [
            ("referred_on", bool(in_order) or counted, told or over),
            ("next_meeting", led, decided or over),
        ]

    def seeker(self):
        counted = Counted()
        for seeker in self.selected:
            own = [i for i in self.asked if i["seeker_id"] == seeker]
            held = [i["held_on"] for i in own if i["held_on"]]
            first = min(held) if held else None
            over = self.over(seeker)
            counted.add("joined", True, True, False)
            counted.add("first_request", True, bool(own), over)
            counted.add("first_meeting", bool(own), bool(held), over)
            named = any((i["names_given"] or 0) > 0 for i in own) or any(
                n["seeker_id"] == seeker
                and (
                    rough(n, "made_on") or not first or not n["dated_on"] or n["dated_on"] >= first
                )
                for n in self.named
            )
            meetings = sorted(
                (m for m in self.meeting_rows if m["seeker_id"] == seeker),
                key=lambda m: m["held_on"],
            )
            later = any(m["referral_id"] for m in meetings[1:])
            steps = [("first_referral", named, over), ("next_meeting", later, over)]
            counted.fork(bool(held), steps)
            offers = [o for o in self.offers if o["seeker_id"] == seeker]
            counted.fork(bool(held), opportunity_steps(offers, first, over, False))
        return counted.stages


def funnel_by_hand(log, policy, unit: str) -> dict[str, tuple[int, int, int, int]]:
    """(entered, reached, open, dropped) by stage."""
    stages = getattr(Funnels(log, policy), unit)()
    return {
        stage: tuple(count[key] for key in ("entered", "reached", "open", "dropped"))
        for stage, count in stages.items()
    }
