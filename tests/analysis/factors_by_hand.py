"""What became of each new name, one name at a time: the second method of the factors.

Plain loops over records. Forest, debts and credit have second methods of their own.
"""

from datetime import timedelta

from analysis.corrected import meetings_in_time
from analysis.credit import credit
from analysis.figures import Figures
from analysis.follow_up import search_ends
from tests.analysis.cascade_by_hand import conversations
from tests.analysis.debts_by_hand import rough, rows

__all__ = ["names_by_hand"]

LIFTED = {"waived", "decision", "do_not_contact"}


class Book:
    def __init__(self, log):
        figures = Figures(log)
        self.asked = rows(log.table("interviews"))
        self.by_id = {i["interview_id"]: i for i in self.asked}
        self.named = {r["referral_id"]: r for r in rows(log.table("referrals"))}
        self.ends = {s: d.date() for s, d in search_ends(log).items()}
        self.came_by = {c["interview_id"]: c["referral_id"] for c in rows(credit(log).credits)}
        self.meetings = {m["interview_id"]: m for m in rows(meetings_in_time(figures))}
        self.lifted = {
            d["referral_id"]: d["closed_on"]
            for d in rows(figures.debts)
            if d["rule"] == "act_on_referral" and d["closed_by"] in LIFTED
        }

    def until(self, meeting):
        end = self.ends.get(meeting["seeker_id"])
        return end or meeting["held_on"] + timedelta(days=meeting["maturity"])

    def followed(self, name):
        """The requests that came of a name: its seeker's own, and those credited to it."""
        return [
            i
            for i in self.asked
            if self.came_by[i["interview_id"]] == name["referral_id"]
            or (i["seeker_id"], i["contact_id"]) == (name["seeker_id"], name["referred_id"])
        ]

    def dead(self, request, end):
        """The day on which nothing more was to come of a request, None while something may."""
        days = [request["cancelled_on"], end]
        if not request["cancelled_on"] and request["answer"] == "declined":
            days.append(request["answered_on"] or request["requested_on"])
        return min((d for d in days if d), default=None)

    def acted(self, name, until):
        told = ("requested_on", "answered_on", "held_on", "cancelled_on")
        days = [
            i["requested_on"] or i["held_on"]
            if i["seeker_id"] != name["seeker_id"]
            else min((i[column] for column in told if i[column]), default=None)
            for i in self.followed(name)
        ]
        acted_on = min((d for d in days if d), default=None)
        given_up = self.lifted.get(name["referral_id"])
        end = self.ends.get(name["seeker_id"])
        return outcome(acted_on, given_up, end, until, name["dated_on"])

    def held(self, name, until, acted_on):
        followed = self.followed(name)
        held_on = min((i["held_on"] for i in followed if i["held_on"]), default=None)
        dead = [self.dead(i, self.ends.get(i["seeker_id"])) for i in followed]
        over = max(dead) if all(dead) else None
        refused = [self.dead(i, None) for i in followed]
        told = outcome(held_on, over, self.ends.get(name["seeker_id"]), until, acted_on)
        by_answer = all(refused) and max(refused) <= until
        return *told[:3], told[0] == 2 and not by_answer


def outcome(happened, other, end, until, start):
    """What became of it, the day counted from the start, and whether only the end rules it out."""
    if happened and happened <= until:
        return 1, happened, max((happened - start).days, 0), False
    ruled_out = [d for d in (other, end) if d and d <= until]
    if ruled_out:
        day = min(ruled_out)
        return 2, day, max((day - start).days, 0), not (other and other <= until)
    return 0, until, max((until - start).days, 0), False


def names_by_hand(log):
    """Return what became of the fresh names of meetings in time: dictionaries by referral."""
    book, found = Book(log), {}
    for talk in conversations(log):
        meeting = book.meetings.get(talk.id)
        for name in talk.fresh if meeting else ():
            until = book.until(meeting)
            if name["dated_on"] > until:
                continue
            acted, acted_on, days, ended = book.acted(name, until)
            told = {"meeting": talk.id, "acted": acted, "acted_days": days, "acting_ended": ended}
            if acted == 1:
                held, _, held_days, over = book.held(name, until, acted_on)
                told |= {"held": held, "held_days": held_days, "holding_ended": over}
            row = book.named[name["referral_id"]]
            made_in = book.by_id[row["interview_id"]]
            told["named_roughly"] = rough(row, "made_on") or (
                not row["made_on"] and rough(made_in, "held_on")
            )
            found[name["referral_id"]] = told
    return found
