"""Where the files that ship with the package are: templates and the default configuration."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def bundled(name: str) -> Path:
    """The folder of a bundled asset group: ``templates`` or ``site_config``.

    In a wheel they lie beside the package in ``_assets``; in a checkout they are the
    repository's own folders at its top.
    """
    shipped = _PACKAGE / "_assets" / name
    return shipped if shipped.is_dir() else _PACKAGE.parent.parent / name
