"""Every component that the settings name is this checkout's."""

from __future__ import annotations

import re
from pathlib import Path

from scrapy.utils.misc import load_object

from linkspider import settings

PROJECT = Path(__file__).parents[1]


def dotted_paths(value: object) -> set[str]:
    """The dotted paths of our packages in a setting, however deep."""
    if isinstance(value, dict):
        return {path for part in (*value, *value.values()) for path in dotted_paths(part)}
    if isinstance(value, str) and re.fullmatch(r"(linkspider|pipelines)(\.\w+)+", value):
        return {value}
    return set()


def test_every_component_loads_from_this_checkout() -> None:
    paths = set().union(*(dotted_paths(value) for value in vars(settings).values()))
    components = {path for path in paths if path.rpartition(".")[2][0].isupper()}
    assert len(components) >= 9
    for path in components:
        module = __import__(load_object(path).__module__, fromlist=["__file__"])
        assert Path(module.__file__).is_relative_to(PROJECT), path


def test_no_console_and_no_handler_but_the_web_s() -> None:
    assert settings.EXTENSIONS["scrapy.extensions.telnet.TelnetConsole"] is None
    assert settings.EXTENSIONS["scrapy.extensions.remote_control.RemoteControl"] is None
    handlers = {scheme for scheme, handler in settings.DOWNLOAD_HANDLERS.items() if handler}
    assert handlers == {"http", "https"}
