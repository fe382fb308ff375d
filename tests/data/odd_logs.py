"""Random logs that use every table, with everything blank that may be and every odd value."""

import datetime as dt
from random import Random

from data.columns import TABLES, Column

__all__ = ["LAST_DAY", "odd_tables"]

FIRST_DAY = dt.date(2025, 11, 1)
LAST_DAY = dt.date(2026, 12, 31)

NAMES = (
    "Ann Lee", "ann lee", "Ann  Lee", "Zoë Ångström", "Zoe\u0308", "李 小龍", "Ξένια", "أحمد علي",
    "O'Neill", "'tis", "''x", "'=1", "=SUM(A1)", "+49 30", "-1", "@home", "=", "12", "007", "3.0",
    "2026-03-05", "03/04/2026", "2026-03", "NA", "None", "null", "none", "n/a", "yes", "TRUE",
    'A "quoted", firm; Ltd', "a;b", "a,b", "Ann; Bob", "é", "ß", "İ", "👩", "#1", "1e5", "x" * 300,
    "Total", "nan", "inf", "-", "--", "…", "\\N", "a\\b", "100 %", "1 000", "½", "R&D <b>",
    "_x000D_",
)  # fmt: skip
TEXTS = (
    *NAMES, "two\nlines", "a\n- b\n'= c", "tab\tinside", 'say "hi"\n\n; done', "a,b\n=c", "'\n'",
    ("long " * 200).strip(),
)  # fmt: skip
IDS = ("1", "001", "x", "X", "2026-03-05", "=i", "a;b", "Ω", "'q", "id one", "1.0", "-7", "none")
EMAILS = (
    "ann@example.org", "ANN@example.org", "o'neill+x@mail.example.org", "-dash@example.org",
    "+plus@example.org", "bob@example.org", "josé@example.org",
)  # fmt: skip


def odd_tables(random: Random) -> dict[str, list[dict]]:
    """The rows of every table of a random log that the logbook may hold."""
    return _OddLog(random).tables


