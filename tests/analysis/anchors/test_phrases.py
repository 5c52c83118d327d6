"""The generic phrases: data of many languages."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from linkspider.analysis.anchors.phrases import generic_phrases, is_generic
from linkspider.analysis.anchors.words import words

DATA = tomllib.loads(
    files("linkspider.analysis.anchors").joinpath("generic.toml").read_text("utf-8")
)
PROMISED = {"en", "de", "fr", "es", "it", "pt", "nl", "pl", "ja", "ru"}


def test_the_promised_languages_and_more_are_there() -> None:
    assert set(DATA) >= PROMISED | {"sv", "cs", "zh", "tr", "ko", "ar"}
    assert all(len(phrases) >= 25 for phrases in DATA.values())


@pytest.mark.parametrize("language", DATA)
def test_each_phrase_of_a_language_says_something_and_stands_there_once(language: str) -> None:
    phrases = DATA[language]
    assert all(map(words, phrases))
    assert len(set(phrases)) == len(phrases)


@pytest.mark.parametrize(
    "anchor",
    [
        "read more",
        "read more →",
        "☞ click here",
        "mas informacion",
        "详情",
        "詳細はこちら",
        "→",
        "🔗",
    ],
)
def test_an_anchor_that_names_no_target_is_generic(anchor: str) -> None:
    assert is_generic(anchor)


@pytest.mark.parametrize("anchor", ["green tea", "read more about tea", "1", "hereford", "緑茶"])
def test_an_anchor_that_says_anything_else_is_not(anchor: str) -> None:
    assert not is_generic(anchor)


def test_phrases_are_compared_in_normalised_form() -> None:
    assert {"read more", "詳細はこちら", "weiterlesen"} <= generic_phrases()
