"""Cells as offices write them, told in the way that the log format reads.

Dashes and "n/a" are blank; "3/14/26", "12. März 2026" and a bare serial number of a date column are
days; "oui", "✓" and "sent" are yes; "45 min" is a number. What is not understood stays as it is,
and is then rejected with its reason. Only sheets with headers of their own are read so.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import partial

from data.importers.cells import CellError, read_choice
from data.importers.date_order import read_date
from data.importers.office_dates import day_text
from data.importers.office_names import names_text, plain_name
from data.log_format import FileColumn
from data.names import fold_header

__all__ = [
    "EPOCHS",
    "LEFT_BLANK",
    "is_choice",
    "is_nothing",
    "perhaps",
    "says_no",
    "says_yes",
    "tidier",
]

EPOCHS = {"1900": dt.date(1899, 12, 30), "1904": dt.date(1904, 1, 1)}
"""The day before day 1 of a workbook's calendar (as it counts after February 1900)."""

_NOTHING = re.compile(
    r"n\.?/?a\.?|n/d|s/d|s/n|k\.\s?a\.?|k/a|n\.v\.t\.?|tb[dac]|not applicable|not available|unknown"
    r"|keine angabe|unbekannt|no aplica|desconocido|sans objet|inconnu|non applicabile|n\.d\.?"
    r"|sconosciuto|nao se aplica|não se aplica|desconhecido|onbekend|[-\u2010-\u2015_.·?/*\s]+",
    re.IGNORECASE,
)
_NOT_NA = re.compile(r"Na|na")  # a name, and a word in some languages
_YES = frozenset(
    str.split("yes y true 1 x si oui ja j sim s wahr vrai verdadero vero waar ok done")
)
_NO = frozenset(str.split("no n false 0 nein non nao nee falsch faux falso onwaar"))
_TICKS, _CROSSES = frozenset("✓✔☑✅☒"), frozenset("✗✘☐❌")
_SENT = frozenset(
    str.split(
        "sent emailed mailed complete completed enviado enviada envoye envoyee gesendet geschickt "
        "erledigt inviato inviata fatto feito hecho fait verstuurd verzonden gedaan"
    )
)
_NOT_YET = frozenset(
    str.split(
        "notyet pending todo open notsent aunno todaviano pasencore nochnicht offen aindanao "
        "nonancora nogniet pendiente pendente"
    )
)
_THANKED_ON = re.compile(
    r"(?:yes|y|x|si|sí|oui|ja|sim|sì|sent|done|thanked|emailed|✓|✔)[\s,;:.(–-]+(?:on\s+)?(?P<day>.*[0-9].*?)\)?",
    re.IGNORECASE,
)
_MINUTES = re.compile(
    r"([0-9]{1,4})(?:[.,]0+)?\s*(?:min(?:ute|uto|uut|uten)?s?\.?|m|')", re.IGNORECASE
)
_HOURS = re.compile(
    r"([0-9]{1,2}(?:[.,][0-9]{1,2})?)\s*(?:h|hr|hrs|hours?|horas?|heures?|stunden?|std\.?|ore|ora|uur)",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"([0-9]{1,2}):([0-5][0-9])(?::00)?")
