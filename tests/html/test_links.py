"""The links of a page: which there are, in which order, with which raw facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from linkspider.html import read
from linkspider.items import LinkItem

URL = "https://example.com/dir/page"


def links_of(
    html: str, headers: Mapping[str, Sequence[str]] | None = None, url: str = URL
) -> list[LinkItem]:
    """The links of the page, without context."""
    return read(html.encode(), url, headers or {}, lambda target: False).links


def only_link(html: str, headers: Mapping[str, Sequence[str]] | None = None) -> LinkItem:
    [link] = links_of(html, headers)
    return link


@pytest.mark.parametrize(
    ("html", "element", "target"),
    [
        ("<a href=/a>x</a>", "a", "https://example.com/a"),
        ("<A HREF='b'>x</A>", "a", "https://example.com/dir/b"),
        ("<map><area href=/a></map>", "area", "https://example.com/a"),
        ("<iframe src=/a></iframe>", "iframe", "https://example.com/a"),
        ("<link rel=canonical href=/a>", "canonical", "https://example.com/a"),
        ("<link rel=alternate hreflang=de href=/de>", "alternate", "https://example.com/de"),
        ("<link rel=alternate type=application/rss+xml href=/f>", "alternate", None),
        ("<link rel=next href=?p=2>", "next", "https://example.com/dir/page?p=2"),
        ("<link rel=prev href=?p=0>", "prev", "https://example.com/dir/page?p=0"),
        ("<link rel=CANONICAL href=/a>", "canonical", "https://example.com/a"),
        ("<link rel='x canonical' href=/a>", "canonical", "https://example.com/a"),
        (
            "<meta http-equiv=refresh content='5; url=/a'>",
            "meta-refresh",
            "https://example.com/a",
        ),
    ],
)
def test_each_kind_of_link_is_taken(html: str, element: str, target: str | None) -> None:
    link = only_link(html)
    assert link.element == element
    assert link.source_url == URL
    assert target is None or link.target_url == target


@pytest.mark.parametrize(
    "html",
    [
        "<a>x</a>",
        "<a name=top>x</a>",
        "<area>",
        "<iframe></iframe>",
        "<iframe srcdoc='<p>x'></iframe>",
        "<link rel=stylesheet href=/a.css>",
        "<link rel='alternate stylesheet' href=/a.css>",
        "<link rel=icon href=/a.ico>",
        "<link href=/a>",
        "<link rel=canonical>",
        "<img src=/a.png>",
        "<script src=/a.js></script>",
        "<form action=/a></form>",
        "<!-- <a href=/a>x</a> -->",
        "<script>'<a href=/a>x</a>'</script>",
        "<style>/* <a href=/a>x</a> */</style>",
        "<textarea><a href=/a>x</a></textarea>",
        "<template><a href=/a>x</a></template>",
        "<meta http-equiv=refresh content=5>",
        "<meta http-equiv=refresh content=''>",
        "<meta http-equiv=refresh>",
        "<meta name=refresh content='0; url=/a'>",
        "",
    ],
)
def test_what_is_no_link_is_left_out(html: str) -> None:
    assert links_of(html) == []


@pytest.mark.parametrize(
    ("content", "target"),
    [
        ("0;url=/a", "https://example.com/a"),
        ("0; URL=/a", "https://example.com/a"),
        ("0, url=/a", "https://example.com/a"),
        ("0 url=/a", "https://example.com/a"),
        ("0; url = /a", "https://example.com/a"),
        ("0; url='/a'", "https://example.com/a"),
        ('0; url="/a" rest', "https://example.com/a"),
        ("0; url='/a", "https://example.com/a"),
        ("0; /a", "https://example.com/a"),
        ("0; https://other.example/", "https://other.example/"),
        ("1.5; url=/a", "https://example.com/a"),
        (" 0 ; url=/a ", "https://example.com/a"),
        ("0; url=/a?x=1;y=2,3", "https://example.com/a?x=1;y=2,3"),
    ],
)
def test_a_meta_refresh_is_read_as_browsers_read_it(content: str, target: str) -> None:
    escaped = content.replace('"', "&quot;")
    link = only_link(f'<meta http-equiv="Refresh" content="{escaped}">')
    assert (link.element, link.target_url) == ("meta-refresh", target)


@pytest.mark.parametrize("content", ["; url=/a", "url=/a", "/a", "x; url=/a"])
def test_a_refresh_without_a_time_is_none(content: str) -> None:
    assert links_of(f'<meta http-equiv=refresh content="{content}">') == []


def test_every_hyperlink_is_kept_repeats_too() -> None:
    html = (
        "<a href=/a>1</a><a href=/a>1</a><a href=/a rel=nofollow>2</a><a href=/f.pdf>3</a>"
        "<a href=mailto:ann@example.com>4</a><a href=tel:1>5</a><a href='#top'>6</a>"
        "<a href=''>7</a><a href=javascript:void(0)>8</a><a href=/dir/page>9</a>"
    )
    assert [link.target_url for link in links_of(html)] == [
        "https://example.com/a",
        "https://example.com/a",
        "https://example.com/a",
        "https://example.com/f.pdf",
        "mailto:ann@example.com",
        "tel:1",
        URL,
        URL,
        "javascript:void(0)",
        URL,
    ]


def test_links_are_numbered_in_the_order_of_the_page_headers_first() -> None:
    html = (
        "<head><link rel=canonical href=/1><meta http-equiv=refresh content='0;url=/2'></head>"
        "<body><a href=/3>x</a><iframe src=/4></iframe><map><area href=/5></map>"
        "<div><p><a href=/6>x</a></p><a href=/7>x</a></div><link rel=next href=/8></body>"
    )
    links = links_of(html, {"link": ["</0>; rel=alternate; hreflang=de"]})
    assert [link.target_url for link in links] == [f"https://example.com/{n}" for n in range(9)]
    assert [link.ordinal for link in links] == list(range(9))


@pytest.mark.parametrize(
    ("html", "targets"),
    [
        ("<a href=/a>1<a href=/b>2</a></a>", ["/a", "/b"]),
        ("<a href=/a><div><a href=/b>2</a></div></a>", ["/a", "/a", "/b"]),
        ("<table><a href=/a>1</a><tr><td><a href=/b>2</a></table>", ["/a", "/b"]),
        ("<p><a href=/a>1<p>2</a><a href=/b>3", ["/a", "/a", "/b"]),
        ("<noscript><a href=/a>1</a></noscript>", ["/a"]),
        ("<svg><a href=/a><text>1</text></a></svg>", ["/a"]),
        ("</body></html><a href=/a>late</a>", ["/a"]),
    ],
)
def test_broken_html_gives_the_links_that_browsers_find(html: str, targets: list[str]) -> None:
    found = [link.target_url for link in links_of(html)]
    assert found == [f"https://example.com{target}" for target in targets]


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        (['<https://example.com/a>; rel="canonical"'], [("canonical", "/a", None)]),
        (["</a>; rel=canonical"], [("canonical", "/a", None)]),
        (["</a>; REL=Canonical"], [("canonical", "/a", None)]),
        (
            ["</de>; rel=alternate; hreflang=de, </en>; rel=alternate; hreflang=en"],
            [("alternate", "/de", "de"), ("alternate", "/en", "en")],
        ),
        (["</1>; rel=prev", "</3>; rel=next"], [("prev", "/1", None), ("next", "/3", None)]),
        (['</a,b>; title="x, y; z"; rel=next'], [("next", "/a,b", None)]),
        (['</a>; rel="nofollow canonical"'], [("canonical", "/a", None)]),
        (["</a.css>; rel=preload; as=style"], []),
        (["</a>"], []),
        (["nonsense"], []),
        (["<"], []),
        (["<>; rel="], []),
        ([""], []),
    ],
)
def test_relations_in_http_link_headers_are_links(
    headers: list[str], found: list[tuple[str, str, str | None]]
) -> None:
    links = links_of("", {"link": headers})
    assert [(link.element, link.target_url, link.hreflang) for link in links] == [
        (element, f"https://example.com{target}", hreflang) for element, target, hreflang in found
    ]


@pytest.mark.parametrize("sign", ["<", " ", "<a>; ", '<a>;x="', ","])
def test_a_hostile_link_header_is_read_in_no_time(sign: str) -> None:
    links_of("", {"link": [sign * (30_000 // len(sign))]})


def test_a_link_header_is_relative_to_the_page_and_not_to_its_base_element() -> None:
    """RFC 8288, 3.2: a base in the message's content is not applied."""
    link = only_link("<base href=https://cdn.example/>", {"link": ["</a>; rel=canonical"]})
    assert link.target_url == "https://example.com/a"


