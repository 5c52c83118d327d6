"""What a page says of itself, column by column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest

from linkspider.html import read
from linkspider.items import HtmlDocument

URL = "https://example.com/dir/page"


def page_of(html: str, headers: Mapping[str, Sequence[str]] | None = None) -> HtmlDocument:
    return read(html.encode(), URL, headers or {}, lambda target: False)


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<title>Green tea</title>", "Green tea"),
        ("<title>\n Green\t tea </title>", "Green tea"),
        ("<title>Tea &amp; cake</title>", "Tea & cake"),
        ("<title>a <b>c</b></title>", "a <b>c</b>"),
        ("<title>One</title><title>Two</title>", "One"),
        ("<body><svg><title>Logo</title></svg>", None),
        ("<head></head><p>x", None),
        ("", None),
    ],
)
def test_the_title_is_the_text_of_the_title_element(html: str, title: str | None) -> None:
    assert page_of(html).title == title


@pytest.mark.parametrize(
    ("html", "description"),
    [
        ("<meta name=description content='Green  tea'>", "Green tea"),
        ("<meta name=DESCRIPTION content=Tea>", "Tea"),
        ("<meta content=Tea name=description>", "Tea"),
        ("<meta name=description content=One><meta name=description content=Two>", "One"),
        ("<meta property=og:description content=Tea>", None),
        ("<meta itemprop=description content=Tea>", None),
        ("<meta itemprop=description content=No><meta name=description content=Yes>", "Yes"),
        ("<meta name=description>", None),
        ("<meta name=twitter:description content=Tea>", None),
        ("", None),
    ],
)
def test_the_meta_description_is_the_one_of_that_name(html: str, description: str | None) -> None:
    assert page_of(html).meta_description == description


@pytest.mark.parametrize("tag", ["h1", "h2", "h3"])
@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("", []),
        ("<{0}>Green tea</{0}>", ["Green tea"]),
        ("<{0}> Green\n tea </{0}><p>x<{0}>Two</{0}>", ["Green tea", "Two"]),
        ("<{0}>Green <em>tea</em></{0}>", ["Green tea"]),
        ("<{0}>G<b>r</b>een</{0}>", ["Green"]),
        ("<{0}>Green<br>tea</{0}>", ["Green tea"]),
        ("<{0}>Tea<script>no()</script></{0}>", ["Tea"]),
        ("<{0}><a href=/>Tea</a></{0}>", ["Tea"]),
        ("<{0}>Tea</{0}><h4>no</h4>", ["Tea"]),
        ("<!-- <{0}>no</{0}> --><template><{0}>no</{0}></template>", []),
    ],
)
def test_headings_are_lists_of_their_texts_in_order(tag: str, html: str, texts: list[str]) -> None:
    page = page_of(html.format(tag))
    assert getattr(page, tag) == texts


CANONICAL = "<link rel=canonical href='{}'>"


@pytest.mark.parametrize(
    ("hrefs", "headers", "url", "count"),
    [
        ([], [], None, 0),
        (["/a"], [], "https://example.com/a", 1),
        (["https://other.example/#x"], [], "https://other.example/", 1),
        (["/dir/page"], [], URL, 1),
        (["/a", "https://example.com/a"], [], "https://example.com/a", 1),
        (["/a", "/b"], [], None, 2),
        ([], ["</a>; rel=canonical"], "https://example.com/a", 1),
        (["/a"], ["<https://example.com/a>; rel=canonical"], "https://example.com/a", 1),
        (["/a"], ["</b>; rel=canonical"], None, 2),
        (["/a", "/b"], ["</c>; rel=canonical, </a>; rel=canonical"], None, 3),
        (["/a"], ["</b>; rel=next"], "https://example.com/a", 1),
    ],
)
def test_the_canonical_url_is_the_only_distinct_value_over_head_and_header(
    hrefs: list[str], headers: list[str], url: str | None, count: int
) -> None:
    page = page_of("".join(map(CANONICAL.format, hrefs)), {"link": headers})
    assert (page.canonical_url, page.canonicals) == (url, count)


def test_a_canonical_in_the_body_is_a_link_and_does_not_count() -> None:
    page = page_of(f"<body><p>x</p>{CANONICAL.format('/a')}")
    assert (page.canonical_url, page.canonicals) == (None, 0)
    assert [link.element for link in page.links] == ["canonical"]


@pytest.mark.parametrize(
    ("html", "headers", "noindex", "nofollow"),
    [
        ("", [], False, False),
        ("<meta name=robots content=noindex>", [], True, False),
        ("<meta name=robots content=nofollow>", [], False, True),
        ("<meta name=robots content=none>", [], True, True),
        ("<meta name=robots content=NONE>", [], True, True),
        ("<meta name=Robots content='NoIndex, NoFollow'>", [], True, True),
        ("<meta name=robots content='noindex,nofollow'>", [], True, True),
        ("<meta name=robots content=all>", [], False, False),
        ("<meta name=robots content='index, follow'>", [], False, False),
        ("<meta name=robots>", [], False, False),
        ("<meta name=googlebot content=noindex>", [], True, False),
        ("<meta name=GOOGLEBOT content=none>", [], True, True),
        ("<meta name=bingbot content=none>", [], False, False),
        ("<meta name=googlebot-news content=noindex>", [], False, False),
        # the most restrictive wins
        ("<meta name=robots content=index><meta name=robots content=noindex>", [], True, False),
        (
            "<meta name=robots content=noindex><meta name=googlebot content='index, follow'>",
            [],
            True,
            False,
        ),
        ("<meta name=robots content='index, noindex'>", [], True, False),
        ("<meta name=robots content=nofollow>", ["noindex"], True, True),
        # header
        ("", ["noindex"], True, False),
        ("", ["NOINDEX, nofollow"], True, True),
        ("", ["none"], True, True),
        ("", ["noindex", "nofollow"], True, True),
        ("", ["googlebot: noindex"], True, False),
        ("", ["Googlebot: nofollow, noindex"], True, True),
        ("", ["robots: noindex"], True, False),
        ("", ["all"], False, False),
        # other bots
        ("", ["otherbot: noindex"], False, False),
        ("", ["otherbot: noindex, nofollow"], False, False),
        ("", ["bingbot: none", "nofollow"], False, True),
        ("", ["googlebot: nofollow, otherbot: noindex"], False, True),
        ("", ["otherbot: noindex, googlebot: nofollow"], False, True),
        # directives with a value
        ("<meta name=robots content='max-image-preview:none'>", [], False, False),
        ("<meta name=robots content='max-image-preview: none'>", [], False, False),
        ("<meta name=robots content='max-snippet:-1, noindex'>", [], True, False),
        ("", ["max-image-preview: none"], False, False),
        ("", ["max-snippet: 20, noindex"], True, False),
        ("", ["unavailable_after: 25 Jun 2010 15:00:00 PST"], False, False),
        ("", ["unavailable_after: Friday, 25-Jun-2010 15:00:00 PST, noindex"], True, False),
        ("", ["noindex, unavailable_after: Friday, 25-Jun-2010 15:00:00 PST"], True, False),
        ("", ["otherbot: max-snippet: 20, noindex"], False, False),
        # words that only look alike
        ("<meta name=robots content='noindexed'>", [], False, False),
        ("<meta name=robots content='nosnippet, noarchive, noimageindex'>", [], False, False),
        ("", [""], False, False),
        ("", [",,:,"], False, False),
    ],
)
def test_robots_and_googlebot_are_told_by_meta_and_header(
    html: str, headers: list[str], noindex: bool, nofollow: bool
) -> None:
    page = page_of(html, {"x-robots-tag": headers})
    assert (page.noindex, page.nofollow) == (noindex, nofollow)


def test_what_robots_are_told_is_kept_as_written() -> None:
    html = (
        "<meta name=robots content='NoIndex,follow'><meta name=googlebot content=none>"
        "<meta name=bingbot content=no>"
    )
    page = page_of(html, {"x-robots-tag": ["otherbot: noindex", "Max-Snippet:20"]})
    assert page.meta_robots == "NoIndex,follow, none"
    assert page.x_robots_tag == "otherbot: noindex, Max-Snippet:20"


def test_where_robots_are_told_nothing_the_columns_are_null() -> None:
    page = page_of("<p>x")
    assert (page.meta_robots, page.x_robots_tag) == (None, None)


@pytest.mark.parametrize(
    ("html", "lang"),
    [
        ("<html lang=de>", "de"),
        ("<!doctype html><!-- x --><html lang='pt-BR'><p>x", "pt-BR"),
        ("<html lang=''>", None),
        ("<html>", None),
        ("<html><body lang=de>", None),
        ("", None),
    ],
)
def test_the_language_is_that_of_the_html_element(html: str, lang: str | None) -> None:
    assert page_of(html).lang == lang


@pytest.mark.parametrize(
    ("html", "has_viewport"),
    [
        ("<meta name=viewport content='width=device-width'>", True),
        ("<meta name=Viewport content='width=device-width'>", True),
        ("<meta name=description content=viewport>", False),
        ("", False),
    ],
)
def test_a_meta_viewport_is_noted(html: str, has_viewport: bool) -> None:
    assert page_of(html).has_viewport is has_viewport


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("", 0),
        ("<p> \n </p>", 0),
        ("<p>one two three</p>", 3),
        ("<p>one</p><p>two</p>", 2),
        ("<ul><li>one<li>two</ul>", 2),
        ("one<br>two", 2),
        ("<p>one&nbsp;two\u3000three", 3),
        ("<p>it's a well-known tea", 4),
        # an inline element does not part a word
        ("<p>H<sub>2</sub>O", 1),
        ("<p><span>O</span>nce upon", 2),
        ("<p>one <b>two</b> <i>three</i>", 3),
        # only what a reader sees
        ("<title>no no</title><p>one", 1),
        ("<p>one<script>no no</script><style>no no</style>", 1),
        ("<p>one<!-- no no --><template>no no</template>", 1),
        ("<p>one<img alt='no no'>", 1),
        # each Chinese or Japanese character is a word
        ("<p>绿茶", 2),
        ("<p>お茶を飲む", 5),
        ("<p>カテキン tea", 5),
        ("<p>绿茶 and お茶", 5),
        ("<p>我喝tea吗", 4),
        # Korean parts its words by spaces
        ("<p>녹차 한 잔", 3),
    ],
)
def test_words_of_the_visible_text_are_counted(html: str, words: int) -> None:
    assert page_of(html).word_count == words


@pytest.mark.parametrize(
    ("html", "images", "without_alt"),
    [
        ("", 0, 0),
        ("<img src=a>", 1, 1),
        ("<img src=a alt=x><img src=b alt=''><img src=c><img alt>", 4, 1),
        ("<picture><source><img src=a></picture>", 1, 1),
        ("<svg><image href=a /></svg><input type=image>", 0, 0),
        ("<template><img></template><!-- <img> --><script>'<img>'</script>", 0, 0),
    ],
)
def test_images_are_counted_and_those_without_alt(html: str, images: int, without_alt: int) -> None:
    page = page_of(html)
    assert (page.images, page.images_without_alt) == (images, without_alt)


@pytest.mark.parametrize(
    ("html", "scripts"),
    [
        ("", 0),
        ("<script>a()</script><script src=b.js></script>", 2),
        ("<script type='application/ld+json'>{}</script>", 1),
        ("<noscript>x</noscript><!-- <script></script> -->", 0),
    ],
)
def test_scripts_are_counted(html: str, scripts: int) -> None:
    assert page_of(html).scripts == scripts


@pytest.mark.parametrize(
    ("html", "generator"),
    [
        ("<meta name=generator content='WordPress 6.9'>", "WordPress 6.9"),
        ("<meta name=Generator content=' Hugo  1 '>", "Hugo 1"),
        ("<meta name=generator>", None),
        ("", None),
    ],
)
def test_the_generator_is_the_software_that_made_the_page(html: str, generator: str | None) -> None:
    assert page_of(html).generator == generator


def json_ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


MAY = datetime(2026, 5, 1, tzinfo=UTC)
JUNE = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("html", "published", "modified"),
    [
        ("", None, None),
        # JSON-LD
        (json_ld('{"datePublished": "2026-05-01"}'), MAY, None),
        (json_ld('{"datePublished":"2026-05-01","dateModified":"2026-06-01"}'), MAY, JUNE),
        (json_ld('{"@graph": [{"x": {"datePublished": "2026-05-01"}}]}'), MAY, None),
        (json_ld('{"datePublished": "2026-05-01T02:00:00+02:00"}'), MAY, None),
        (json_ld('{"datePublished": "2026-05-01T00:00:00Z"}'), MAY, None),
        (json_ld('{"datePublished": "2026-05-01T00:00:00.000Z"}'), MAY, None),
        (json_ld('{"datePublished": "2026-04-30T20:00:00-0400"}'), MAY, None),
        (json_ld('{"datePublished": "2026-05"}'), MAY, None),
        (json_ld('{"datePublished": "yesterday"}'), None, None),
        (json_ld('{"datePublished": ""}'), None, None),
        (json_ld('{"datePublished": '), None, None),
        ('<script>{"datePublished": "2026-05-01"}</script>', None, None),
        # meta
        ("<meta property=article:published_time content=2026-05-01>", MAY, None),
        ("<meta property=article:modified_time content=2026-06-01>", None, JUNE),
        ("<meta name=article:published_time content=2026-05-01>", MAY, None),
        ("<meta itemprop=datePublished content=2026-05-01>", MAY, None),
        ("<meta itemprop=dateModified content=2026-06-01>", None, JUNE),
        ("<meta property=og:updated_time content=2026-06-01>", None, JUNE),
        ("<meta property=article:published_time content='1 May 2026?'>", None, None),
        # time element
        ("<time datetime=2026-05-01>May</time>", MAY, None),
        ("<time itemprop=datePublished datetime=2026-05-01>May</time>", MAY, None),
        ("<time itemprop=dateModified datetime=2026-06-01>June</time>", None, JUNE),
        ("<time class='entry-date published' datetime=2026-05-01>May</time>", MAY, None),
        ("<time class=updated datetime=2026-06-01>June</time>", None, JUNE),
        ("<time>long ago</time>", None, None),
        # JSON-LD before meta before time element
        (
            "<time datetime=2020-01-01>x</time>"
            "<meta property=article:published_time content=2021-01-01>"
            + json_ld('{"datePublished": "2026-05-01"}'),
            MAY,
            None,
        ),
        (
            "<time datetime=2020-01-01>x</time>"
            "<meta property=article:published_time content=2026-05-01>",
            MAY,
            None,
        ),
        (
            json_ld('{"datePublished": "soon"}')
            + "<meta property=article:published_time content=2026-05-01>",
            MAY,
            None,
        ),
    ],
)
def test_a_page_says_when_it_was_published_and_modified(
    html: str, published: datetime | None, modified: datetime | None
) -> None:
    page = page_of(html)
    assert (page.published_at, page.modified_at) == (published, modified)


@pytest.mark.parametrize(
    "date", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0000-00-00", "2026-02-30"]
)
def test_a_date_beyond_the_calendar_is_null(date: str) -> None:
    assert page_of(json_ld(f'{{"datePublished": "{date}"}}')).published_at is None


def hash_of(html: str) -> str | None:
    return page_of(html).text_hash


def test_the_text_hash_is_64_bits_as_16_hexadecimal_digits() -> None:
    assert re.fullmatch("[0-9a-f]{16}", hash_of("<p>Green tea</p>") or "")


@pytest.mark.parametrize("html", ["", "<p> \n </p>", "<title>x</title>", "<script>x</script>"])
def test_the_text_hash_of_nothing_is_null(html: str) -> None:
    assert hash_of(html) is None


@pytest.mark.parametrize(
    "html",
    [
        "<p>Green tea</p>",
        "<div>\n  Green\n tea\n</div>",
        "<title>Other</title><h1>Green tea</h1>",
        "<p>Green tea<script>other()</script></p>",
        "<p>Green&nbsp;<b>tea</b></p>",
        "<p>G<b>r</b>een tea</p>",
    ],
)
def test_pages_with_the_same_visible_text_have_the_same_hash(html: str) -> None:
    assert hash_of(html) == hash_of("Green tea")


@pytest.mark.parametrize("html", ["Green teas", "green tea", "Greentea", "tea Green", "绿茶"])
def test_pages_with_another_text_have_another_hash(html: str) -> None:
    assert hash_of(html) != hash_of("Green tea")


@pytest.mark.parametrize(
    ("html", "sends_on"),
    [
        ("<meta http-equiv=refresh content='0; url=/other'>", True),
        ("<meta http-equiv=refresh content='30; url=https://other.example/'>", True),
        ("<meta http-equiv=refresh content='30'>", False),
        ("<meta http-equiv=refresh content='30; url=/dir/page'>", False),
        ("", False),
    ],
)
def test_a_meta_refresh_to_another_page_is_noted(html: str, sends_on: bool) -> None:
    assert page_of(html).has_meta_refresh is sends_on


def test_an_empty_body_has_every_column() -> None:
    page = page_of("")
    assert (page.encoding, page.truncated) == ("utf-8", False)
    assert (page.h1, page.h2, page.h3, page.links) == ([], [], [], [])
    assert (page.word_count, page.images, page.scripts, page.canonicals) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    "body",
    [
        b"\x00" * 1_000,
        bytes(range(256)) * 40,
        b"<" * 10_000,
        b"<a href=" * 2_000,
        b"<!--" * 5_000,
        b"&" * 10_000,
        b"%PDF-1.7 \x00\x01",
        b"<table>" * 500 + b"<a href=x>",
        b"<select><option><a href=x>",
        b"<frameset><frame src=a></frameset>",
        b"<plaintext><a href=x>",
        b"<a href=x " + b"y" * 100_000,
    ],
    ids=lambda body: ascii(body[:12]),
)
def test_any_bytes_are_read_without_an_exception(body: bytes) -> None:
    page = read(body, URL, {}, lambda target: True)
    assert page.encoding
    assert [link.ordinal for link in page.links] == list(range(len(page.links)))


def test_a_page_of_ordinary_depth_is_not_truncated() -> None:
    page = page_of("<div>" * 500 + "<a href=/a>x</a>" + "</div>" * 500)
    assert page.truncated is False
    assert len(page.links) == 1


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 50_000 + "<a href=/a>x</a>",
        "<div " + " ".join(f"a{number}" for number in range(50_000)) + "><a href=/a>x</a>",
    ],
    ids=["nesting", "attributes"],
)
def test_excessive_markup_is_cut_before_parsing_and_the_page_is_marked(html: str) -> None:
    page = page_of(html)
    assert page.truncated is True