_ADDRESS = re.compile(r"[^\s<>;,()\"']+@[^\s<>;,()\"']+")
_CHOICES = {
    "source": {
        "referral": "referred referredby intro introduction introduced recommendation empfehlung"
        " recommandation recomendacion indicacao segnalazione doorverwijzing",
        "own_network": "friend friends family ownnetwork personal personalnetwork network colleague"
        " formercolleague neighbor acquaintance amigo familia ami famille freund familie"
        " amico vriend",
        "alumni": "alum alums alumna alumnae alumnus alumninetwork alumnidatabase alumnidb alumdb"
        " alumdatabase alumnidirectory alumdirectory alumnievent alumnioffice exalumno"
        " antiguoalumno ancieneleve ehemalige exalunos",
        "association": "professionalassociation chamberofcommerce",
        "event": "conference careerfair jobfair fair networkingevent meetup webinar messe evento"
        " careerday panel workshop careerevent jobmesse karrieremesse feriadeempleo",
        "cold": "coldemail coldcall coldoutreach coldmessage coldcontact linkedincold",
        "other": "andere otro autre altro outro anders",
    },
    "mode": {
        "in_person": "inperson facetoface f2f coffee onsite office lunch live personlich presencial"
        " enpersona enpersonne dipersona pessoalmente presenziale persoonlijk",
        "phone": "call phonecall telephone tel cell telefon telefono telefonisch telefonico appel",
        "video": "zoom teams msteams microsoftteams skype googlemeet meet videocall virtual online"
        " webex facetime videoconference videollamada visio videoanruf videochiamata videobellen",
    },
    "answer": {
        "accepted": "yes y accept agreed agree confirmed saidyes si oui ja sim",
        "declined": "no n decline refused rejected saidno nein non nao nee",
        "": "noresponse noanswer noreply pending waiting none sent unanswered awaiting nothingyet",
    },
    "kind": {
        "thank_you_email": "thankyou thanks thankyouemail thanksemail emailedthanks dankesmail"
        " mailderemerciement bedankmail",
        "thank_you_note": "note card thankyoucard handwrittennote letter thankyouletter",
        "connect": "linkedin connected connectedonlinkedin linkedinrequest linkedinconnection",
        "nudge": "reminder",
        "job_opening": "joblead opening job vacancy position",
        "unadvertised_role": "hiddenjob unadvertised unadvertisedjob",
        "good_word": "recommendation goodword",
        "temporary_work": "temp temporary internship",
    },
    "category": {
        "employed": "job working work fulltime parttime fulltimejob parttimejob employment",
        "continuing_education": "gradschool graduateschool school study studying furtherstudy"
        " furthereducation masters phd",
        "seeking": "looking jobseeking stilllooking stillseeking unemployed searching",
        "not_seeking": "notlooking",
        "service": "volunteer volunteering peacecorps americorps",
        "military": "army navy airforce",
    },
    "came_of_it": {
        "job_opening": "joblead opening job vacancy position",
        "unadvertised_role": "hiddenjob unadvertised unadvertisedjob",
        "good_word": "recommendation goodword",
        "temporary_work": "temp temporary internship",
        "": "none no nothing",
    },
}


_PERHAPS = {
    "source": {
        ("own_network", "cold"): "linkedin li linkedinmessage online socialmedia facebook twitter x"
        " internet web website google",
        ("own_network", "alumni"): "classmate professor faculty teacher school university college",
        ("association", "event"): "group club meeting",
    }
}
"""Words that may be one of several choices: they are told, never guessed."""

LEFT_BLANK = frozenset({"source", "mode"})
"""Choices that say how, not what: a word that is none of them is left out, and its row is kept."""


def perhaps(text: str, name: str) -> tuple[str, ...]:
    """Return which choices of a column a word may mean that is none of them.

    >>> perhaps("LinkedIn", "source"), perhaps("my aunt", "source")
    (('own_network', 'cold'), ())
    """
    folded = fold_header(text)
    for choices, words in _PERHAPS.get(name, {}).items():
        if folded in words.split():
            return choices
    return ()


