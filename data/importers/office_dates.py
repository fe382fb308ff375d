"""Days as offices write them, told with four digits for the year and months in English."""

from __future__ import annotations

import datetime as dt
import re

from data.names import fold_name

__all__ = ["day_text"]

_SERIAL = re.compile(r"([2-6][0-9]{4})(?:[.,][0-9]+)?")
_SHORT_YEAR = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2'?([0-9]{2})(?![0-9])(.*)")
_LAST_OF_2000S = 79
_CLOCK = re.compile(
    r"[\s,]+(?:at |um |a las |à |alle |om |@ ?)?[0-9]{1,2}(?:[:.h][0-9]{2})?\s?"
    r"(?:am|pm|a\.m\.|p\.m\.|uhr|h)$"
    r"|[\s,]+(?:at |@ ?)?[0-9]{1,2}:[0-9]{2}$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"[0-9]+(?:st|nd|rd|th|er|o)?")
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo|lundi|mardi|mercredi|jeudi|vendredi"
    r"|samedi|dimanche|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lunedi|martedi"
    r"|mercoledi|giovedi|venerdi|domenica|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
    r"|segunda|terca|quarta|quinta|sexta|feira|mo|di|mi|do|fr|sa|so|lu|ma|me|je|ve)",
    re.IGNORECASE,
)
_MONTHS = {
    word: english
    for english, words in {
        "january": "january jan januar janner enero ene janvier janv janeiro gennaio gen januari",
        "february": "february feb februar febrero fevrier fevr fev fevereiro febbraio februari",
        "march": "march mar marz maerz marzo mars marco maart mrt",
        "april": "april apr abril abr avril avr aprile",
        "may": "may mai mayo maio maggio mag mei",
        "june": "june jun juni junio juin junho giugno giu",
        "july": "july jul juli julio juillet juil julho luglio lug",
        "august": "august aug agosto ago aout augustus",
        "september": "september sep sept septiembre setiembre septembre setembro set settembre",
        "october": "october oct oktober okt octubre octobre outubro out ottobre ott",
        "november": "november nov noviembre novembre novembro",
        "december": "december dec dezember dez diciembre dic decembre dezembro dicembre",
    }.items()
    for word in words.split()
}
_LINKS = frozenset(str.split("de del of the le den der am o do em"))


def day_text(text: str, epoch: dt.date) -> str:
    """Return a day in the way that the log format reads it; what is no day as it stands.

    ``epoch`` is day 0 of serial numbers. A year of two digits up to 79 is of this century.

    >>> day_text("3/14/26", dt.date(1899, 12, 30)), day_text("46095", dt.date(1899, 12, 30))
    ('3/14/2026', '2026-03-14')
    >>> day_text("14 de marzo de 2026", dt.date(1899, 12, 30))
    '14 march 2026'
    >>> day_text("Sat, 14. März 26", dt.date(1899, 12, 30))
    '14 march 2026'
    """
    if serial := _SERIAL.fullmatch(text):
        return (epoch + dt.timedelta(days=int(serial[1]))).isoformat()
    text = _CLOCK.sub("", text)
    if short := _SHORT_YEAR.fullmatch(text):
        first, mark, second, year, rest = short.groups()
        return f"{first}{mark}{second}{mark}{_whole_year(year)}{rest}"
    if not any(c.isalpha() for c in text):
        return text
    return _with_words(text)


def _whole_year(year: str) -> str:
    return f"20{year}" if int(year) <= _LAST_OF_2000S else f"19{year}"


def _with_words(text: str) -> str:
    """Return a day with the month's name in English; others, and what is no day, as it stands."""
    words = re.split(r"[\s,.\-/]+", text.strip(" ,."))
    kept, months = [], 0
    for word in words:
        folded = fold_name(word)
        if english := _MONTHS.get(folded):
            kept.append(english)
            months += 1
        elif folded in _LINKS or not folded or _WEEKDAY.fullmatch(folded):
            continue
        else:
            kept.append(folded)
    numbers = [word for word in kept if _ORDINAL.fullmatch(word)]
    if months == 0 and len(kept) == 1:  # a weekday before a day in numbers
        return _bare_day(text)
    if months != 1 or len(numbers) != len(kept) - 1:
        return text
    if len(kept) == 3 and len(kept[2]) == 2 and kept[2].isdigit():  # noqa: PLR2004 - 14 march 26
        kept[2] = _whole_year(kept[2])
    return " ".join(re.sub(r"^([0-9]{1,2})(er|o)$", r"\1", word) for word in kept)


def _bare_day(text: str) -> str:
    found = re.search(r"[0-9]{1,4}([-/.])[0-9]{1,2}\1[0-9]{2,4}", text)
    return found[0] if found else text
