"""A strict look at an iCalendar file by RFC 5545: our own, for what readers let pass."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

DATE, TIME = r"\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", r"(?:[01]\d|2[0-3])[0-5]\d[0-5]\d"
PATTERNS = {
    "DATE": DATE,
    "DATE-TIME": rf"{DATE}T{TIME}Z?",
    "DURATION": r"P(?:\d+W|(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)(?<!P)",
    "INTEGER": r"[+-]?\d+",
    "TEXT": r"(?:[^\\;,]|\\[\\;,nN])*",
    "UTC-OFFSET": r"[+-](?:[01]\d|2[0-3])[0-5]\d",
    "UTC": rf"{DATE}T{TIME}Z",
    "LOCAL": rf"{DATE}T{TIME}",
}
TYPES = {
    "DTSTAMP": "UTC", "DURATION": "DURATION", "SEQUENCE": "INTEGER", "REFRESH-INTERVAL": "DURATION",
    "TZOFFSETFROM": "UTC-OFFSET", "TZOFFSETTO": "UTC-OFFSET", "X-PUBLISHED-TTL": "DURATION",
}  # fmt: skip
DATES = ("DTSTART", "EXDATE", "RDATE")
MUST = {
    "VCALENDAR": {"VERSION", "PRODID"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
}
MAY = {
    "VCALENDAR": {
        "CALSCALE", "METHOD", "NAME", "DESCRIPTION", "REFRESH-INTERVAL", "X-WR-CALNAME",
        "X-WR-CALDESC", "X-PUBLISHED-TTL",
    },
    "VEVENT": {"DURATION", "RRULE", "EXDATE", "RDATE", "DESCRIPTION", "LOCATION", "TRANSP"},
    "VTIMEZONE": set(),
    "STANDARD": {"TZNAME", "RRULE"},
    "DAYLIGHT": {"TZNAME", "RRULE"},
}  # fmt: skip
WITHIN = {"VEVENT": "VCALENDAR", "VTIMEZONE": "VCALENDAR", "STANDARD": "VTIMEZONE",
          "DAYLIGHT": "VTIMEZONE", "VCALENDAR": ""}  # fmt: skip
MANY = {"EXDATE", "RDATE"}
RULE_PARTS = {
    "FREQ": "DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": r"[1-9]\d*",
    "UNTIL": f"{DATE}|{DATE}T{TIME}Z",
    "BYDAY": r"[+-]?\d{0,2}(?:MO|TU|WE|TH|FR|SA|SU)(?:,[+-]?\d{0,2}(?:MO|TU|WE|TH|FR|SA|SU))*",
    "BYMONTHDAY": r"[+-]?\d{1,2}(?:,[+-]?\d{1,2})*",
    "BYMONTH": r"\d{1,2}(?:,\d{1,2})*",
    "BYSETPOS": r"[+-]?\d{1,3}(?:,[+-]?\d{1,3})*",
    "BYYEARDAY": r"[+-]?\d{1,3}(?:,[+-]?\d{1,3})*",
    "BYWEEKNO": r"[+-]?\d{1,2}(?:,[+-]?\d{1,2})*",
    "WKST": "MO|TU|WE|TH|FR|SA|SU",
}
LINE = re.compile(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', re.DOTALL)


@dataclass
class Component:
    """A component: its properties as name, parameters, value."""

    name: str
    properties: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)

    def values(self, name: str) -> list[str]:
        return [value for its, _, value in self.properties if its == name]

    def walk(self, name: str) -> Iterator[Component]:
        if self.name == name:
            yield self
        for part in self.parts:
            yield from part.walk(name)


def faults(data: bytes) -> list[str]:
    """All that is wrong with a file, a line each; nothing where it keeps to the standard."""
    found = list(_lines(data))
    if found:
        return found
    text = data.decode().replace("\r\n ", "")
    calendar, found = _tree(text.removesuffix("\r\n").split("\r\n"))
    if calendar is None:
        return found
    zones = [value for zone in calendar.walk("VTIMEZONE") for value in zone.values("TZID")]
    found += [f"zone {zone} is told twice" for zone, n in Counter(zones).items() if n > 1]
    uids = [uid for event in calendar.walk("VEVENT") for uid in event.values("UID")]
    found += [f"UID {uid} is there twice" for uid, n in Counter(uids).items() if n > 1]
    for kind in MUST:
        for part in calendar.walk(kind):
            found += _component(part, set(zones))
    used = {params["TZID"] for event in calendar.walk("VEVENT")
            for _, params, _ in event.properties if "TZID" in params}  # fmt: skip
    return found + [f"nothing is in zone {zone}" for zone in sorted(set(zones) - used)]


def _lines(data: bytes) -> Iterator[str]:
    """Faults of lines: their ends, their length, characters cut in two, control characters."""
    if not data.endswith(b"\r\n"):
        yield "the last line has no end"
    for line in data.removesuffix(b"\r\n").split(b"\r\n"):
        if b"\n" in line or b"\r" in line:
            yield f"a line ends without CRLF: {line!r}"
        if len(line) > 75:
            yield f"a line has {len(line)} octets: {line!r}"
        if not line.strip():
            yield "a line is empty"
        try:
            text = line.decode()
        except UnicodeDecodeError:
            yield f"a character is cut in two: {line!r}"
            continue
        if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", text):
            yield f"a control character: {line!r}"


def _tree(lines: list[str]) -> tuple[Component | None, list[str]]:
    root, open_, found = Component(""), [], []
    open_.append(root)
    for line in lines:
        match = LINE.fullmatch(line)
        if match is None:
            found.append(f"no property: {line!r}")
            continue
        name, params, value = match.groups()
        if name == "BEGIN":
            if WITHIN.get(value) != open_[-1].name:
                found.append(f"{value} within {open_[-1].name or 'nothing'}")
            made = Component(value)
            open_[-1].parts.append(made)
            open_.append(made)
        elif name == "END":
            if open_.pop().name != value or not open_:
                return None, [*found, f"{value} ends that is not open"]
        else:
            pairs = dict(part.split("=", 1) for part in params.split(";") if part)
            open_[-1].properties.append((name, pairs, value))
    if len(open_) != 1 or [part.name for part in root.parts] != ["VCALENDAR"]:
        return None, [*found, "not one whole VCALENDAR"]
    return root.parts[0], found


def _component(part: Component, zones: set[str]) -> Iterator[str]:
    names = Counter(name for name, _, _ in part.properties)
    where = f"{part.name} {part.values('UID')}"
    yield from (f"{where} has no {name}" for name in MUST[part.name] - set(names))
    known = MUST[part.name] | MAY[part.name]
    yield from (f"{where} has a {name}" for name in set(names) - known)
    several = [name for name, n in names.items() if n > 1 and name not in MANY]
    yield from (f"{where} has several {name}" for name in several)
    if part.name == "VTIMEZONE" and not part.parts:
        yield f"{where} has no observance"
    starts = [entry for entry in part.properties if entry[0] == "DTSTART"]
    for name, params, value in part.properties:
        if name == "RRULE":
            yield from _rule(where, value, starts[0][1] if starts else {}, part.name)
        elif name in DATES:
            yield from _moment(where, part.name, name, params, value, zones)
            if starts and name != "DTSTART" and params != starts[0][1]:
                yield f"{where}: {name} is of another sort than DTSTART"
        else:
            kind = TYPES.get(name, "TEXT")
            if not re.fullmatch(PATTERNS[kind], value, re.DOTALL):
                yield f"{where}: {name} is no {kind}: {value!r}"


def _moment(
    where: str, kind: str, name: str, params: dict[str, str], value: str, zones: set[str]
) -> Iterator[str]:
    if params.get("VALUE") == "DATE":
        wanted = "DATE"
    elif "TZID" in params or kind in ("STANDARD", "DAYLIGHT"):
        wanted = "LOCAL"
        if kind == "VEVENT" and params["TZID"] not in zones:
            yield f"{where}: zone {params['TZID']} is not told"
    else:
        wanted = "UTC"
    if not all(re.fullmatch(PATTERNS[wanted], each) for each in value.split(",")):
        yield f"{where}: {name} is no {wanted}: {value!r}"
    if set(params) - {"TZID", "VALUE"}:
        yield f"{where}: {name} has {params}"


def _rule(where: str, rule: str, start: dict[str, str], kind: str) -> Iterator[str]:
    pairs = [part.partition("=") for part in rule.split(";")]
    names = [name for name, _, _ in pairs]
    if names[0] != "FREQ" or len(names) != len(set(names)):
        yield f"{where}: {rule} does not begin with one FREQ, or says something twice"
    for name, _, value in pairs:
        if not re.fullmatch(RULE_PARTS.get(name, "(?!)"), value):
            yield f"{where}: {name}={value} is no part of a rule"
    until = {name: value for name, _, value in pairs}.get("UNTIL")
    if kind == "VEVENT" and until is None:
        yield f"{where}: {rule} never ends"
    if until and (("T" in until) == (start.get("VALUE") == "DATE")):
        yield f"{where}: UNTIL={until} is of another sort than DTSTART"
