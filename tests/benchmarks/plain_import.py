"""The plain way to import an interviews sheet: pandas, column by column, with the same checks.

Everything that the importer checks in such a sheet is checked here too, as an analyst who knows
pandas would write it: distinct values where that helps, vectorized string methods, merges.
"""

import datetime as dt
import re
import uuid
from pathlib import Path

import duckdb
import pandas as pd

from data.columns import TABLES
from data.names import fold_name

__all__ = ["plain_import"]

DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
EMAIL = r"^[^@\s,;]+@[^@\s,;]+\.[A-Za-z]{2,}$"
ODD = "[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]"
CHOICES = {name: TABLES["interviews"].column(name).choices for name in ("source", "answer")}
DATES = ["requested_on", "answered_on", "held_on"]
WHOLE = {"minutes_actual": (1, 1440), "names_given": (0, 200)}


def plain_import(path: Path, target: Path, as_of: dt.date) -> dict[str, int]:
    rows, bad = read(path, as_of)
    rows = rows[~bad].reset_index(drop=True)
    seekers = resolve_seekers(rows)
    contacts = resolve_contacts(rows, seekers)
    rows = rows.assign(seeker_id=seekers, contact_id=contacts)
    people = describe(rows)
    rows = rows.assign(key=same_conversation(rows, stored(target)))
    first = ~rows.duplicated(["seeker_id", "contact_id", "key"])
    kept = merge_repeats(rows, first)
    kept = kept.assign(interview_id=[uuid.uuid4().hex for _ in range(len(kept))])
    store(target, people, kept)
    return {
        "new": int(first.sum()),
        "repeated": int((~first).sum()),
        "rejected": int(bad.sum()),
        "people": len(people),
    }


def read(path: Path, as_of: dt.date) -> tuple[pd.DataFrame, pd.Series]:
    raw = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    rows, bad = pd.DataFrame(index=raw.index), pd.Series(False, index=raw.index)
    for name in raw:
        text = raw[name].str.strip()
        if text.str.contains(ODD, regex=True).any():
            text = text.str.replace(ODD, "", regex=True)
        text = text.mask(text == "")
        filled = text.notna()
        if name in DATES:
            text, wrong = read_dates(text, as_of)
        elif name in WHOLE:
            low, high = WHOLE[name]
            number = pd.to_numeric(text, errors="coerce")
            wrong = filled & ~(number.between(low, high) & text.str.fullmatch(r"[0-9]+"))
            text = number.astype("Int32")
        elif name in CHOICES:
            text = text.str.lower().str.replace(r"[\s-]+", "_", regex=True)
            wrong = filled & ~text.isin(CHOICES[name])
        elif name.endswith("_email"):
            wrong = filled & ~text.str.fullmatch(EMAIL).fillna(False).astype(bool)
        else:
            wrong = pd.Series(False, index=raw.index)
        rows[name], bad = text, bad | wrong
    bad |= rows["seeker"].isna() & rows["seeker_email"].isna()
    bad |= rows["contact_name"].isna() & rows["contact_email"].isna()
    bad |= rows[DATES].isna().all(axis=1)
    bad |= (rows["held_on"] < rows["requested_on"]) | (rows["answered_on"] < rows["requested_on"])
    return rows, bad


def read_dates(text: pd.Series, as_of: dt.date) -> tuple[pd.Series, pd.Series]:
    distinct = pd.Series(text.dropna().unique())
    iso = distinct.map(lambda value: bool(DAY.match(value)))
    if not iso.all():  # the order of day and month, by the values that leave no choice
        parts = distinct[~iso].str.extract(r"^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$").astype(float)
        day_first = (parts[0] > 12).any()
        if day_first == (parts[1] > 12).any():
            raise ValueError("no value decides the order")
        others = pd.to_datetime(distinct[~iso], dayfirst=day_first, errors="coerce")
    else:
        others = pd.Series([], dtype="datetime64[s]")
    days = pd.concat([pd.to_datetime(distinct[iso], format="%Y-%m-%d", errors="coerce"), others])
    days = days.where((days.dt.year >= 1900) & (days <= pd.Timestamp(as_of)))
    read = text.map(pd.Series(days.to_numpy(), index=distinct.loc[days.index].to_numpy()))
    return read, text.notna() & read.isna()


def folded(names: pd.Series) -> pd.Series:
    distinct = names.dropna().unique()
    return names.map(pd.Series([fold_name(name) for name in distinct], index=distinct))


def new_ids(keys: pd.Series) -> pd.Series:
    distinct = keys.dropna().unique()
    return keys.map(pd.Series([uuid.uuid4().hex for _ in distinct], index=distinct))