def is_choice(text: str, column: FileColumn) -> bool:
    """Whether a cell, told plainly, is one of a column's choices.

    >>> from data.log_format import SHEETS
    >>> is_choice("own network", SHEETS["interviews"].column("source"))
    True
    """
    try:
        read_choice(text, column.column.choices if column.column else ())
    except CellError:
        return False
    return True


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing to say.

    >>> [is_nothing(text) for text in ("n/a", "–", "TBD", "Na", "none")]
    [True, True, True, False, False]
    """
    return bool(_NOTHING.fullmatch(text.strip())) and not _NOT_NA.fullmatch(text.strip())


def says_yes(text: str) -> bool:
    """Whether a cell says yes, in one of several languages or with a tick."""
    return fold_header(text) in _YES or text.strip() in _TICKS


def says_no(text: str) -> bool:
    """Whether a cell says no."""
    return fold_header(text) in _NO or text.strip() in _CROSSES


def _yes_no(text: str) -> str:
    return "yes" if says_yes(text) else "no" if says_no(text) else text


def _is_day(text: str) -> bool:
    for order in ("DMY", "MDY"):
        try:
            read_date(text, order)
        except CellError:
            continue
        return True
    return False


def _thanked(text: str, epoch: dt.date) -> str:
    folded = fold_header(text)
    if says_yes(text) or folded in _SENT:
        return "yes"
    if says_no(text) or folded in _NOT_YET:
        return "no"
    if parts := _THANKED_ON.fullmatch(text):
        day = day_text(parts["day"], epoch)
        return day if _is_day(day) else text
    return day_text(text, epoch)


def _whole(text: str, *, minutes: bool) -> str:
    if minutes and (found := _MINUTES.fullmatch(text)):
        return found[1]
    if minutes and (found := _HOURS.fullmatch(text)):
        return str(round(60 * float(found[1].replace(",", "."))))
    if minutes and (found := _CLOCK.fullmatch(text)):
        return str(60 * int(found[1]) + int(found[2]))
    return text


def _email(text: str) -> str:
    found = _ADDRESS.findall(text.removeprefix("mailto:"))
    return found[0].rstrip(".") if len(found) == 1 else text


def _choice(text: str, column: FileColumn) -> str:
    if is_choice(text, column):
        return text
    choices = column.column.choices if column.column else ()
    folded = fold_header(text)
    for choice, words in _CHOICES.get(column.name, {}).items():
        if folded in words.split() and (not choice or choice in choices):
            return choice
    return text


def tidier(column: FileColumn, epoch: dt.date) -> Callable[[str], str]:
    """Return what tells one cell of a column in the log format's way; blank where it says nothing.

    ``epoch`` is the day that the file's serial days count from.
    """
    name = column.name
    by_type: dict[str, Callable[[str], str]] = {
        "date": partial(day_text, epoch=epoch),
        "date_or_yes_no": partial(_thanked, epoch=epoch),
        "yes_no": _yes_no,
        "whole": partial(_whole, minutes=name.startswith("minutes")),
        "email": _email,
        "choice": partial(_choice, column=column),
        "names": _names_only,
        "names_or_number": _names_or_number,
        "name": plain_name if column.part == "name" else str,
    }
    tell = by_type.get(column.type, str)

    def tidy(text: str) -> str:
        text = text.strip()
        return "" if is_nothing(text) else tell(text)

    return tidy


_NO_NAMES = frozenset(
    str.split(
        "none nobody noone zero nothing keine keiner niemand ninguno ninguna nadie aucun aucune "
        "personne nenhum nenhuma ninguem nessuno nessuna geen no n false nein non nao nee"
    )
)
_HOW_MANY = re.compile(
    r"(?P<n>[0-9]{1,3})\s*(?:names?|referrals?|contacts?|people|persons?|leads?|nombres|noms|namen"
    r"|nomi|nomes|personas|personnes|personen|kontakte|contactos|contatos|contatti|contacten)",
    re.IGNORECASE,
)


def _names_or_number(text: str) -> str:
    if fold_header(text) in _NO_NAMES:
        return "none"
    if says_yes(text) and text.strip() != "1":
        return ""  # some, but neither who nor how many
    if found := _HOW_MANY.fullmatch(text):
        return found["n"]
    return names_text(text)


def _names_only(text: str) -> str:
    """Return who named a person; yes, no and "nobody" name nobody."""
    if fold_header(text) in _NO_NAMES or says_yes(text):
        return ""
    return names_text(text)