@pytest.mark.parametrize(
    ("html", "hreflang"),
    [
        ("<link rel=alternate hreflang=de-AT href=/a>", "de-AT"),
        ("<link rel=alternate hreflang=x-default href=/a>", "x-default"),
        ("<link rel=alternate href=/a>", None),
        ("<link rel=canonical hreflang=de href=/a>", None),
        ("<link rel=next hreflang=de href=/a>", None),
        ("<a hreflang=de href=/a>x</a>", None),
    ],
)
def test_hreflang_is_kept_of_alternate_links_only(html: str, hreflang: str | None) -> None:
    assert only_link(html).hreflang == hreflang


@pytest.mark.parametrize(
    ("base", "href", "target"),
    [
        ("/base/", "a", "https://example.com/base/a"),
        ("https://other.example/x/", "a", "https://other.example/x/a"),
        ("https://other.example/x/", "/a", "https://other.example/a"),
        ("//other.example", "a", "https://other.example/a"),
        ("../", "a", "https://example.com/a"),
        ("http://[", "a", "https://example.com/dir/a"),
        ("data:text/html,x", "a", "https://example.com/dir/a"),
        ("javascript:x", "a", "https://example.com/dir/a"),
        ("", "a", "https://example.com/dir/a"),
        ("about:blank", "/a", None),
        ("about:blank", "https://other.example/", "https://other.example/"),
        ("mailto:ann@example.com", "/a", None),
        ("file:///x/", "/a", "file:///a"),
        ("urn:x:y", "/a", None),
    ],
)
def test_relative_links_start_from_the_base_element(
    base: str, href: str, target: str | None
) -> None:
    link = only_link(f"<base href='{base}'><a href='{href}'>x</a>")
    assert link.target_url == target