def resolve_seekers(rows: pd.DataFrame) -> pd.Series:
    """By e-mail; without one, the one seeker of that folded name."""
    name, email = folded(rows["seeker"]), rows["seeker_email"].str.lower()
    known = pd.DataFrame({"name": name, "email": email}).dropna().drop_duplicates()
    sole = known.groupby("name")["email"].agg(["first", "nunique"]).query("nunique == 1")["first"]
    email = email.fillna(name.map(sole))
    return new_ids(("e " + email).fillna("n " + name))


def resolve_contacts(rows: pd.DataFrame, seekers: pd.Series) -> pd.Series:
    """By e-mail, else name and organization, else name within the seeker's rows, else new."""
    told = pd.DataFrame(
        {
            "seeker": seekers,
            "name": folded(rows["contact_name"]),
            "email": rows["contact_email"].str.lower(),
            "organization": folded(rows["organization"]),
        }
    )
    person = "e " + told["email"]
    for keys in (["name", "organization"], ["seeker", "name"]):
        known = told.assign(person=person).dropna(subset=[*keys, "person"])
        groups = known.groupby(keys)["person"].agg(["first", "nunique"])
        sole = groups.loc[groups["nunique"] == 1, "first"].rename("found").reset_index()
        found = told[keys].merge(sole, on=keys, how="left")["found"]
        person = person.fillna(found)
    bare = "o " + told["name"] + "\x1f" + told["organization"]
    shared = told.assign(bare=bare)[person.isna()].groupby("bare")["seeker"].nunique()
    within = "n " + told["seeker"] + "\x1f" + told["name"]
    return new_ids(person.fillna(bare.where(bare.map(shared) > 1)).fillna(within))


def describe(rows: pd.DataFrame) -> pd.DataFrame:
    """The latest word on everybody."""
    day = rows["held_on"].fillna(rows["requested_on"])
    told = rows.assign(day=day).sort_values("day", kind="stable")
    columns = {"contact_name": "name", "contact_email": "email"}
    contacts = (
        told.groupby("contact_id")[["contact_name", "contact_email", "organization", "title"]]
        .last()
        .rename(columns=columns)
        .rename_axis("person_id")
    )
    columns = {"seeker": "name", "seeker_email": "email"}
    seekers = (
        told.groupby("seeker_id")[["seeker", "seeker_email"]]
        .last()
        .rename(columns=columns)
        .rename_axis("person_id")
    )
    return contacts.combine_first(seekers).reset_index()


def stored(target: Path) -> pd.DataFrame:
    with duckdb.connect(target, read_only=True) as connection:
        return connection.sql(
            "SELECT interview_id, seeker_id, contact_id, requested_on, held_on, answer "
            "FROM interviews"
        ).df()


def same_conversation(rows: pd.DataFrame, known: pd.DataFrame) -> pd.Series:
    """Which rows are one: asked the same day, else held the same day, else an open request."""
    pair = ["seeker_id", "contact_id"]
    everything = pd.concat([known, rows[[*pair, "requested_on", "held_on", "answer"]]])
    asked = everything.dropna(subset="requested_on")
    by_held = asked.dropna(subset="held_on").groupby([*pair, "held_on"])["requested_on"]
    held = by_held.agg(["first", "nunique"]).query("nunique == 1")["first"].rename("same")
    waiting = asked[asked["held_on"].isna() & asked["answer"].isna()]
    opened = waiting.groupby(pair)["requested_on"].agg(["first", "nunique"])
    opened = opened.query("nunique == 1")["first"].rename("open")
    told = rows[[*pair, "requested_on", "held_on"]]
    told = told.merge(held.reset_index(), on=[*pair, "held_on"], how="left")
    told = told.merge(opened.reset_index(), on=pair, how="left")
    led = told["open"].where(told["open"] <= told["held_on"])
    return told["requested_on"].fillna(told["same"]).fillna(led).fillna(told["held_on"])


def merge_repeats(rows: pd.DataFrame, first: pd.Series) -> pd.DataFrame:
    """Rows of one conversation are one: later cells win, blank ones never erase."""
    if first.all():
        return rows
    same = ["seeker_id", "contact_id", "key"]
    twice = rows.duplicated(same, keep=False)
    merged = rows[twice].groupby(same, as_index=False).last()
    return pd.concat([rows[~twice], merged], ignore_index=True)


def store(target: Path, people: pd.DataFrame, kept: pd.DataFrame) -> None:
    names = [name for name in TABLES["interviews"].names if name in kept]
    interviews = kept[names]
    now, act = dt.datetime(2026, 3, 1), "import"
    with duckdb.connect(target) as connection:
        connection.begin()
        connection.register("given_people", people.assign(recorded_at=now, import_id=act))
        connection.execute("INSERT INTO people BY NAME SELECT * FROM given_people")
        connection.register("given_interviews", interviews.assign(recorded_at=now, import_id=act))
        connection.execute("INSERT INTO interviews BY NAME SELECT * FROM given_interviews")
        connection.commit()
        connection.execute("CHECKPOINT")
