"""What is said of one person: found, asked, met, named, thanked. Counts and days, no verdicts."""

from __future__ import annotations

from dashboard.text.pictures import counted

__all__ = ["found_note", "person_entry"]


def person_entry(name: str, kind: str, organization: str) -> str:
    """A person in the list of those found.

    >>> person_entry("Ann Ash", "contact", "Gull Rail"), person_entry("Sam Sole", "seeker", "")
    ('Ann Ash · Gull Rail', 'Sam Sole · seeker')
    """
    role = "seeker" if kind == "seeker" else ""
    return " · ".join(part for part in (name, role, organization) if part)


def found_note(total: int, shown: int) -> str:
    """How many were found, and what to do when there are more.

    >>> found_note(0, 0), found_note(1, 1), found_note(40, 12)
    ('Nobody of that name.', '1 person found.', '12 of 40 people; type more to narrow it down.')
    """
    if not total:
        return "Nobody of that name."
    if shown < total:
        return f"{shown:,} of {total:,} people; type more to narrow it down."
    return f"{counted(total, 'person', 'people')} found."
