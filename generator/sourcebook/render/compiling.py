"""How templates become Python: as Jinja compiles them, but for what takes most of a page's time.

Jinja wraps each text that it has escaped, and each that a macro made, in a type that says so, which
a page that is joined of texts has no use for; it looks at each callee for arguments that only
functions of Python ask for; and it calls a function for each attribute that a template names.
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
from jinja2.compiler import CodeGenerator, Frame, optimizeconst
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup

_STAMP = blake2b(Path(__file__).read_bytes(), digest_size=8).hexdigest()

escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", markupsafe.escape)
"""A text as a page has it, without the type that says so."""


class Compiler(CodeGenerator):
    """Templates that are compiled with it give the same text as with Jinja's own compiler."""

    _told: nodes.Expr | None = None  # what the page is to have as it comes

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's
        """Lets what is written below name the functions."""
        self.writeline(f"from {__name__} import called, escaped, printed, told")
        super().visit_Template(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if not _is_escaped(frame) or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        elif _is_by_name(node):
            self._told = node
        else:
            self.write("(escaped(its) if type(its := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if not _is_escaped(frame) or finalize.src is not None:
            super()._output_child_post(node, frame, finalize)
        elif not _is_by_name(node):
            self.write(") is str else printed(its))")

    def visit_Call(  # noqa: N802 - Jinja's
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        """Calls by name, without keywords, are those of macros."""
        if _is_by_name(node) and not forward_caller and frame.eval_ctx.autoescape:
            self.write("told(context, " if node is self._told else "called(context, ")
            self.visit(node.node, frame)
            self.signature(node, frame)
            self.write(")")
        else:
            super().visit_Call(node, frame, forward_caller=forward_caller)

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's
        """As Jinja: an attribute, else what is held under that key; most often it is there."""
        self.write("(its if (its := getattr((of := ")
        self.visit(node.node, frame)
        name = repr(node.attr)
        self.write(f"), {name}, missing)) is not missing else environment.getitem(of, {name}))")


def _is_escaped(frame: Frame) -> bool:
    return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile


def _is_by_name(node: nodes.Expr) -> bool:
    """Whether it is a call of what a name stands for, with nothing but single arguments."""
    if not isinstance(node, nodes.Call) or not isinstance(node.node, nodes.Name):
        return False
    return not (node.kwargs or node.dyn_args or node.dyn_kwargs)


def printed(value: Any) -> str:
    """A value as the page has it: escaped, unless it is HTML or a number."""
    kind = type(value)
    if kind is Markup:
        html: str = value
        return html
    if kind is str:
        return escaped(value)
    if kind is float or kind is int:
        return str(value)
    return markupsafe.escape(value)


def called(context: Context, callee: Any, *given: Any) -> Any:
    """What a macro makes of these arguments; anything else is called as Jinja does."""
    if type(callee) is Macro:
        return str.__new__(Markup, told(context, callee, *given))
    return context.call(callee, *given)


def told(context: Context, callee: Any, *given: Any) -> str:
    """As called, and as the page has it."""
    if type(callee) is Macro and not (callee.catch_varargs or callee.catch_kwargs or callee.caller):
        lacking = len(callee.arguments) - len(given)
        if lacking >= 0:
            made: str = callee._func(*given, *(missing,) * lacking)
            return made
    return printed(context.call(callee, *given))


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
