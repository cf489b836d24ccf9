"""How templates become Python: as Jinja compiles them, but for printing and for calling macros.

Those two take most of a page's time. Jinja wraps each text that it has escaped in a type that says
so, which a page that is joined of texts has no use for; and it looks at each callee for arguments
that only functions of Python ask for.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any

import markupsafe
from jinja2 import BytecodeCache, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup

_STAMP = blake2b(Path(__file__).read_bytes(), digest_size=8).hexdigest()

_escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", markupsafe.escape)


class Compiler(CodeGenerator):
    """Templates that are compiled with it give the same text as with Jinja's own compiler."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's
        """Lets what is written below name the two functions."""
        self.writeline(f"from {__name__} import called, printed")
        super().visit_Template(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("printed(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def visit_Call(  # noqa: N802 - Jinja's
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        """Calls by name, without keywords, are those of macros."""
        plain = not (node.kwargs or node.dyn_args or node.dyn_kwargs or forward_caller)
        if plain and isinstance(node.node, nodes.Name) and frame.eval_ctx.autoescape:
            self.write("called(context, ")
            self.visit(node.node, frame)
            self.signature(node, frame)
            self.write(")")
        else:
            super().visit_Call(node, frame, forward_caller=forward_caller)


def printed(value: Any) -> str:
    """A value as the page has it: escaped, unless it is HTML."""
    if type(value) is str:
        return _escaped(value)
    if type(value) is Markup:
        return value
    return markupsafe.escape(value)


def called(context: Context, callee: Any, *given: Any) -> Any:
    """What a macro makes of these arguments; anything else is called as Jinja does."""
    if type(callee) is Macro and not (callee.catch_varargs or callee.catch_kwargs or callee.caller):
        lacking = len(callee.arguments) - len(given)
        if lacking >= 0:
            return str.__new__(Markup, callee._func(*given, *(missing,) * lacking))
    return context.call(callee, *given)


class Compiled(BytecodeCache):
    """Compiled templates in a folder, from one run to the next; the folder may be deleted.

    A file that is damaged does not exist. Where nothing can be written, nothing is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was kept of a template, if its text and what compiles it are still the same."""
        try:
            sum_, body = self._file(bucket).read_bytes().split(b"\n", 1)
        except (OSError, ValueError):
            return
        if sum_ == _sum(body):
            bucket.bytecode_from_string(body)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template as it was compiled."""
        body, file = bucket.bytecode_to_string(), self._file(bucket)
        part = file.with_suffix(f".{os.getpid()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(_sum(body) + b"\n" + body)
            part.replace(file)
        except OSError:
            return

    def _file(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}-{_STAMP}.template"


def _sum(body: bytes) -> bytes:
    return blake2b(body, digest_size=16).hexdigest().encode()
