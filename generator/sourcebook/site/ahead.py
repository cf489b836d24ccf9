"""The pages that somebody looks at, made before the rest of their site."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from sourcebook.render.pages import Site
from sourcebook.render.site import Draft
from sourcebook.site.builder import Builder
from sourcebook.site.kept import Kept
from sourcebook.site.stage import Stage

MOST_SITES = 4
"""So many engagements are worked on at a time; what is known of others is forgotten."""

MOST_PAGES = 2
"""So many pages are made first, those that were opened last; each puts off the reload."""


@dataclass
class Ahead:
    """What a preview remembers of the internal sites that are looked at."""

    stage: Stage
    others: Collection[str] = ()  # engagements that the change at hand does not touch
    _sites: dict[str, tuple[Site, Kept]] = field(default_factory=dict)

    def kept(self, slug: str) -> Kept:
        """The pages of a site as they were made last."""
        return self._sites[slug][1] if slug in self._sites else Kept()

    def keep(self, site: Site, kept: Kept) -> None:
        """Remember a site as it is now."""
        self._sites.pop(site.slug, None)
        self._sites[site.slug] = site, kept
        while len(self._sites) > MOST_SITES:
            del self._sites[next(iter(self._sites))]

    def viewed(self, known: Collection[str]) -> list[str]:
        """The engagements, of those that are known, that somebody looks at, the last one first."""
        looked_at = dict.fromkeys(path.partition("/")[0] for path in self.stage.viewed())
        return [slug for slug in looked_at if slug in known][:MOST_SITES]

    def unknown(self, known: Collection[str]) -> list[str]:
        """The engagements that somebody looks at, and of which nothing is remembered."""
        return [slug for slug in self.viewed(known) if slug not in self._sites]

    def show(self, builder: Builder, draft: Draft) -> None:
        """Make the pages that somebody looks at, and let them be seen.

        What is around a page tells the names of all others. They are those of last time, but for
        hand-written pages, as long as there are the same pages.
        """
        slug = draft.ctx.book.slug
        paths = self._looked_at(draft, slug)
        if slug not in self._sites or not paths:
            return
        last, kept = self._sites[slug]
        if draft.nav != last.nav or [*draft.makers] != [page.path for page in last.pages]:
            return
        made = {path: builder.page(draft, path) for path in paths}
        pages = [
            made.get(page.path) or replace(page, title=draft.titles.get(page.path, page.title))
            for page in last.pages
        ]
        site = replace(draft.site_of(pages), generated=last.generated)
        self.stage.show(self.whole(builder, site, paths, kept), slug, self.others)

    def whole(
        self, builder: Builder, site: Site, paths: Collection[str], kept: Kept
    ) -> dict[str, bytes]:
        """These pages of a site with all that is around them, as they will be written."""
        from sourcebook.site.mkdocs import page_html  # heavy: only where a page is made

        frame = builder.frame(site)
        return {f"{site.slug}/{path}": page_html(site, path, frame, kept) for path in paths}

    def _looked_at(self, draft: Draft, slug: str) -> list[str]:
        within = (path.partition("/") for path in self.stage.viewed())
        return [rest for first, _, rest in within if first == slug and rest in draft.makers][
            :MOST_PAGES
        ]
