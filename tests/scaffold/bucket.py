"""Stands in for ``aws s3 sync``: a folder is the bucket, and what is done to it is written down.

Filters count in their order, the last that fits decides, as the program's manual has it.
"""

import argparse
import fnmatch
import json
import os
import shutil
import sys
from pathlib import Path


class Filter(argparse.Action):
    """Keeps ``--exclude`` and ``--include`` in their order."""

    def __call__(self, _parser, namespace, value, option=None):
        namespace.filters.append((option == "--include", value))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("words", nargs=2)
    parser.add_argument("source", type=Path)
    parser.add_argument("target")
    parser.add_argument("--exclude", action=Filter)
    parser.add_argument("--include", action=Filter)
    parser.add_argument("--delete", action="store_true")
    parser.add_argument("--cache-control")
    parser.add_argument("--content-type", default="guessed")
    given = parser.parse_args(namespace=argparse.Namespace(filters=[]))
    bucket = Path(os.environ["BUCKET"]) / given.target.removeprefix("s3://")

    def chosen(name: str) -> bool:
        fits = [keep for keep, pattern in given.filters if fnmatch.fnmatch(name, pattern)]
        return fits[-1] if fits else True

    with Path(os.environ["CALLS"]).open("a", encoding="utf-8") as calls:
        for file in sorted(its for its in given.source.rglob("*") if its.is_file()):
            name = file.relative_to(given.source).as_posix()
            there = bucket / name
            if chosen(name) and not (there.is_file() and there.read_bytes() == file.read_bytes()):
                there.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, there)
                calls.write(json.dumps(["put", name, given.content_type]) + "\n")
        for there in sorted(bucket.rglob("*")) if given.delete else ():
            name = there.relative_to(bucket).as_posix()
            if there.is_file() and chosen(name) and not (given.source / name).is_file():
                there.unlink()
                calls.write(json.dumps(["delete", name, ""]) + "\n")


if __name__ == "__main__":
    sys.exit(main())