@pytest.mark.parametrize(
    ("html", "target"),
    [
        ("<base href=/1/><base href=/2/><a href=a>x</a>", "https://example.com/1/a"),
        ("<base target=_top><base href=/2/><a href=a>x</a>", "https://example.com/2/a"),
        ("<base href='http://['><base href=/2/><a href=a>x</a>", "https://example.com/dir/a"),
        ("<a href=a>x</a><base href=/late/>", "https://example.com/late/a"),
        ("<template><base href=/1/></template><a href=a>x</a>", "https://example.com/dir/a"),
    ],
)
def test_the_first_base_element_with_an_address_counts(html: str, target: str) -> None:
    assert only_link(html).target_url == target


@pytest.mark.parametrize(
    ("href", "target", "fragment"),
    [
        ("/a#part", "https://example.com/a", "part"),
        ("/a#", "https://example.com/a", ""),
        ("/a", "https://example.com/a", None),
        ("#part", URL, "part"),
        ("mailto:a@example.com#x", "mailto:a@example.com", "x"),
        ("http://[#x", None, None),
    ],
)
def test_the_fragment_has_a_column_of_its_own(
    href: str, target: str | None, fragment: str | None
) -> None:
    link = only_link(f"<a href='{href}'>x</a>")
    assert (link.target_url, link.target_fragment) == (target, fragment)


@pytest.mark.parametrize(
    ("href", "host"),
    [
        ("https://WWW.Other.example/a", "www.other.example"),
        ("https://other.example./", "other.example"),
        ("https://ann:pw@other.example:81/", "other.example"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("mailto:ann@example.com", None),
        ("ftp://example.com/", None),
        ("http://[", None),
    ],
)
def test_only_a_web_link_has_a_target_host(href: str, host: str | None) -> None:
    assert only_link(f"<a href='{href}'>x</a>").target_host == host


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("http://[", "http://["),
        ("http://a:99999/", "http://a:99999/"),
        ("//", "//"),
        ("https://a  b/", "https://a  b/"),
        ("/a", None),
        ("mailto:ann@example.com", None),
        ("javascript:void(0)", None),
        ("", None),
    ],
)
def test_the_address_as_written_is_kept_only_where_it_does_not_parse(
    href: str, kept: str | None
) -> None:
    link = only_link(f"<a href='{href}'>x</a>")
    assert link.href == kept
    assert (link.target_url is None) == (kept is not None)


def test_an_address_of_a_megabyte_is_one_link_like_any_other() -> None:
    links = links_of(f"<a href='data:text/plain,{'x' * 1_000_000}'>x</a><a href=/a>y</a>")
    assert len(links) == 2
    assert len(links[0].href or "") <= 2_000
    assert links[1].target_url == "https://example.com/a"


