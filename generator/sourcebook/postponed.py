"""Modules of the standard library that others import when they start, and seldom need.

``inspect`` alone, with what it brings, takes as long as to read a playbook. Something stands in for
each until anything is asked of it, and has from then on all that the module has.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.machinery import PathFinder
from threading import RLock
from types import ModuleType
from typing import Any

_lock = RLock()


class Postponed(ModuleType):
    """In place of a module, with some of its functions, until another one is asked for."""

    def __getattr__(self, name: str) -> Any:
        """What the module has under a name. Raises AttributeError where it has nothing."""
        return getattr(self.whole(), name)

    def whole(self) -> ModuleType:
        """The module itself, from now on in its own place and in this one's."""
        with _lock:
            if sys.modules.get(self.__name__) is self:
                del sys.modules[self.__name__]
            module = import_module(self.__name__)
            vars(self).update(vars(module))
        return module


def postpone() -> None:
    """Let modules that click, pathlib and uuid import wait until they are needed."""
    _stand_in(Postponed("ipaddress"))
    inspect = Postponed("inspect")
    vars(inspect)["cleandoc"] = lambda doc: (  # each option of a command asks for that of its help
        inspect.whole().cleandoc(doc) if "\n" in doc else doc.expandtabs().lstrip()
    )
    _stand_in(inspect)
    if hasattr(os, "uname"):
        platform = Postponed("platform")
        vars(platform)["system"] = lambda: os.uname().sysname
        _stand_in(platform)


def _stand_in(module: Postponed) -> None:
    if module.__name__ not in sys.modules:
        module.__spec__ = PathFinder.find_spec(module.__name__)
        sys.modules[module.__name__] = module
