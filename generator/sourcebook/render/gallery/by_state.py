"""Pictures of marks and states, with odd data."""

from __future__ import annotations

from sourcebook.render.charts import heat_map, progress, radar, share_bar
from sourcebook.render.gallery.odd import HEBREW, LONG, NAMES, Made


def progress_bars() -> Made:
    """Goals so far."""

    def bar(share: float, expected: float | None, name: str) -> progress.ProgressBar:
        align = "e" if share > 85 else "m" if share > 15 else "s"
        texts = ("began 21 days", f"{name}", "target 7 days")
        return progress.ProgressBar(
            "Lead time", "x-fill", share, expected, texts[0], texts[1], texts[2], align
        )

    yield "at the start", bar(0, 0, "21 days")
    yield "on the way", bar(60, 75, "12 days")
    yield "beyond the target", bar(100, 100, "3 days")
    yield "a long unit", bar(85, 90, LONG)
    yield "no checkpoint, other scripts", bar(50, None, HEBREW)


def heat_maps() -> Made:
    """Risks on their map."""

    def point(n: int, text: str) -> heat_map.Point:
        kind = ("technical", "operational", "financial", "strategic")[n % 4]
        return heat_map.Point(text, (n % 5 + 1, n // 5 % 5 + 1), (n % 3 + 1, n // 7 % 5 + 1), kind)

    yield "none", heat_map.heat_map([], "heat-none")
    yield "one", heat_map.heat_map([heat_map.Point("1", (4, 5), (2, 3))], "heat-one")
    yield "fifty", heat_map.heat_map([point(n, str(n)) for n in range(50)], "heat-fifty")
    alike = [heat_map.Point(str(n), (3, 3), (3, 3)) for n in range(50)]
    yield "fifty in a cell", heat_map.heat_map(alike, "heat-cell")
    named = [point(n * 6, name) for n, name in enumerate(NAMES)]
    yield "names", heat_map.heat_map(named, "heat-names")


def share_bars() -> Made:
    """Shares of states."""
    kinds = ("fail", "bad", "none", "warn", "due", "good")

    def draw(*counts: int) -> share_bar.ShareBar | None:
        pairs = zip(kinds, counts, strict=False)
        return share_bar.share_bar(
            [share_bar.State(k, f"State {k}", n) for k, n in pairs], "things"
        )

    yield "none", draw(0, 0)
    yield "one", draw(0, 1)
    yield "every state", draw(1, 2, 3, 4, 5, 6)
    yield "one of a thousand", draw(1, 0, 0, 0, 0, 999)


def radars() -> Made:
    """Marks around a circle."""

    def draw(*dimensions: radar.Dimension) -> radar.Radar | None:
        return radar.radar(dimensions, "Marks by dimension")

    yield "none", draw()
    yield "one", draw(radar.Dimension("Quality", 4))
    yield "two", draw(radar.Dimension("Quality", 4), radar.Dimension("Cost", 3))
    weights = (("Technical", 4.5, 25), ("Industry", 4, 15), ("Culture", 4.5, 10), ("Cost", 3.5, 50))
    yield "weighted", draw(*(radar.Dimension(*given) for given in weights))
    yield "names", draw(*(radar.Dimension(name, n + 1, 0) for n, name in enumerate(NAMES)))
    yield "no marks", draw(*(radar.Dimension("Nothing", 0) for _ in range(3)))
    yield "fifty", draw(*(radar.Dimension(f"Dimension {n}", n % 6) for n in range(50)))
