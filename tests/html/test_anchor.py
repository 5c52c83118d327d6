"""What may name a link to its reader, and the text around it."""

from __future__ import annotations

import pytest

from linkspider.html import read
from linkspider.items import AnchorCandidates, LinkItem
from linkspider.urls import Url
from pipelines.anchor_text import choose_anchor

URL = "https://example.com/"


def everywhere(target: Url) -> bool:
    return True


def nowhere(target: Url) -> bool:
    return False


def only_link(html: str) -> LinkItem:
    [link] = read(html.encode(), URL, {}, nowhere).links
    return link


def named(html: str) -> tuple[str, str]:
    """The anchor text of the page's only link and its source, as the pipeline chooses them."""
    return choose_anchor(only_link(html).candidates)


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("Green tea", "Green tea"),
        ("  Green\n tea ", "Green tea"),
        ("Green&nbsp;tea &amp; cake", "Green tea & cake"),
        # inline elements do not part what they stand in
        ("Green <b>tea</b>", "Green tea"),
        ("G<b>r</b>een", "Green"),
        ("<span><em>Green</em> <i>tea</i></span>", "Green tea"),
        ("H<sub>2</sub>O", "H2O"),
        ("su<wbr>per", "super"),
        # breaks and blocks do
        ("Green<br>tea", "Green tea"),
        ("Green<br/>tea<br/>leaf", "Green tea leaf"),
        ("<div>Green</div><div>tea</div>", "Green tea"),
        ("<h3>Green</h3>tea", "Green tea"),
        ("Green<p>tea</p>leaf", "Green tea leaf"),
        ("<ul><li>Green</li><li>tea</li></ul>", "Green tea"),
        ("<div><div>Green</div></div><span>tea</span>", "Green tea"),
        ("<table><tr><td>Green</td><td>tea</td></tr></table>", "Green tea"),
        ("<figure>Green<figcaption>tea</figcaption></figure>", "Green tea"),
        ("Green<hr>tea", "Green tea"),
        # nobody sees scripts, styles, templates and comments
        ("Green<script>var x = 'no';</script> tea", "Green tea"),
        ("<style>.a { color: red }</style>Green tea", "Green tea"),
        ("Green<template>no</template> tea", "Green tea"),
        ("Green<!-- no --> tea", "Green tea"),
        ("<!-- no -->Green tea", "Green tea"),
        ("<script type=application/json>{}</script>Green tea", "Green tea"),
        # drawings
        ("<svg><path d='M0'/></svg>Green tea", "Green tea"),
        ("<svg><text>Green tea</text></svg>", "Green tea"),
        ("<svg><style>.a{}</style></svg>Green tea", "Green tea"),
        # deep
        ("<span>" * 400 + "Green tea" + "</span>" * 400, "Green tea"),
    ],
)
def test_the_text_of_a_link_is_what_its_reader_sees(inside: str, text: str) -> None:
    assert named(f"<a href=/a>{inside}</a>") == (text, "text")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # text before image alt before aria-label before title
        ("<a href=/a aria-label=L title=T>Text<img alt=A></a>", ("Text", "text")),
        ("<a href=/a aria-label=L title=T><img alt=A></a>", ("A", "alt")),
        ("<a href=/a aria-label=L title=T><img alt=''></a>", ("L", "aria-label")),
        ("<a href=/a aria-label=L title=T><img></a>", ("L", "aria-label")),
        ("<a href=/a title=T><img></a>", ("T", "title")),
        ("<a href=/a><img></a>", ("", "none")),
        ("<a href=/a></a>", ("", "none")),
        ("<a href=/a> \n </a>", ("", "none")),
        ("<a href=/a><!-- no --></a>", ("", "none")),
        ("<a href=/a><script>no</script></a>", ("", "none")),
        # alternative texts
        ("<a href=/a><img alt='Our  logo'></a>", ("Our logo", "alt")),
        ("<a href=/a><span><img alt=Logo></span></a>", ("Logo", "alt")),
        ("<a href=/a><div><img alt=Logo></div></a>", ("Logo", "alt")),
        ("<a href=/a><img alt=One><img alt=Two></a>", ("One Two", "alt")),
        ("<a href=/a><img alt=''><img alt=Two></a>", ("Two", "alt")),
        ("<a href=/a><picture><source><img alt=Logo></picture></a>", ("Logo", "alt")),
        ("<a href=/a><noscript><img alt=Logo></noscript></a>", ("Logo", "alt")),
        # an icon without a name
        ("<a href=/a aria-label=Search><svg><path/></svg></a>", ("Search", "aria-label")),
        ("<a href=/a title=Search><i class=icon></i></a>", ("Search", "title")),
        # area
        ("<map><area href=/a alt=Kettle title=T></map>", ("Kettle", "alt")),
        ("<map><area href=/a aria-label=Pot title=T></map>", ("Pot", "aria-label")),
        ("<map><area href=/a title=T></map>", ("T", "title")),
        ("<map><area href=/a></map>", ("", "none")),
        # what the attribute says is text, not HTML
        ("<a href=/a title='a &lt;b&gt; &amp; c'></a>", ("a <b> & c", "title")),
    ],
)
def test_a_link_is_named_by_the_first_that_there_is(html: str, expected: tuple[str, str]) -> None:
    assert named(html) == expected


