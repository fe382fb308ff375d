"""What conversations have led to, one conversation at a time: the second method of the cascade.

Plain loops over records; who is credited to whom, the forest and the debts have second methods of
their own.
"""

from analysis.credit import credit
from analysis.figures import Figures
from analysis.follow_up import search_ends
from tests.analysis.debts_by_hand import rows

__all__ = ["Conversation", "conversations"]

OPEN = {"later", "due", "overdue", "snoozed", "unrecorded"}


class Conversation:
    """One meeting: what was named in it, and what came of the names."""

    def __init__(self, meeting, book):
        self.id = meeting["interview_id"]
        self.seeker = meeting["seeker_id"]
        self.meeting = meeting
        pair = (meeting["seeker_id"], meeting["contact_id"])
        self.talks = [
            i for i in book.asked if (i["seeker_id"], i["contact_id"]) == pair and i["held_on"]
        ]
        own = {i["interview_id"] for i in self.talks}
        self.listed = [r for r in book.named if r["interview_id"] in own and r["referred_id"]]
        self.stated = any(
            i["names_given"] is not None or i["names_asked"] is not None for i in self.talks
        )
        self.names = sum(
            max(sum(r["interview_id"] == i["interview_id"] for r in self.listed),
                i["names_given"] or 0)
            for i in self.talks
        )  # fmt: skip
        self.noted = self.stated or self.names > 0
        self.fresh = [r for r in self.listed if r["fresh"]]
        self.asked = [r for r in self.fresh if r["first_requested_on"] or r["handed_off_on"]]
        children = [m for m in book.forest if m["parent_id"] == self.id]
        self.offspring = len(children)
        ids = {r["referral_id"] for r in self.fresh}
        self.direct = sum(m["referral_id"] in ids for m in children)
        self.open = [r for r in self.fresh if book.is_open(r)]
        self.undecided = [r for r in self.fresh if book.is_undecided(r)]

    @property
    def stop(self):
        if self.offspring:
            return "led_on"
        if self.asked:
            return "none_met"
        if self.fresh:
            return "none_asked"
        if self.names:
            return "none_new" if self.listed else "none_written"
        if not self.noted:
            return "not_noted"
        told = {i["names_asked"] for i in self.talks}
        return "not_asked_for" if "not_asked" in told and not told & {"asked", "offered"} else (
            "none_given"
        )  # fmt: skip


class Book:
    def __init__(self, log):
        figures, known = Figures(log), credit(log)
        self.asked = rows(log.table("interviews"))
        self.forest = rows(figures.whole_forest)
        self.named = rows(figures.referrals)
        self.came_by = {c["interview_id"]: c["referral_id"] for c in rows(known.credits)}
        self.over = set(search_ends(log).index)
        self.waits = {
            d["referral_id"]
            for d in rows(figures.debts[["rule", "state", "referral_id"]])
            if d["rule"] == "act_on_referral" and d["state"] in OPEN
        }

    def is_open(self, name):
        return name["referral_id"] in self.waits

    def followed(self, name):
        """The requests of the person by the seeker who was given the name, and those credited."""
        return [
            i
            for i in self.asked
            if (i["seeker_id"], i["contact_id"]) == (name["seeker_id"], name["referred_id"])
            or self.came_by[i["interview_id"]] == name["referral_id"]
        ]

    def is_undecided(self, name):
        found = self.followed(name)
        if any(i["held_on"] for i in found):
            return False
        return any(
            not i["cancelled_on"] and i["answer"] != "declined" and i["seeker_id"] not in self.over
            for i in found
        )


def conversations(log) -> list[Conversation]:
    """The selected seekers' meetings, each with what came of it."""
    book = Book(log)
    return [Conversation(m, book) for m in book.forest if m["selected"]]
