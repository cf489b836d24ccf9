"""Pictures made of words, with odd data."""

from __future__ import annotations

from sourcebook.render.charts import board, chain, checklist, chips, contingency, locations, steps
from sourcebook.render.gallery.odd import CLIENT, LONG, NAMES, VENDOR, Made
from sourcebook.render.links import Link


def smart_chips() -> Made:
    """Letters met and not."""
    words = ("Specific", "Measurable", "Achievable", "Relevant", "Time-bound")
    why = "one role owns it, and its statement can be checked"
    yield "none", chips.chips([], "A goal")
    yield "all met", chips.chips([chips.Chip(w[0], w, True, (why,)) for w in words], "A goal")
    mixed = [chips.Chip(w[0], w, n % 2 == 0, NAMES[:n] or (why,)) for n, w in enumerate(words)]
    yield "names", chips.chips(mixed, "A goal")


def contingency_cards() -> Made:
    """Cards of what is done."""

    def plan(name: str) -> contingency.Plan:
        return contingency.Plan(name, "R-1", "", LONG, LONG, Link(name), "2 h", "tried 1 Oct 2026")

    yield "none", contingency.contingency([])
    yield "one", contingency.contingency([plan("The region is down")])
    yield "fifty", contingency.contingency([plan(f"Risk {n}") for n in range(50)])
    missing = contingency.Plan("Nobody has a plan", "R-2", "", missing=True)
    yield "names, and one that is missing", contingency.contingency([*map(plan, NAMES), missing])


def boards() -> Made:
    """Boards of states."""

    def column(kind: str, word: str, count: int, name: str = "Restore from backup") -> board.Column:
        card = board.Card(name, "SEC-11", "", VENDOR, ("tested 4 Nov 2026", "exception until May"))
        return board.Column(kind, word, (card,) * count)

    yield "none", board.board([column("good", "Verified", 0)], "protocols")
    few = [column("fail", "Failed", 0), column("bad", "Overdue", 1), column("none", "No result", 0)]
    yield "one", board.board([*few, column("good", "Verified", 0)], "protocols")
    many = [
        column("warn", "Partial", 6),
        column("due", "Due soon", 6),
        column("good", "Verified", 38),
    ]
    yield "fifty", board.board([*few[:1], *many], "protocols")
    named = [
        column(kind, "State", 1, name)
        for kind, name in zip(("bad", "due", "none", "good"), NAMES, strict=True)
    ]
    yield "names", board.board(named, "protocols")


def data_locations() -> Made:
    """Data by place."""

    def place(n: int, name: str) -> locations.Place:
        activity = ("Storage", "Processing", "Support access")[n % 3]
        return locations.Place(
            f"Data {n // 6}", activity, "Ireland", name, Link(name, None, CLIENT)
        )

    yield "none", locations.locations([locations.Kind("Customer data", "", ())], [])
    kind = locations.Kind("Data 0", "", ("confidential", "personal"))
    yield "one", locations.locations([kind], [place(0, "Dublin")])
    yield "fifty", locations.locations([kind], [place(n, "Dublin") for n in range(50)])
    yield "names", locations.locations([kind], [place(n, name) for n, name in enumerate(NAMES)])


def chains() -> Made:
    """Chains of companies."""

    def company(name: str) -> chain.Company:
        marks = (chain.Mark("good", "approved"), chain.Mark("bad", "no audit rights"))
        return chain.Company(name, "", VENDOR, "Estonia", "Penetration tests", marks)

    client = chain.Link("Client", (chain.Company("A client", "", CLIENT, "Ireland"),))
    yield "none", chain.chain([client])
    yield "one", chain.chain([client, chain.Link("Vendor", (company("A vendor"),))])
    fifty = tuple(company(f"Company {n}") for n in range(48))
    yield (
        "fifty",
        chain.chain([client, chain.Link("Vendor", fifty[:1]), chain.Link("Tier 1", fifty[1:])]),
    )
    yield (
        "names",
        chain.chain(
            [client, *(chain.Link(f"Tier {n}", (company(x),)) for n, x in enumerate(NAMES))]
        ),
    )
    yield (
        "eight tiers",
        chain.chain([client, *(chain.Link(f"Tier {n}", fifty[:1]) for n in range(7))]),
    )


def stepped() -> Made:
    """Steps in a row, and rising."""

    def step(name: str) -> steps.Step:
        return steps.Step(
            name, ("within 5 days",), "by role", ("bad", "54 days late"), Link(name), "seen to by"
        )

    yield "none", steps.steps([], "Steps")
    yield "one", steps.steps([step("A newcomer")], "Steps")
    yield "names", steps.steps([step(name) for name in NAMES], "Steps")
    sizes = ("Small", "Medium", "Large", "Largest")
    rising = [
        steps.Step(s, (f"up to {n * 10} days",), "", None, Link("Sponsor"), "decided by")
        for n, s in enumerate(sizes)
    ]
    yield "rising", steps.steps(rising, "Classes", rise=True)
    yield "fifty", steps.steps([step(f"Class {n}") for n in range(50)], "Classes", rise=True)


def checklists() -> Made:
    """What is there and what is not."""

    def entry(name: str, ready: bool | None) -> checklist.Entry:
        return checklist.Entry(name, "", ready, "170 of 180 days needed")

    yield "none", checklist.checklist([], "needs")
    yield "one", checklist.checklist([entry("The time is long enough", True)], "needs")
    yield (
        "names",
        checklist.checklist([*(entry(n, False) for n in NAMES), entry("Known", None)], "needs"),
    )
    yield "fifty", checklist.checklist([entry(f"Need {n}", n % 3 > 0) for n in range(50)], "needs")
