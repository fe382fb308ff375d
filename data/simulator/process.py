"""The process: seekers ask, hosts answer and name others, searches end. Day by day, by events."""

from __future__ import annotations

from functools import partial

from data.simulator.agenda import Agenda
from data.simulator.course import Course, Lived, Named, Search
from data.simulator.draws import Delay, Draws
from data.simulator.openings import Openings
from data.simulator.parameters import CohortParameters, Simulation
from data.simulator.people import City, Person, city_words

__all__ = ["Process"]

_WEEK = 7
_LAST_TO_JOIN = 28
_OWN_SUPPLY_K = 3.0
_INTRODUCTIONS = 0.3
# How long somebody keeps a name before handing it on, giving it up, or looking into a lead.
_HAND_OFF = Delay(24, 2, least=5)
_WAIVE = Delay(35, 2, least=7)
_LEAD = Delay(12, 2, least=1)


class Process:
    """One run of a simulation; ``run`` may be called once."""

    def __init__(self, simulation: Simulation, draws: Draws) -> None:
        last_day = simulation.last_day.toordinal()
        self._cohorts = simulation.cohorts
        self._draws = draws
        self._agenda = Agenda(last_day, weekdays=simulation.weekdays)
        self.city = City(draws, simulation.shared_share)
        self.course = Course(last_day, [], [], [], [])
        self._openings = Openings(self._agenda, draws, self.city, self.course)

    def run(self) -> Course:
        """Live every day up to the last one and return what happened."""
        for cohort in self._cohorts:
            self._enroll(cohort)
        self._agenda.live()
        return self.course

    # The roster

    def _enroll(self, cohort: CohortParameters) -> None:
        draws, start = self._draws, cohort.starts_on.toordinal()
        for number in range(cohort.seekers):
            starts = number < cohort.seekers - cohort.never_start
            late = draws.whole(_WEEK * cohort.late_weeks)
            last = _WEEK * cohort.late_weeks - draws.whole(_LAST_TO_JOIN)
            first = draws.whole(5)
            after = (late if draws.chance(cohort.late_share) else first) if starts else last
            search = Search(
                person=self.city.seeker(),
                cohort=cohort,
                joined_on=start + after,
                ends_on=cohort.ends_on.toordinal(),
                advisor=draws.pick(cohort.advisors),
                starts=starts,
            )
            search.known.add(search.person)
            search.joined_on = self._agenda.on(
                search.joined_on, partial(self._join, search), workday=True
            )
            self.course.searches.append(search)

    def _join(self, search: Search, day: int) -> None:
        if not search.starts:
            return
        draws, cohort = self._draws, search.cohort
        asked: float = day + draws.days(cohort.start_delay)
        for _ in range(1 + draws.negative_binomial(cohort.own_contacts - 1, _OWN_SUPPLY_K)):
            self._agenda.on(asked, partial(self._ask_own, search), workday=True)
            asked += draws.exponential(cohort.own_gap_days)
        if draws.chance(cohort.introducer_share):
            self._agenda.on(day + draws.whole(3 * _WEEK), partial(self._introduce, search))
        pause = _WEEK * draws.exponential(cohort.pause_mean_weeks)
        self._agenda.on(day + pause, partial(self._pause, search))
        leave = _WEEK * draws.exponential(cohort.leave_mean_weeks)
        self._agenda.on(day + leave, partial(self._leave, search))

    def _introduce(self, search: Search, day: int) -> None:
        """Let a friend, who is never interviewed, name one or two people."""
        friend = self.city.stranger(search.known)
        search.known.add(friend)
        for _ in range(1 + self._draws.whole(2)):
            self._name_new(search, friend, None, day)

    def _pause(self, search: Search, day: int) -> None:
        search.paused_until = day + self._draws.days(search.cohort.pause)
        gap = _WEEK * self._draws.exponential(search.cohort.pause_mean_weeks)
        self._agenda.on(search.paused_until + gap, partial(self._pause, search))

    def _leave(self, search: Search, day: int) -> None:
        if not search.over(day):
            search.ended_on, search.left = day, True

    # Requests

    def _ask_own(self, search: Search, day: int) -> None:
        draws, cohort = self._draws, search.cohort
        source = draws.weighted(cohort.own_sources)
        orphan = draws.chance(cohort.orphan_share)
        field = draws.pick(cohort.industries) if cohort.industries else None
        contact = self.city.stranger(search.known, field)
        search.known.add(contact)
        self._ask(Lived(search, contact, "referral" if orphan else source, orphan=orphan), day)

    def _ask(self, request: Lived, day: int) -> None:
        """Send a request, or put it off while the seeker pauses or has asked enough people."""
        search = request.search
        if search.over(day):
            return
        week = sum(sent > day - _WEEK for sent in search.sent)
        if day < search.paused_until:
            day = search.paused_until + self._draws.whole(_WEEK)
            self._agenda.on(day, partial(self._ask, request), workday=True)
        elif week >= search.cohort.capacity_per_week:
            self._agenda.on(day + 1, partial(self._ask, request), workday=True)
        else:
            self._send(request, day)

    def _send(self, request: Lived, day: int) -> None:
        request.search.sent.append(day)
        request.search.known.add(request.contact)
        if request.cause is not None:
            request.cause.acted = True
        self.course.requests.append(request)
        request.number, request.requested_on = len(self.course.requests), day
        cohort, chance = request.search.cohort, self._draws.uniform()
        answers = cohort.answers[request.source]
        accepted = 1.0 if request.repeat_of else answers.accepted
        answered = day + self._draws.days(cohort.answer_delay)
        if chance < accepted:
            self._agenda.on(answered, partial(self._accept, request), workday=True)
        elif chance < accepted + answers.declined:
            self._agenda.on(answered, partial(self._decline, request), workday=True)

    def _accept(self, request: Lived, day: int) -> None:
        cohort = request.search.cohort
        request.answered_on, request.answer = day, "accepted"
        then = day + self._draws.days(cohort.held_delay)
        ends = self._cancel if self._draws.chance(cohort.cancelled_share) else self._hold
        request.scheduled_for = self._agenda.on(then, partial(ends, request), workday=True)

    def _decline(self, request: Lived, day: int) -> None:
        request.answered_on, request.answer = day, "declined"
        for _ in range(self._draws.negative_binomial(request.search.cohort.decline_names)):
            self._name(request, day)

    def _cancel(self, request: Lived, day: int) -> None:
        answered = request.answered_on or day
        request.cancelled_on = max(answered, day - self._draws.whole(4))

    # Conversations

    def _hold(self, request: Lived, day: int) -> None:
        search, cohort, draws = request.search, request.search.cohort, self._draws
        if search.over(day):
            self._cancel(request, day)
            return
        request.held_on = day
        request.names_asked, request.names_given = self._names(request)
        for _ in range(request.names_given):
            self._name(request, day)
        if draws.chance(cohort.lead_share):
            self._lead(request, day)
        if request.repeat_of is None and draws.chance(cohort.repeat_share):
            again = Lived(search, request.contact, "own_network", repeat_of=request)
            wait = draws.days(cohort.repeat_delay)
            self._agenda.on(day + wait, partial(self._ask, again), workday=True)
        if draws.chance(cohort.opportunity_share):
            self._openings.after(request, day)

    def _names(self, request: Lived) -> tuple[str, int]:
        """Return whether names were asked for, and how many were given."""
        cohort, draws = request.search.cohort, self._draws
        if request.repeat_of is not None:
            return "asked", draws.negative_binomial(cohort.repeat_names)
        if draws.chance(cohort.asked_share):
            return "asked", draws.negative_binomial(cohort.names, cohort.names_k)
        if draws.chance(cohort.offered_share):
            return "offered", draws.negative_binomial(cohort.offered_names)
        return "not_asked", 0

    def _name(self, request: Lived, day: int) -> None:
        search, giver = request.search, request.contact
        now = {n.referred for n in search.named if n.request is request} | {None, giver}
        old = [n.referred for n in search.named if n.referred not in now]
        if old and not self._draws.chance(search.cohort.new_share):
            self._add(Named(search, giver, request, self._draws.pick(old)), day)
        else:
            self._name_new(search, giver, request, day)

    def _name_new(self, search: Search, giver: Person, request: Lived | None, day: int) -> None:
        cohort, draws, agenda = search.cohort, self._draws, self._agenda
        person = self.city.stranger(search.known, giver.industry)
        search.known.add(person)
        named = self._add(Named(search, giver, request, person, fresh=True), day)
        if draws.chance(cohort.acted_share):
            ask = partial(self._ask, Lived(search, person, "referral", named))
            agenda.on(day + draws.days(cohort.acted_delay), ask, workday=True)
        elif draws.chance(cohort.hand_off_share):
            agenda.on(day + draws.days(_HAND_OFF), partial(self._hand_off, named), workday=True)
        elif draws.chance(cohort.waived_share):
            agenda.on(day + draws.days(_WAIVE), partial(self._waive, named), workday=True)

    def _add(self, named: Named, day: int) -> Named:
        self.course.named.append(named)
        named.search.named.append(named)
        named.number, named.made_on = len(self.course.named), day
        if named.lead is None:
            named.kind = "introduction" if self._draws.chance(_INTRODUCTIONS) else "name"
        return named

    def _hand_off(self, named: Named, day: int) -> None:
        """Give a name that was not used to another seeker of the cohort."""
        others = [
            search
            for search in self.course.searches
            if search.cohort is named.search.cohort
            and search.starts
            and search.joined_on <= day
            and not search.over(day)
            and named.referred not in search.known
        ]
        if others and named.referred is not None:
            receiver = self._draws.pick(others)
            receiver.known.add(named.referred)
            self._ask(Lived(receiver, named.referred, "referral", named), day)

    def _waive(self, named: Named, day: int) -> None:
        if not named.search.over(day):
            named.waived_on = day

    def _lead(self, request: Lived, day: int) -> None:
        search, draws = request.search, self._draws
        part = draws.pick(city_words()["industry"])
        lead = f"{draws.pick(part['organizations'])}: {draws.pick(part['titles']).lower()}"
        named = self._add(Named(search, request.contact, request, None, lead, kind="lead"), day)
        if draws.chance(search.cohort.lead_acted_share):
            follow = partial(self._follow_lead, named, part["name"])
            self._agenda.on(day + draws.days(_LEAD), follow, workday=True)

    def _follow_lead(self, named: Named, industry: str, day: int) -> None:
        contact = self.city.stranger(named.search.known, industry)
        named.search.known.add(contact)
        self._ask(Lived(named.search, contact, "referral", named), day)
