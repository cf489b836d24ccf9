"""Which channel serves which need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sourcebook.model.paths import At
from sourcebook.model.record import fields_of
from sourcebook.model.sections.communication import Channel
from sourcebook.render import wording
from sourcebook.render.context import Context
from sourcebook.render.fields import Describer
from sourcebook.render.links import Link
from sourcebook.render.quantities import by_clock
from sourcebook.render.shown import Shown, words

_NEEDS = {
    "incident": "report that something is broken",
    "quick-question": "ask a quick question",
    "complex-discussion": "talk something through",
    "specification": "write down or look up what is to be built",
    "formal-notice": "give formal notice",
    "social": "just talk",
}
"""What one needs a channel for, the most urgent first."""


@dataclass(frozen=True)
class Use:
    """A channel, by what one needs it for."""

    need: str
    link: Link
    where: Shown | None
    answer: Shown | None
    purpose: Shown | None


def chooser(ctx: Context, path: str) -> list[Use]:
    """From what one needs to the channel to use, the most urgent first."""
    describer = ctx.describer(path)
    return [_use(describer, at, channel) for at, channel in by_need(ctx)]


def by_need(ctx: Context) -> list[tuple[At, Channel]]:
    """The channels in the order of their needs."""
    order = [*_NEEDS]
    return sorted(
        ctx.book.each("communication", "channels"),
        key=lambda each: order.index(each[1].need_) if each[1].need_ in order else len(order),
    )


def need(channel: Channel) -> str:
    """What one needs a channel for, as it follows on "I need to": "Ask a quick question"."""
    told = _NEEDS.get(channel.need_ or "", wording.choice(channel.need_ or "something else"))
    return told[:1].upper() + told[1:]


def _use(describer: Describer, at: At, channel: Channel) -> Use:
    return Use(
        need(channel),
        describer.links.item(at, channel),
        _field(describer, at, channel, "address_ref"),
        answer_within(describer, at, channel),
        _field(describer, at, channel, "purpose"),
    )


def answer_within(describer: Describer, at: At, channel: Channel) -> Shown | None:
    """How soon somebody answers on a channel: in words, or as it was written."""
    return _answer(channel) or _field(describer, at, channel, "response_time")


def _answer(channel: Channel) -> Shown | None:
    """``15 min, day and night``, ``2 working hours``; nothing for what is not all there."""
    answer = channel.response_time
    if answer is None or answer.value is None or answer.unit is None or answer.clock is None:
        return None
    return words(by_clock(answer.value, answer.unit, answer.clock))


def _field(describer: Describer, at: At, channel: Channel, name: str) -> Shown | None:
    value: Any = getattr(channel, name)
    return describer.field(at / name, fields_of(Channel)[name], value)
