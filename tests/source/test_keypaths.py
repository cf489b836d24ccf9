"""Key paths as people read them."""

import pytest

from sourcebook.source.keypaths import write_path


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ((), ""), (("register",), "register"), (("register", 0, "owner"), "register[R-07].owner"),
        (("register", 1, "owner"), "register[1].owner"), (("register", 2), "register[12]"),
        (("register", 9, "owner"), "register[9].owner"), (("meta", "x", 0), "meta.x[0]"),
        ((0,), "[0]"),
    ],
)
def test_written_paths(path, written):
    data = {"register": [{"id": "R-07"}, {"title": "x"}, {"id": 12}], "meta": {}}
    assert write_path(data, path) == written