def test_reading_hands_on_all_candidates() -> None:
    link = only_link("<a href=/a aria-label=Label title=Title>Text<br><img alt=Alt></a>")
    assert AnchorCandidates(link.candidates.text.strip(), *link.candidates[1:]) == (
        "Text",
        "Alt",
        "Label",
        "Title",
    )


def test_text_of_a_neighbour_names_no_link() -> None:
    links = read(b"before<a href=/a>1</a>between<a href=/b>2</a>behind", URL, {}, nowhere).links
    assert [choose_anchor(link.candidates)[0] for link in links] == ["1", "2"]


@pytest.mark.parametrize("count", [20_000, 200_000])
def test_a_link_around_a_whole_page_is_read_to_the_limit_of_an_anchor_text(count: int) -> None:
    text, source = named("<a href=/a>" + "<b>x</b> " * count + "</a>")
    assert text.rstrip() == ("x " * 1_000).rstrip()
    assert source == "text"


def context(html: str) -> tuple[str | None, str | None]:
    """The text around the page's only link."""
    [link] = read(html.encode(), URL, {}, everywhere).links
    return link.context_before, link.context_after


@pytest.mark.parametrize(
    ("html", "before", "after"),
    [
        ("<p>We like <a href=/a>tea</a> a lot.</p>", "We like", "a lot."),
        ("<p>We  like\n<a href=/a>tea</a>, a lot.</p>", "We like", ", a lot."),
        ("<p>We <b>like</b> <a href=/a>tea</a> <i>a</i> lot.", "We like", "a lot."),
        ("<p>One.</p><p><a href=/a>tea</a></p><p>Two.</p>", "One.", "Two."),
        ("<p>One</p><p>two <a href=/a>tea</a> three</p><p>four", "One two", "three four"),
        ("<ul><li>One<li><a href=/a>tea</a><li>Two</ul>", "One", "Two"),
        ("<p>One<script>no()</script> <a href=/a>tea</a><style>no</style> two", "One", "two"),
        ("<p>One<!-- no --> <a href=/a>tea</a><!-- no --> two", "One", "two"),
        ("<p>One<template>no</template> <a href=/a>tea</a> two", "One", "two"),
        ("<p>We <b>l</b>ike <a href=/a>tea</a> a <b>l</b>ot", "We like", "a lot"),
        ("<p>We h<b>a<i>t</i>e</b> <a href=/a>tea</a>", "We hate", ""),
        ("<a href=/a>tea</a>", "", ""),
        ("<title>no</title><body><a href=/a>tea</a>", "", ""),
        ("<p>One<br>two <a href=/a>tea</a> three<br>four", "One two", "three four"),
    ],
)
def test_the_context_is_the_text_before_and_behind(html: str, before: str, after: str) -> None:
    assert context(html) == (before, after)


def test_the_context_does_not_hold_the_links_own_text() -> None:
    before, after = context("<p>One <a href=/a>TEA <b>POT</b></a> two</p>")
    assert "TEA" not in f"{before}{after}"
    assert "POT" not in f"{before}{after}"


@pytest.mark.parametrize("length", [150, 1_000, 100_000])
def test_the_context_is_about_100_characters_of_whole_words(length: int) -> None:
    words = " ".join(f"word{number:04}" for number in range(length // 9))
    before, after = context(f"<p>{words} <a href=/a>tea</a> {words}</p>")
    assert before is not None
    assert after is not None
    assert words.endswith(" " + before)
    assert words.startswith(after + " ")
    assert 80 <= len(before) <= 120
    assert 80 <= len(after) <= 120


def test_the_context_of_text_without_spaces_is_cut_too() -> None:
    before, after = context(f"<p>{'茶' * 500}<a href=/a>tea</a>{'茶' * 500}</p>")
    assert (before, after) == ("茶" * 100, "茶" * 100)


def test_the_context_is_found_behind_deep_nesting_and_much_white_space() -> None:
    html = f"<p>One</p>{' ' * 5_000}<div>" + "<div>" * 20 + "<a href=/a>tea</a>"
    assert context(html)[0] == "One"


def test_the_context_is_read_only_where_it_is_asked_for() -> None:
    html = b"<p>One <a href=https://example.com/a>1</a> two <a href=https://b.example/>2</a> three"
    links = read(html, URL, {}, lambda target: target.host == "b.example").links
    assert [(link.context_before, link.context_after) for link in links] == [
        (None, None),
        ("One 1 two", "three"),
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<p>x <a href=mailto:ann@example.com>1</a> y",
        "<p>x <a href='http://['>1</a> y",
        "<p>x <iframe src=/a></iframe> y",
        "<link rel=canonical href=/a>",
    ],
)
def test_what_can_be_no_backlink_has_no_context(html: str) -> None:
    assert context(html) == (None, None)
