"""Where on a page a link stands: its position and its path."""

from __future__ import annotations

import pytest

from linkspider.html import read
from linkspider.items import LinkItem

LINK = "<a href=/a>x</a>"


def links_of(html: str) -> list[LinkItem]:
    return read(html.encode(), "https://example.com/", {}, lambda target: False).links


def position(html: str) -> str | None:
    """The position of the only link."""
    [link] = links_of(html)
    return link.position


def path(html: str) -> str | None:
    """The path to the last link."""
    return links_of(html)[-1].dom_path


@pytest.mark.parametrize(
    ("around", "expected"),
    [
        ("{}", "content"),
        ("<div>{}</div>", "content"),
        ("<main>{}</main>", "content"),
        ("<nav>{}</nav>", "navigation"),
        ("<header>{}</header>", "header"),
        ("<footer>{}</footer>", "footer"),
        ("<aside>{}</aside>", "aside"),
        ("<nav><ul><li>{}</li></ul></nav>", "navigation"),
        ("<div role=main>{}</div>", "content"),
        ("<div role=navigation>{}</div>", "navigation"),
        ("<div role=banner>{}</div>", "header"),
        ("<div role=contentinfo>{}</div>", "footer"),
        ("<div role=complementary>{}</div>", "aside"),
        ("<div role=' Navigation '>{}</div>", "navigation"),
        ("<div role=search>{}</div>", "content"),
        ("<div role=banners>{}</div>", "content"),
        ("<article>{}</article>", "content"),
        ("<section>{}</section>", "content"),
    ],
)
def test_landmarks_and_their_roles_make_the_position(around: str, expected: str) -> None:
    assert position(around.format(LINK)) == expected


@pytest.mark.parametrize("landmark", ["header", "footer"])
@pytest.mark.parametrize("section", ["article", "section", "main"])
def test_header_and_footer_of_a_section_are_no_page_landmarks(landmark: str, section: str) -> None:
    html = f"<{section}><div><{landmark}>{LINK}</{landmark}></div></{section}>"
    assert position(html) == "content"


@pytest.mark.parametrize("landmark", ["header", "footer"])
@pytest.mark.parametrize(("section", "expected"), [("aside", "aside"), ("nav", "navigation")])
def test_header_and_footer_of_an_aside_or_nav_belong_to_it(
    landmark: str, section: str, expected: str
) -> None:
    html = f"<{section}><{landmark}>{LINK}</{landmark}></{section}>"
    assert position(html) == expected


@pytest.mark.parametrize(
    ("around", "expected"),
    [
        ("<article></article><footer>{}</footer>", "footer"),
        ("<main></main><header>{}</header>", "header"),
        ("<footer><section>{}</section></footer>", "footer"),
        ("<header><article>{}</article></header>", "header"),
        ("<div><div><footer>{}</footer></div></div>", "footer"),
    ],
)
def test_header_and_footer_beside_or_around_a_section_are_the_pages(
    around: str, expected: str
) -> None:
    assert position(around.format(LINK)) == expected


@pytest.mark.parametrize(
    ("around", "expected"),
    [
        ("<footer><aside><nav>{}</nav></aside></footer>", "footer"),
        ("<nav><aside><div role=contentinfo>{}</div></aside></nav>", "footer"),
        ("<footer><nav>{}</nav></footer>", "footer"),
        ("<aside><nav>{}</nav></aside>", "aside"),
        ("<nav><aside>{}</aside></nav>", "aside"),
        ("<header><aside>{}</aside></header>", "aside"),
        ("<header><nav>{}</nav></header>", "navigation"),
        ("<main><nav>{}</nav></main>", "navigation"),
        ("<main><aside>{}</aside></main>", "aside"),
        ("<header><main>{}</main></header>", "header"),
        ("<div class='footer sidebar nav masthead'>{}</div>", "footer"),
        ("<div class='sidebar nav masthead'>{}</div>", "aside"),
        ("<div class='nav masthead'>{}</div>", "navigation"),
        ("<div class=nav><div class=footer>{}</div></div>", "footer"),
        ("<div class=footer><div class=nav>{}</div></div>", "footer"),
    ],
)
def test_footer_wins_over_aside_over_navigation_over_header_over_content(
    around: str, expected: str
) -> None:
    assert position(around.format(LINK)) == expected


TOKENS = {
    "footer": ["footer", "site-footer", "page-footer", "colophon"],
    "aside": ["sidebar"],
    "navigation": [
        "nav",
        "navbar",
        "menu",
        "main-menu",
        "breadcrumb",
        "breadcrumbs",
        "pagination",
    ],
    "header": ["site-header", "page-header", "masthead", "topbar"],
}


@pytest.mark.parametrize("attribute", ["class", "id"])
@pytest.mark.parametrize(
    ("token", "expected"),
    [(token, label) for label, tokens in TOKENS.items() for token in tokens],
)
def test_class_and_id_tokens_count_where_there_is_no_landmark(
    attribute: str, token: str, expected: str
) -> None:
    assert position(f"<div {attribute}='{token}'><p>{LINK}</p></div>") == expected
    assert position(f"<div {attribute}='x {token.upper()}\n y'>{LINK}</div>") == expected


