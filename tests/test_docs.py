"""The documentation is true: every setting is documented with its default, every command is named."""

from dataclasses import fields
from pathlib import Path

import pytest

from legation.cli import app
from legation.settings import Settings

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda setting: setting.name)
def test_every_setting_is_documented(setting):
    row = f"| `LEGATION_{setting.name.upper()}` | `{setting.default}` | {setting.metadata['help']} |"
    assert row in (ROOT / "docs/settings.md").read_text(encoding="utf-8")


def test_every_command_is_named_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    names = [command.name or command.callback.__name__ for command in app.registered_commands]
    assert names
    assert [name for name in names if f"`legation {name}" not in readme] == []
