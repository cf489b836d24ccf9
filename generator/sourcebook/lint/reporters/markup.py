"""XML as text: elements built as a tree, letters that XML knows not left out."""

from __future__ import annotations

import re
from xml.etree import ElementTree

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Element:
    """An element; children are added to it in their order."""

    def __init__(self, name: str, attributes: dict[str, object], text: str = "") -> None:
        self._node = ElementTree.Element(
            name, {key: _NO_XML.sub("\ufffd", str(value)) for key, value in attributes.items()}
        )
        if text:
            self._node.text = _NO_XML.sub("\ufffd", text)

    def add(self, child: Element) -> Element:
        """Add a child, and give it back."""
        self._node.append(child._node)
        return child

    def __str__(self) -> str:
        ElementTree.indent(self._node)
        written = ElementTree.tostring(self._node, encoding="unicode")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'