@pytest.mark.parametrize(
    "token",
    [
        "card-header",
        "card-footer",
        "header",
        "article-header",
        "entry-footer",
        "post-footer",
        "footers",
        "subfooter",
        "navigation-arrows",
        "menu-item",
        "has-sidebar",
        "no-sidebar",
        "sidebar-open",
        "footer_",
        "navy",
        "nav-",
    ],
)
@pytest.mark.parametrize("attribute", ["class", "id"])
def test_a_token_counts_only_as_a_whole(attribute: str, token: str) -> None:
    assert position(f"<div {attribute}='{token}'>{LINK}</div>") == "content"


@pytest.mark.parametrize(
    ("around", "expected"),
    [
        ("<main><div class=sidebar>{}</div></main>", "content"),
        ("<div class=sidebar><main>{}</main></div>", "content"),
        ("<nav class=sidebar>{}</nav>", "navigation"),
        ("<header><div class=menu>{}</div></header>", "header"),
        ("<div class=footer><header>{}</header></div>", "header"),
        ("<article><footer class=footer>{}</footer></article>", "footer"),
        ("<section class=masthead>{}</section>", "header"),
    ],
)
def test_tokens_do_not_count_where_a_landmark_is_around(around: str, expected: str) -> None:
    assert position(around.format(LINK)) == expected


@pytest.mark.parametrize("token", ["footer", "sidebar", "nav", "topbar"])
@pytest.mark.parametrize("attribute", ["class", "id"])
def test_tokens_of_html_body_and_main_are_ignored(attribute: str, token: str) -> None:
    said = f"{attribute}={token}"
    assert position(f"<html {said}><body>{LINK}") == "content"
    assert position(f"<body {said}>{LINK}") == "content"
    assert position(f"<main {said}>{LINK}</main>") == "content"


@pytest.mark.parametrize("token", ["footer", "sidebar", "nav", "topbar"])
def test_tokens_of_a_main_that_is_no_landmark_are_ignored_too(token: str) -> None:
    assert position(f"<main role=presentation class={token}>{LINK}</main>") == "content"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (LINK, "body/a"),
        (f"<div>{LINK}</div>", "body/div/a"),
        (f"<div></div><div><ul><li></li><li></li><li>{LINK}</li></ul></div>", None),
        (f"<p></p><div>{LINK}</div>", "body/div/a"),
        (f"<div></div><p></p><div>{LINK}</div>", "body/div[2]/a"),
        (f"<div>{LINK}</div><div></div>", "body/div[1]/a"),
        (f"<p>text {LINK} text {LINK}</p>", "body/p/a[2]"),
        (f"<p><b></b>{LINK}</p>", "body/p/a"),
        (f"<p>{LINK}<!-- x --></p>", "body/p/a"),
        (f"<table><tr><td><td>{LINK}</table>", "body/table/tbody/tr/td[2]/a"),
        ("<map><area href=/a><area href=/b></map>", "body/map/area[2]"),
        ("<div><iframe src=/a></iframe></div>", "body/div/iframe"),
        (f"<DIV>{LINK}</DIV>", "body/div/a"),
        (f"<my-card>{LINK}</my-card>", "body/my-card/a"),
    ],
)
def test_the_path_leads_from_body_to_the_link(html: str, expected: str | None) -> None:
    assert path(html) == (expected or "body/div[2]/ul/li[3]/a")


def test_the_path_of_each_link_is_its_own() -> None:
    html = "<ul>" + f"<li>{LINK}{LINK}</li>" * 50 + f"</ul><ul><li>{LINK}</li></ul>"
    paths = [link.dom_path for link in links_of(html)]
    assert len(paths) == 101
    assert len(set(paths)) == 101


@pytest.mark.parametrize("depth", [29, 30, 31, 32, 33, 40, 200])
def test_the_path_keeps_the_last_32_steps(depth: int) -> None:
    steps = ["body", *(f"x{number}" for number in range(depth)), "a"]
    html = "".join(f"<{step}>" for step in steps[1:-1]) + LINK
    assert path(html) == "/".join(steps[-32:])


def test_a_position_counts_from_beyond_the_kept_steps() -> None:
    [link] = links_of("<footer>" + "<div>" * 100 + LINK)
    assert link.position == "footer"
    assert link.dom_path == "/".join([*["div"] * 31, "a"])


@pytest.mark.parametrize(
    "html",
    [
        "<head><link rel=canonical href=/a></head>",
        "<head><meta http-equiv=refresh content='0; url=/a'></head>",
        "<head><link rel=alternate hreflang=de href=/a></head><footer></footer>",
    ],
)
def test_a_link_outside_body_has_no_place(html: str) -> None:
    [link] = links_of(html)
    assert (link.position, link.dom_path) == (None, None)


def test_a_link_in_an_http_header_has_no_place() -> None:
    headers = {"link": ["</a>; rel=canonical"]}
    [link] = read(b"<p>x", "https://example.com/", headers, lambda target: False).links
    assert (link.position, link.dom_path) == (None, None)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<body><footer><iframe src=/a></iframe></footer>", ("footer", "body/footer/iframe")),
        ("<body><p>x</p><link rel=canonical href=/a>", ("content", "body/link")),
    ],
)
def test_what_is_no_hyperlink_has_a_place_in_body(html: str, expected: tuple[str, str]) -> None:
    [link] = links_of(html)
    assert (link.position, link.dom_path) == expected


def test_a_link_behind_the_end_of_body_is_in_it() -> None:
    [link] = links_of(f"<body><footer></footer></body></html>{LINK}")
    assert (link.position, link.dom_path) == ("content", "body/a")
