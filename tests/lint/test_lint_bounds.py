"""What an attacker writes a thousand times is told a bounded number of times."""

from __future__ import annotations

import datetime as dt

from render.playbooks import loaded
from sourcebook.analysis.thresholds import defaults
from sourcebook.lint.rule import Facts
from sourcebook.lint.rules.secrets import MOST, secret_in_yaml

DAY = dt.date(2026, 11, 22)


def test_of_many_secrets_in_one_file_the_first_are_told() -> None:
    text = " ".join(f"password: Walnut{number}quay!" for number in range(3000))
    book = loaded({"goals": {"objective": text}}).playbook
    assert secret_in_yaml.check is not None
    assert len(list(secret_in_yaml.check(book, Facts(DAY, defaults())))) == MOST
