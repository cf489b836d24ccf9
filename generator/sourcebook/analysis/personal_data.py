"""Personal data in the text of a playbook: what says who somebody is, where, or how they are.

A playbook names roles; the directory that ``holder_ref`` points at names people. What is looked for
is chosen so that policy prose, ids of controls, hashes and version numbers are left alone: forms
with a check digit are checked, and those without one count only beside a word that tells them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Iterable, Iterator
from functools import cache, lru_cache

from sourcebook.analysis.secrets import Disclosure, apart, places, small
from sourcebook.analysis.vocabulary import Vocabulary
from sourcebook.forms import Form

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = (
    r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTHS})[a-z]*\.? \d{{4}}|"
    rf"(?:{_MONTHS})[a-z]* \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})"
)

Finder = Callable[[str, str, Container[str]], Iterator[Disclosure]]
"""Looks through a text, which is also given in small letters of the same length.

Last come the telling words that may stand in it: the others need not be looked for.
"""


def personal_data_in(text: str, work_domains: Collection[str] = ()) -> tuple[Disclosure, ...]:
    """What looks like personal data in a text, in its order; spans never overlap.

    Addresses at ``work_domains``, and in domains below them, are nobody's own.
    """
    return _found(text, frozenset(work_domains))


@lru_cache(maxsize=64)  # a report shows lines of the files that rules have looked through
def _found(text: str, work_domains: Collection[str]) -> tuple[Disclosure, ...]:
    words = _telling().among(text)
    if not words:
        return ()
    low = small(text)
    found = [one for finder in _FINDERS for one in finder(text, low, words)]
    if "@" in words:
        found += _addresses(text, frozenset(domain.lower() for domain in work_domains))
    return apart(found)


_LOCAL = Form(r"[\w.+%'-]{1,64}\Z")
_DOMAIN = Form(r"@((?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})(?![\w@-])")


def _addresses(text: str, work: Collection[str]) -> Iterator[Disclosure]:
    """E-mail addresses, but not git@host and what stands in a web address."""
    for at in places(text, "@"):
        domain, local = _DOMAIN.match(text, at), _LOCAL.search(text, max(0, at - 64), at)
        if domain is None or local is None or local[0].lower() == "git":
            continue
        before = text[max(0, local.start() - 3) : local.start()]
        if before.endswith(("/", ":/", "//")) or _is_within(domain[1].lower(), work):
            continue
        start = local.start() + len(local[0]) - len(local[0].lstrip("'.-"))
        if start < at:
            yield Disclosure("e-mail address", start, domain.end())


def _is_within(domain: str, work: Collection[str]) -> bool:
    return any(domain == known or domain.endswith(f".{known}") for known in work)


_PHONE_ABROAD = Form(r"\+(?:\(?\d\)?[ ().\u00a0/-]{0,2}){8,15}(?!\w)")
_PHONE_NEAR = Form(
    r"(?:ephone)?(?:[ _]?number|[ _]no)?\.?[\"']?\s{0,3}(?::|=|is|at)?\s{0,4}[\"']?"
    r"(?P<it>(?!\d{4}-\d\d-\d\d)\(?\d(?:[ ().\u00a0/-]{0,2}\d){6,14})(?!\w)"
)
_PHONE_AMERICAN = Form(r"\(\d{3}\) ?\d{3}-\d{4}(?!\w)")


_PHONES = ("phone", "mobile", "tel", "fax", "whatsapp", "cell")


def _phones(text: str, low: str, words: Container[str]) -> Iterator[Disclosure]:
    """Numbers in the form of other countries, and any beside a word for telephone."""
    for at in places(text, "+") if "+" in words else ():
        match = _PHONE_ABROAD.match(text, at)
        if match and not text[at - 1 : at].isalnum():
            yield _span(match, "telephone number")
    for word in _of(_PHONES, words):
        yield from _beside(text, low, word, _PHONE_NEAR, "telephone number")
    for at in places(text, "(") if _AREA in words else ():
        if match := _PHONE_AMERICAN.match(text, at):
            yield _span(match, "telephone number")


_BIRTH = Form(
    rf"(?:day|[ _-]?date)?[\"']?\s{{0,3}}(?::|=|is|on|in)?\s{{0,4}}[\"']?(?P<it>{_DATE})",
    re.IGNORECASE,
)


_BIRTHS = ("birth", "born", "dob")


def _births(text: str, low: str, words: Container[str]) -> Iterator[Disclosure]:
    for word in _of(_BIRTHS, words):
        yield from _beside(text, low, word, _BIRTH, "date of birth")


_IBAN = Form(r"[A-Z]{2}(?<!\w[A-Z]{2})\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")


def _ibans(text: str, _low: str, words: Container[str]) -> Iterator[Disclosure]:
    """Bank accounts whose check digits are right (ISO 13616)."""
    for match in _IBAN.finditer(text) if _ACCOUNT in words else ():
        plain = match[0].replace(" ", "")
        turned = "".join(str(int(letter, 36)) for letter in plain[4:] + plain[:4])
        if 15 <= len(plain) <= 34 and int(turned) % 97 == 1:
            yield _span(match, "bank account (IBAN)")


_NUMBERED = Form(
    r"(?:[ _-](?:security|id|insurance|card|fiscale|licen[cs]e))?(?:[ _-]?(?:number|nr|no)\b\.?)?"
    r"[\"']?\s{0,3}(?::|=|is)?\s{0,4}[\"']?"
    r"(?P<it>(?=[A-Z0-9 .-]{0,9}\d{3})[A-Z0-9](?:[ .-]?[A-Z0-9]){5,17})(?!\w)"
)
_SSN = Form(r"-(?!00)\d\d-(?!0000)\d{4}(?![\w-])")  # after its first three digits
_SSN_AREA = Form(r"(?<![\w.-])(?!000|666|9)\d{3}\Z")
_IDENTITY = (
    "ssn", "social", "national", "passport", "identity", "id card", "nino", "pesel", "aadhaar",
    "cedula", "c?dula", "codice", "personnummer",
)  # fmt: skip


def _identities(text: str, low: str, words: Container[str]) -> Iterator[Disclosure]:
    """Numbers that a state gives a person."""
    for match in _SSN.finditer(text) if _SECURITY in words else ():
        if area := _SSN_AREA.search(text, max(0, match.start() - 4), match.start()):
            yield Disclosure("national identity number", area.start(), match.end())
    for word in _of(_IDENTITY, words):
        yield from _beside(text, low, word, _NUMBERED, "national identity number")


_HOME = Form(r"[ _-]address[\"']?\s{0,3}(?::|=|is|at)\s{0,4}[\"']?(?P<it>[^\n\"'#{}]{6,120})")
_HOMES = ("home", "private", "residential")
_LIVES = Form(
    r" (?:at|in) (?P<it>\d{1,4}[a-z]? [A-Z][^\n.;\"']{3,60}|"
    r"[A-Z][^\n.;\"',]{2,40} \d{1,4}[a-z]?\b)"
)


_LIVING = ("lives", "living", "resides")


def _homes(text: str, low: str, words: Container[str]) -> Iterator[Disclosure]:
    for word in _of(_HOMES, words):
        yield from _beside(text, low, word, _HOME, "home address")
    for word in _of(_LIVING, words):
        yield from _beside(text, low, word, _LIVES, "home address")


_ABSENCES = (
    "sick", "medical", "maternity", "paternity", "parental", "bereavement", "compassionate",
    "stress", "burnout",
)  # fmt: skip
_ABSENCE = f"(?:{'|'.join(_ABSENCES)})"
_AWAY = Form(
    rf"(?:(?:is|was|has been|goes|went|will be) (?:on|off on) )?(?:long-term )?{_ABSENCE} leave"
    rf"(?= (?:until|till|since|from|to|through|for|after|because|due)\b[^.\n]{{0,24}}?"
    rf"(?:\d|\b(?:his|her|their)\b|\b(?:{_MONTHS})))",
    re.IGNORECASE,
)
_OWN = Form(
    r"(?:his|her) (?:illness|sickness|surgery|operation|pregnancy|cancer|depression|burnout|"
    r"disability|diagnosis|therapy|treatment|"
    r"(?:sick|medical|maternity|paternity|parental) leave)\b|"
    r"(?:diagnosed with \w+|off sick|hospitali[sz]ed|pregnant)\b|"
    r"(?:recovering|recovers|recovered) from (?:surgery|an operation|cancer|a burnout|burnout|"
    r"a stroke|an illness)\b",
    re.IGNORECASE,
)
_OWN_STARTS = ("his ", "her ", "recover")
_STATES = ("diagnosed with ", "off sick", "hospitali", "pregnant")
_IS = ("is ", "was ", "been ", "signed ")
_CONDITION = Form(r"[\"']?\s{0,3}[:=]\s{0,4}[\"']?(?P<it>[^\n\"'#{}\[\]]{3,120})")
_CONDITIONS = (
    "leave_reason", "reason_for_leave", "absence_reason", "reason_for_absence", "sick_reason",
    "health_condition", "medical_condition", "medical_notes", "diagnosis",
)  # fmt: skip


def _health(text: str, low: str, words: Container[str]) -> Iterator[Disclosure]:
    """Why somebody is away, and how somebody is; not what a policy says of anybody."""
    kind = "health or leave of a person"
    for at in places(low, _LEAVE) if _LEAVE in words else ():
        if low.endswith(_ABSENCES, 0, at) and (match := _before(text, at)):
            yield _span(match, kind)
    for start in _of(_OWN_STARTS, words):
        for at in places(low, start):
            if not low[at - 1 : at].isalpha() and (match := _OWN.match(text, at)):
                yield _span(match, kind)
    for state in _of(_STATES, words):
        for at in places(low, state):
            if low[max(0, at - 8) : at].endswith(_IS) and (match := _OWN.match(text, at)):
                yield _span(match, kind)
    for word in _of(_CONDITIONS, words):
        yield from _beside(text, low, word, _CONDITION, kind)


def _before(text: str, leave: int) -> re.Match[str] | None:
    """What is said of a leave, from where it begins before that word; not of one before it."""
    begins = range(max(0, leave - _LONGEST_BEFORE), leave)
    found = (match for at in begins if (match := _AWAY.match(text, at)))
    return next((match for match in found if match.end() > leave), None)


_LEAVE = " leave "
_LONGEST_BEFORE = len("has been off on long-term compassionate")
_AREA, _ACCOUNT, _SECURITY = "(000)", "XX00", "-00-0000"  # as forms are told


@cache
def _telling() -> Vocabulary:
    words = (
        *_PHONES, *_BIRTHS, *_IDENTITY, *_HOMES, *_LIVING, *_STATES, *_CONDITIONS, _LEAVE,
    )  # fmt: skip
    own = {start: rf"(?i)(?<![^\W\d_]){start.replace(' ', '$')}" for start in _OWN_STARTS}
    forms = own | {_AREA: r"\(\d{3}\)", _ACCOUNT: r"[A-Z]{2}\d{2}", _SECURITY: r"-\d\d-\d{4}"}
    return Vocabulary(("@", "+"), words, forms)


def _of(words: Iterable[str], there: Container[str]) -> Iterator[str]:
    return (word for word in words if word in there)


_FINDERS: tuple[Finder, ...] = (_phones, _births, _ibans, _identities, _homes, _health)


def _beside(text: str, low: str, word: str, form: Form, kind: str) -> Iterator[Disclosure]:
    """What follows a word that stands for itself, in the form that it has."""
    for at in places(low, word):
        if low[at - 1 : at].isalpha():
            continue
        match = form.match(text, at + len(word))
        if match:
            yield Disclosure(kind, match.start("it"), match.end("it"))


def _span(match: re.Match[str], kind: str) -> Disclosure:
    return Disclosure(kind, match.start(), match.end())
