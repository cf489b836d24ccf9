"""MkDocs as a library: the plugin, and the engine that builds one site in this process.

The only package that knows MkDocs. Nothing in MkDocs or its theme is patched: pages bring their
HTML in a ``Page`` subclass, and one Jinja2 environment serves all sites of a process.
"""

from sourcebook.site.mkdocs.configuration import inherited
from sourcebook.site.mkdocs.engine import build, page_html
from sourcebook.site.mkdocs.plugin import SourcebookPlugin

__all__ = ["SourcebookPlugin", "build", "inherited", "page_html"]