class _OddLog:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.tables: dict[str, list[dict]] = {}
        self.people = self._ids("p", random.randint(3, 8))
        self.seekers = random.sample(self.people, random.randint(1, 3))
        self.cohorts = self._ids("k", random.randint(1, 3))
        self.interviews = self._ids("i", random.randint(0, 7))
        self.referrals = self._ids("r", random.randint(0, 7))
        self._groups()
        self._conversations()
        self._rest()

    def _ids(self, prefix: str, count: int) -> list[str]:
        odd = self.random.sample(IDS, min(count, len(IDS)))
        return [name if self.random.random() < 0.5 else f"{prefix}{name}" for name in odd]

    def _maybe(self, values, chance: float = 0.5):
        return self.random.choice([*values]) if values and self.random.random() < chance else None

    def _day(self, earliest: dt.date = FIRST_DAY, last: dt.date = LAST_DAY) -> dt.date:
        return earliest + dt.timedelta(days=self.random.randint(0, (last - earliest).days))

    def _filled(self, table: str, **given) -> dict:
        """A row: what is given, and in every other column nothing or something odd."""
        row = dict(given)
        for column in TABLES[table].columns:
            if column.name not in row and column.name not in {"approximate", "inline_of"}:
                needed = column.required
                row[column.name] = self._value(column) if needed else self._perhaps(column)
        if "approximate" in TABLES[table].names:
            self._know_months_only(table, row)
        return row

    def _perhaps(self, column: Column):
        return self._value(column) if self.random.random() < 0.5 else None

    def _value(self, column: Column):
        choices = {"choice": column.choices, "email": EMAILS, "text": TEXTS, "name": NAMES}
        if column.type in choices:
            return self.random.choice(choices[column.type])
        if column.type == "date":
            return self._day(last=LAST_DAY + dt.timedelta(days=400 if column.plan else 0))
        if column.type == "whole":
            low, high = column.low or 0, column.high or 1000
            return self.random.choice([low, high, self.random.randint(low, high)])
        if column.type == "yes_no":
            return column.name != "thanked" and self.random.random() < 0.5
        return None

    def _know_months_only(self, table: str, row: dict) -> None:
        dates = [n for n in TABLES[table].of_type("date") if row[n] is not None]
        rough = [name for name in dates if self.random.random() < 0.2]
        for name in rough:
            row[name] = row[name].replace(day=15)
        row["approximate"] = ";".join(rough) or None

    def _groups(self) -> None:
        self.tables["people"] = [self._filled("people", person_id=p) for p in self.people]
        self.tables["cohorts"] = [self._filled("cohorts", cohort_id=k) for k in self.cohorts]
        self.tables["seekers"] = [
            self._filled("seekers", person_id=person, cohort_id=cohort)
            for person in self.seekers
            for cohort in self.random.sample(self.cohorts, min(2, len(self.cohorts)))
        ]
        self.tables["seeker_attributes"] = [
            {"person_id": person, "attribute": attribute, "value": self.random.choice(NAMES)}
            for person in self.seekers
            for attribute in ("Region", "=x", "2", "Größe")
            if self.random.random() < 0.5
        ]

    def _pair(self) -> dict:
        seeker = self.random.choice(self.seekers)
        # One person may be asked again and again; a seeker may be a contact, even their own.
        return {"seeker_id": seeker, "contact_id": self.random.choice(self.people[:4])}

    def _conversations(self) -> None:
        rows = []
        for key in self.interviews:
            row = self._filled("interviews", interview_id=key, **self._pair())
            row["referral_id"] = self._maybe([*self.referrals, "gone"])
            rows.append(self._in_order(row))
        self.tables["interviews"] = rows
        self.tables["referrals"] = [self._referral(key) for key in self.referrals]

    def _in_order(self, row: dict) -> dict:
        """What was held or answered was not so before it was asked for."""
        dates = TABLES["interviews"].row_from
        if not any(row[name] for name in dates):
            row["held_on"] = self._day()
        for name in ("answered_on", "held_on"):
            if row["requested_on"] and row[name] and row[name] < row["requested_on"]:
                row["requested_on"], row[name] = row[name], row["requested_on"]
                row["approximate"] = None
        if row["requested_on"] and row["answered_on"] and row["answered_on"] < row["requested_on"]:
            row["answered_on"] = row["requested_on"]
        return row

    def _referral(self, key: str) -> dict:
        told = self._maybe(self.tables["interviews"], 0.7)
        row = self._filled(
            "referrals",
            referral_id=key,
            seeker_id=told["seeker_id"] if told else self.random.choice(self.seekers),
            from_id=told["contact_id"] if told else self.random.choice(self.people),
            interview_id=told and told["interview_id"],
            referred_id=self._maybe(self.people, 0.8),
        )
        if row["referred_id"] is None and row["lead"] is None:
            row["lead"] = self.random.choice(NAMES)
        # Told in the row of that conversation, or by the one who came of it.
        mine = [i for i in self.tables["interviews"] if i["seeker_id"] == row["seeker_id"]]
        row["inline_of"] = self._maybe([i["interview_id"] for i in mine], 0.3)
        for about in mine:
            # A row that names somebody does not say that nobody was named.
            if row["inline_of"] == about["interview_id"] and about["names_given"] == 0:
                about["names_given"] = 1
        return row

    def _about(self) -> tuple[dict, str | None]:
        told = self._maybe(self.tables["interviews"], 0.7)
        if told is None:
            return self._pair(), None
        return {n: told[n] for n in ("seeker_id", "contact_id")}, told["interview_id"]

    def _rest(self) -> None:
        self.tables["follow_ups"] = [self._follow_up(key) for key in self._some_ids("f")]
        self.tables["opportunities"] = [self._opportunity(key) for key in self._some_ids("o")]
        self.tables["destinations"] = self._distinct(
            "destinations",
            [
                self._filled("destinations", person_id=self.random.choice(self.seekers))
                for _ in range(self.random.randint(0, 3))
            ],
        )
        self.tables["debt_decisions"] = self._distinct(
            "debt_decisions", [self._decision() for _ in range(self.random.randint(0, 4))]
        )
        self.tables["notes"] = [self._note(key) for key in self._some_ids("n")]
        self.tables["same_person"] = self._merges()

    def _some_ids(self, prefix: str) -> list[str]:
        return self._ids(prefix, self.random.randint(0, 5))

    def _distinct(self, table: str, rows: list[dict]) -> list[dict]:
        return list({tuple(row[n] for n in TABLES[table].key): row for row in rows}.values())

    def _follow_up(self, key: str) -> dict:
        pair, interview = self._about()
        row = self._filled("follow_ups", follow_up_id=key, interview_id=interview, **pair)
        row["referral_id"] = self._maybe([*self.referrals, "gone"], 0.4)
        row["inline_of"] = interview and self._maybe([interview], 0.3)
        for about in self.tables["interviews"]:
            # A row that tells of thanks does not say that there were none.
            if row["inline_of"] == about["interview_id"]:
                about["thanked"] = None
        return row

    def _opportunity(self, key: str) -> dict:
        pair, interview = self._about()
        row = self._filled(
            "opportunities",
            opportunity_id=key,
            interview_id=interview,
            seeker_id=pair["seeker_id"],
        )
        if interview is None and not any(row[n] for n in TABLES["opportunities"].row_from):
            row["opened_on"] = self._day()
        row["inline_of"] = interview and self._maybe([interview], 0.3)
        return row

    def _decision(self) -> dict:
        return self._filled(
            "debt_decisions",
            seeker_id=self.random.choice(self.seekers),
            contact_id=self._maybe(self.people),
            interview_id=self._maybe([*self.interviews, "gone"]),
            referral_id=self._maybe(self.referrals),
        )

    def _note(self, key: str) -> dict:
        person = self._maybe(self.people)
        cohort = self._maybe(self.cohorts) if person else self.random.choice(self.cohorts)
        return self._filled("notes", note_id=key, person_id=person, cohort_id=cohort)

    def _merges(self) -> list[dict]:
        """People who are one, decided one way only, so that no decision contradicts another."""
        rows = []
        for number, person in enumerate(self.people[1:], 1):
            if self.random.random() < 0.2:
                other = self.random.choice(self.people[:number])
                rows.append(self._filled("same_person", person_id=person, is_person_id=other))
        return rows