@pytest.mark.parametrize(
    ("rel", "tokens"),
    [
        ("nofollow", ["nofollow"]),
        ("NoFollow UGC", ["nofollow", "ugc"]),
        ("  noopener\n\tnoreferrer ", ["noopener", "noreferrer"]),
        ("sponsored-link", ["sponsored-link"]),
        ("", []),
    ],
)
def test_rel_is_a_list_of_lower_case_tokens(rel: str, tokens: list[str]) -> None:
    assert only_link(f"<a href=/a rel='{rel}'>x</a>").rel == tokens


def test_a_link_without_rel_has_no_tokens() -> None:
    assert only_link("<a href=/a>x</a>").rel == []


@pytest.mark.parametrize(
    ("rel", "nofollow", "ugc", "sponsored", "followed"),
    [
        ("", False, False, False, True),
        ("noopener", False, False, False, True),
        ("nofollow", True, False, False, False),
        ("UGC", False, True, False, False),
        ("sponsored", False, False, True, False),
        ("nofollow ugc sponsored", True, True, True, False),
        ("no-follow", False, False, False, True),
        ("nofollowed", False, False, False, True),
    ],
)
@pytest.mark.parametrize("element", ["<a href=/a rel='{}'>x</a>", "<area href=/a rel='{}'>"])
def test_a_link_is_followed_unless_rel_says_otherwise(
    element: str, rel: str, nofollow: bool, ugc: bool, sponsored: bool, followed: bool
) -> None:
    link = only_link(element.format(rel))
    assert (link.nofollow, link.ugc, link.sponsored) == (nofollow, ugc, sponsored)
    assert link.followed is followed


@pytest.mark.parametrize(
    ("html", "headers"),
    [
        ("<meta name=robots content=nofollow>", {}),
        ("<meta name=robots content=none>", {}),
        ("<meta name=googlebot content=nofollow>", {}),
        ("", {"x-robots-tag": ["nofollow"]}),
        ("", {"x-robots-tag": ["googlebot: none"]}),
    ],
)
def test_no_link_of_a_nofollow_page_is_followed(
    html: str, headers: Mapping[str, Sequence[str]]
) -> None:
    link = only_link(f"{html}<a href=/a>x</a>", headers)
    assert link.nofollow is False
    assert link.followed is False


@pytest.mark.parametrize(
    "html",
    [
        "<a href=mailto:ann@example.com rel=nofollow>x</a>",
        "<a href=tel:1>x</a>",
        "<a href=javascript:void(0)>x</a>",
        "<a href='http://['>x</a>",
        "<iframe src=/a></iframe>",
        "<link rel=canonical href=/a>",
        "<link rel='alternate nofollow' href=/a>",
        "<meta http-equiv=refresh content='0;url=/a'>",
    ],
)
def test_whether_it_is_followed_is_unknown_of_all_but_web_hyperlinks(html: str) -> None:
    link = only_link(html)
    assert (link.nofollow, link.ugc, link.sponsored, link.followed) == (None, None, None, None)


@pytest.mark.parametrize(
    ("html", "has_image"),
    [
        ("<a href=/a><img src=x></a>", True),
        ("<a href=/a><span><img src=x alt=y></span> text</a>", True),
        ("<a href=/a><picture><source><img src=x></picture></a>", True),
        ("<a href=/a>text</a>", False),
        ("<a href=/a></a><img src=x>", False),
        ("<a href=/a><svg></svg></a>", False),
        ("<map><area href=/a></map>", False),
        ("<iframe src=/a></iframe>", None),
        ("<link rel=canonical href=/a>", None),
    ],
)
def test_an_image_in_a_hyperlink_is_noted(html: str, has_image: bool | None) -> None:
    assert only_link(html).has_image is has_image


@pytest.mark.parametrize(
    "html",
    [
        "<svg><style><a href=/a>x</a></style></svg>",
        "<svg><script><a href=/a>x</a></script></svg>",
        "<math><style><a href=/a>x</a><style><img></style></style></math>",
    ],
)
def test_a_link_in_a_style_or_script_of_a_drawing_is_left_out_or_read_whole(html: str) -> None:
    """The parser makes it an element like any other: its place must not be lost on the way."""
    links = links_of(f"{html}<a href=/b>y</a>")
    assert links[-1].target_url == "https://example.com/b"
    assert all(link.position == "content" and link.dom_path for link in links)
