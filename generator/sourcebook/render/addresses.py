"""Where files of playbooks lie on the repository's host, for people to read and edit them there."""

from __future__ import annotations

from sourcebook.findings import Place
from sourcebook.source.settings import Settings


def source_address(settings: Settings, place: Place, *, whole: bool = False) -> str | None:
    """A line of a file on the repository's host, in the form that the host wants.

    With ``whole`` the file as such: which line it is would tell how much stands above it.
    """
    if not settings.repository:
        return None
    base = settings.repository.rstrip("/").removesuffix(".git")
    branch = settings.commit or settings.edit_branch
    if "gitlab" in base:
        return f"{base}/-/blob/{branch}/{place.file}" + ("" if whole else f"#L{place.line}")
    if "bitbucket" in base:
        return f"{base}/src/{branch}/{place.file}" + ("" if whole else f"#lines-{place.line}")
    if "dev.azure.com" in base or "visualstudio.com" in base:
        line = "" if whole else f"&line={place.line}"
        kind = "GC" if settings.commit else "GB"
        return f"{base}?path=/{place.file}&version={kind}{branch}{line}"
    return f"{base}/blob/{branch}/{place.file}" + ("" if whole else f"#L{place.line}")
