"""Lean data classes do what Python's own do, method by method."""

from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Callable
from threading import Event, Thread, current_thread
from typing import Any, ClassVar

import pytest

from sourcebook import lean


class _Plain:
    """Some fields, as a class of either kind has them."""

    name: str
    size: int = 1
    tags: list[str] = dataclasses.field(default_factory=list)
    note: str = dataclasses.field(default="", compare=False)


def _made(maker: Callable[..., Any], **options: bool) -> Any:
    names = ("__annotations__", "__doc__", "__module__", "size", "tags", "note")
    namespace = {name: vars(_Plain)[name] for name in names}
    return maker(**options)(type("Plain", (), namespace))


KINDS = [{}, {"frozen": True}, {"frozen": True, "eq": False}, {"frozen": True, "order": True}]
GIVEN: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    (("a",), {}),
    (("a", 2), {"note": "x"}),
    (("a", 2, ["t"], "n"), {}),
    ((), {"name": "b", "tags": []}),
    ((), {}),
    (("a",), {"name": "b"}),
    (("a",), {"colour": "red"}),
    ((), {"colour": "red"}),
    (("a", 1, [], "", 5), {}),
    (("a", 1, [], ""), {"note": "x"}),
]


@pytest.mark.parametrize("options", KINDS, ids=str)
@pytest.mark.parametrize(("args", "named"), GIVEN, ids=str)
def test_making_one(options: dict[str, bool], args: tuple[Any, ...], named: dict[str, Any]) -> None:
    own, pythons = _made(lean.dataclass, **options), _made(dataclasses.dataclass, **options)
    try:
        expected = pythons(*args, **named)
    except TypeError:
        with pytest.raises(TypeError, match="Plain"):
            own(*args, **named)
        return
    found = own(*args, **named)
    assert repr(found) == repr(expected)
    assert dataclasses.asdict(found) == dataclasses.asdict(expected)
    assert repr(dataclasses.replace(found, size=9)) == repr(dataclasses.replace(expected, size=9))


@pytest.mark.parametrize("options", KINDS, ids=str)
def test_comparing_two(options: dict[str, bool]) -> None:
    own, pythons = _made(lean.dataclass, **options), _made(dataclasses.dataclass, **options)
    for one, other in [(("a",), ("a", 1)), (("a", 1, [], "x"), ("a",)), (("a",), ("b",))]:
        for compare in ("__eq__", "__lt__", "__le__", "__gt__", "__ge__"):
            expected = getattr(pythons(*one), compare)(pythons(*other))
            assert getattr(own(*one), compare)(own(*other)) == expected
        assert (own(*one) == pythons(*one)) is False


def test_those_that_stay_the_same_can_be_keys_and_nothing_can_change_them() -> None:
    kind = _made(lean.dataclass, frozen=True)
    one, other = kind("a", 1, ()), kind("a", 1, (), "said of it")
    assert {one: 1}[other] == 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.name = "b"
    with pytest.raises(dataclasses.FrozenInstanceError):
        del one.name
    loose = _made(lean.dataclass)("a")
    loose.size = 3
    assert loose.size == 3
    with pytest.raises(TypeError, match="unhashable"):
        hash(loose)


@lean.dataclass(frozen=True)
class _Known:
    name: str
    none: tuple[()] = ()


def test_they_can_be_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(_Known("a"))) == _Known("a")  # noqa: S301 -- our own


def test_every_list_is_its_own() -> None:
    kind = _made(lean.dataclass)
    assert kind("a").tags is not kind("a").tags


def _fields(kind: Any) -> list[tuple[str, Any, Any, bool]]:
    return [
        (its.name, its.default, its.default_factory, its.compare)
        for its in dataclasses.fields(kind)
    ]


def test_python_takes_their_fields_for_its_own() -> None:
    own, pythons = _made(lean.dataclass), _made(dataclasses.dataclass)
    assert dataclasses.is_dataclass(own)
    assert _fields(own) == _fields(pythons)
    assert [its.name for its in dataclasses.fields(own("a"))] == ["name", "size", "tags", "note"]
    assert (own.size, own.note) == (pythons.size, pythons.note)


@pytest.mark.parametrize("asked", [False, True], ids=["at once", "after the fields were asked for"])
def test_a_class_has_the_fields_of_those_beneath_it(asked: bool) -> None:
    for base in (_made(lean.dataclass), _made(dataclasses.dataclass)):
        if asked:
            dataclasses.fields(base)
        names = {"__annotations__": {"size": "int", "more": "int", "kind": ClassVar[str]}}
        made = lean.dataclass(type("More", (base,), {**names, "size": 5, "more": 7, "kind": "k"}))
        assert [its.name for its in dataclasses.fields(made)] == [
            "name", "size", "tags", "note", "more",
        ]  # fmt: skip
        found = made("a")
        assert (found.size, found.tags, found.note, found.more) == (5, [], "", 7)
        assert found == made("a", note="not compared")


class _Asker(Thread):
    """Asks once, and says when it comes to the lock, or has been told."""

    def __init__(self, ask: Callable[[], None]) -> None:
        super().__init__()
        self._ask, self.came = ask, Event()

    def run(self) -> None:
        try:
            self._ask()
        finally:
            self.came.set()


class _Door:
    """A lock to which an asker says that it has come."""

    def __init__(self, lock: Any) -> None:
        self._lock = lock

    def __enter__(self) -> None:
        if isinstance(its := current_thread(), _Asker):
            its.came.set()
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def test_several_threads_may_ask_for_the_fields_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    @lean.dataclass(frozen=True)
    class Beneath:
        one: int

    @lean.dataclass(frozen=True)
    class Asked(Beneath):
        two: int = 2

    told: list[list[str]] = []
    others: list[_Asker] = []
    whole = dataclasses.dataclass

    def asked() -> None:
        told.append([field.name for field in dataclasses.fields(Asked)])

    def while_another_asks(**options: bool) -> Callable[[type], type]:
        if not isinstance(current_thread(), _Asker):
            others.append(other := _Asker(asked))
            other.start()
            other.came.wait()  # at the lock, or it has been told something wrong by now
        return whole(**options)

    monkeypatch.setattr(lean, "_asking", _Door(lean._asking))
    monkeypatch.setattr(dataclasses, "dataclass", while_another_asks)
    asked()
    for other in others:
        other.join()
    assert told == [["one", "two"]] * 3
