"""Whether a site is whole: its markup, ids, links, titles and navigation."""

from __future__ import annotations

from render import examples
from render.markup import faults_of
from sourcebook.render.pages import Site
from sourcebook.render.site import engagement_site
from sourcebook.site.links import Problem, problems


def whole(made: Site) -> list[str]:
    """What is wrong with a site: markup, ids, links, titles, navigation."""
    found = [f"{p.path}: {fault}" for p in made.pages for fault in faults_of(p.html)]
    found += [f"{p.page}: {p.href}: {p.why}" for p in dead(made, "../")]
    found += [f"{p.path} has no title" for p in made.pages if not p.title.strip()]
    found += [f"{p.path} has no description" for p in made.pages if not p.description.strip()]
    paths = [p.path for p in made.pages]
    named = [path for group in made.nav for path in group.paths]
    found += [f"{path} twice" for path in set(paths) if paths.count(path) > 1]
    found += [f"{path} twice in the navigation" for path in set(named) if named.count(path) > 1]
    found += [f"{path} is in the navigation alone" for path in set(named) - set(paths)]
    return found


def dead(made: Site, *known: str) -> list[Problem]:
    """The links that lead nowhere; calendars are written beside the pages later on."""
    return [p for p in problems(made, known=known) if not p.href.endswith(".ics")]


def example(slug: str = "harbourline-mobile") -> Site:
    """The pages of an example of the project."""
    loaded = examples.loaded(slug)
    return engagement_site(
        loaded.playbook, loaded.findings, examples.AS_OF, examples.project().settings
    )
