"""What the crawls of the demo web must find, written down from reading its pages."""

from __future__ import annotations

from typing import NamedTuple

SHOP = "http://shop.example"
HELP = "http://help.shop.example"


class Link(NamedTuple):
    """A hyperlink as the `links` table holds it; the defaults are the plain case."""

    target_url: str
    anchor_text: str
    link_type: str
    position: str = "content"
    anchor_source: str = "text"
    rel: tuple[str, ...] = ()
    followed: bool | None = True
    target_fragment: str | None = None
    element: str = "a"


# On every page of the shop, before and after its content.
SHOP_HEADER = [
    Link(f"{SHOP}/", "Leaf & Kettle", "internal", "header", anchor_source="alt"),
    Link(f"{SHOP}/tea/", "Tea", "internal", "navigation"),
    Link(f"{SHOP}/teaware/", "Teaware", "internal", "navigation"),
    Link(f"{SHOP}/blog/", "Journal", "internal", "navigation"),
    Link(f"{HELP}/", "Help", "internal", "navigation"),
    Link(
        f"{SHOP}/cart",
        "Your basket",
        "internal",
        "header",
        anchor_source="title",
        rel=("nofollow",),
        followed=False,
    ),
    Link(
        f"{SHOP}/account/login", "Sign in", "internal", "header", rel=("nofollow",), followed=False
    ),
]
SHOP_FOOTER = [
    Link(f"{SHOP}/about", "About us", "internal", "footer"),
    Link(f"{SHOP}/contact", "Contact", "internal", "footer"),
    Link(f"{SHOP}/newsletter", "Newsletter", "internal", "footer"),
    Link(f"{HELP}/returns", "Returns", "internal", "footer"),
    Link(f"{SHOP}/catalogue.pdf", "Catalogue (PDF)", "internal", "footer"),
    Link(
        "https://social.example/@leafandkettle",
        "Leaf & Kettle on Social",
        "outbound",
        "footer",
        anchor_source="aria-label",
        rel=("me", "noopener"),
    ),
]

TARGET_LINKS = {
    f"{SHOP}/": [
        *SHOP_HEADER,
        Link(f"{SHOP}/tea/green/sencha", "This year's sencha", "internal"),
        Link(f"{SHOP}/blog/", "journal", "internal"),
        Link(f"{SHOP}/brew-timer", "brew timer", "internal"),
        Link(
            f"{SHOP}/tea/green/gyokuro",
            "Gyokuro leaves in a white cup",
            "internal",
            anchor_source="alt",
        ),
        Link(f"{SHOP}/tea/green/gyokuro", "Gyokuro from Yame", "internal"),
        Link(
            f"{SHOP}/teaware/kyusu",
            "Red clay kyusu with side handle",
            "internal",
            anchor_source="alt",
        ),
        Link(f"{SHOP}/teaware/kyusu", "Tokoname kyusu", "internal"),
        Link(f"{SHOP}/tea/oolong/ali-shan", "", "internal", anchor_source="none"),
        Link(f"{SHOP}/tea/oolong/ali-shan", "Ali Shan high mountain oolong", "internal"),
        Link(
            "http://steeped.example/2025/where-i-buy",
            "Where I buy my tea",
            "outbound",
            rel=("noopener",),
        ),
        Link(f"{SHOP}/gifts", "gift ideas", "internal"),
        *SHOP_FOOTER,
    ],
    f"{SHOP}/blog/brewing-gyokuro": [
        *SHOP_HEADER,
        Link(f"{SHOP}/", "Home", "internal", "navigation"),
        Link(f"{SHOP}/blog/", "Journal", "internal", "navigation"),
        # The header around it belongs to the article and not to the page.
        Link(f"{SHOP}/about", "Mara Lind", "internal", rel=("author",)),
        Link(
            f"{SHOP}/blog/brewing-gyokuro",
            "the temperature",
            "internal",
            target_fragment="temperature",
        ),
        Link(
            f"{SHOP}/tea/green/gyokuro", "gyokuro from Yame", "internal", target_fragment="brewing"
        ),
        Link(f"{SHOP}/teaware/kyusu", "small pot with a wide mouth", "internal"),
        Link(f"{SHOP}/blog/water", "we compared five waters", "internal"),
        Link("https://watertest.example/hardness", "this table", "outbound", rel=("noopener",)),
        Link("javascript:window.print()", "Print this page", "other", followed=None),
        Link(f"{SHOP}/blog/water", "What we learned about water", "internal", "aside"),
        Link(f"{SHOP}/blog/visit-to-uji", "A visit to Uji", "internal", "aside"),
        *SHOP_FOOTER,
    ],
    # Positions here come from classes; there is no landmark.
    f"{HELP}/shipping": [
        Link(f"{HELP}/", "Help centre", "internal", "header"),
        Link(f"{SHOP}/", "Back to the shop", "internal", "header"),
        Link(f"{HELP}/shipping", "Shipping", "internal", "navigation"),
        Link(f"{HELP}/returns", "Returns", "internal", "navigation"),
        Link(f"{HELP}/brewing-chart", "Brewing chart", "internal", "navigation"),
        Link(f"{HELP}/", "Help centre", "internal", "navigation"),
        Link("mailto:help@shop.example", "Write to us", "other", "aside", followed=None),
        Link(f"{SHOP}/about", "Leaf & Kettle", "internal", "footer"),
    ],
    f"{SHOP}/teaware/": [
        *SHOP_HEADER,
        Link(f"{SHOP}/", "Home", "internal", "navigation"),
        Link(
            f"{SHOP}/teaware/kyusu",
            "Tokoname kyusu",
            "internal",
            anchor_source="alt",
            element="area",
        ),
        Link(
            f"{SHOP}/teaware/gaiwan",
            "Porcelain gaiwan",
            "internal",
            anchor_source="alt",
            element="area",
        ),
        Link(
            f"{SHOP}/teaware/kettle",
            "Gooseneck kettle",
            "internal",
            anchor_source="alt",
            element="area",
        ),
        Link(f"{SHOP}/teaware/kyusu", "Tokoname kyusu", "internal"),
        Link(f"{SHOP}/teaware/gaiwan", "Porcelain gaiwan", "internal"),
        Link(f"{SHOP}/teaware/kettle", "Gooseneck kettle", "internal"),
        Link(f"{HELP}/shipping", "how that works", "internal", target_fragment="breakage"),
        *SHOP_FOOTER,
    ],
}

REFERRING_LINKS = {
    # A table of 2003 with <base href>, which "#post2" is resolved against, too.
    "http://teatalk.example/thread/101": [
        Link("http://teatalk.example/", "TeaTalk", "other", "header", anchor_source="alt"),
        Link(
            "http://teatalk.example/members/login",
            "Log in",
            "other",
            "header",
            rel=("nofollow",),
            followed=False,
        ),
        Link("http://teatalk.example/rules", "Rules", "other", "header"),
        Link("http://teatalk.example/board/green", "Green tea", "other", "navigation"),
        Link("http://teatalk.example/board/ware", "Teaware", "other", "navigation"),
        Link(
            f"{SHOP}/tea/green/sencha", "sencha from Uji", "backlink", rel=("ugc",), followed=False
        ),
        Link(
            f"{SHOP}/blog/water",
            "http://shop.example/blog/water",
            "backlink",
            rel=("ugc", "nofollow"),
            followed=False,
        ),
        Link("http://teatalk.example/", "what Otto says", "other", target_fragment="post2"),
        Link(
            "http://kettlehouse.example/green-tea",
            "Kettlehouse",
            "other",
            rel=("ugc",),
            followed=False,
        ),
        Link(
            f"{SHOP}/tea/green/sencha",
            "The instructions",
            "backlink",
            rel=("ugc",),
            followed=False,
            target_fragment="brewing",
        ),
        Link("http://teatalk.example/board/green", "Back to Green tea", "other"),
        Link("mailto:admin@teatalk.example", "Tell us", "other", "footer", followed=None),
    ],
    # Nothing but pictures; the third has no alt.
    "http://gallery.clayandfire.example/": [
        Link(
            "http://clayandfire.example/",
            "The kiln, open and still warm",
            "other",
            anchor_source="alt",
        ),
        Link(
            f"{SHOP}/teaware/",
            "Leaf & Kettle: teaware from small workshops",
            "backlink",
            anchor_source="alt",
        ),
        Link(f"{SHOP}/teaware/gaiwan", "", "backlink", anchor_source="none"),
        Link(
            "http://gallery.clayandfire.example/img/kyusu-section.svg",
            "A kyusu cut in half, drawn in ink",
            "other",
            anchor_source="alt",
        ),
    ],
    # UTF-16.
    "http://clayandfire.example/atelier": [
        Link(
            f"{SHOP}/tea/green/gyokuro", "thé vert ombragé « gyokuro » préféré de l'été", "backlink"
        ),
        Link("http://clayandfire.example/", "← Retour à l'accueil", "other"),
    ],
    # The page's own meta robots says nofollow; no link does.
    "http://clayandfire.example/links": [
        Link("http://clayandfire.example/", "Clay and Fire", "other", "header", followed=False),
        Link(
            "http://clayandfire.example/kyusu-notes",
            "Kyusu notes",
            "other",
            "navigation",
            followed=False,
        ),
        Link(
            "http://clayandfire.example/atelier", "Atelier", "other", "navigation", followed=False
        ),
        Link(
            "http://gallery.clayandfire.example/", "Gallery", "other", "navigation", followed=False
        ),
        Link("http://clayandfire.example/links", "Links", "other", "navigation", followed=False),
        Link(
            f"{SHOP}/teaware/",
            "Leaf & Kettle, who sell other people's pots",
            "backlink",
            followed=False,
        ),
        Link("http://steeped.example/", "Steeped, who drinks out of mine", "other", followed=False),
        Link(
            "https://kilnshare.example/",
            "Kilnshare, for those without a kiln",
            "other",
            followed=False,
        ),
    ],
    # EUC-KR.
    "http://chasil.example/2026/ujeon": [
        Link("http://chasil.example/", "찻실", "other", "header"),
        Link(f"{SHOP}/tea/green/sencha", "바닷가 찻집에서 산 우지 센차", "backlink"),
        Link(
            f"{SHOP}/teaware/kyusu", "손잡이가 옆에 달린 붉은 다관", "backlink", anchor_source="alt"
        ),
        Link("mailto:sora@chasil.example", "알려 주세요", "other", "footer", followed=None),
    ],
    # The iframe of this page is a link, too, but no hyperlink.
    "http://slowmornings.example/sunday-tea": [
        Link("http://slowmornings.example/", "Slow Mornings", "other", "header"),
        Link(f"{SHOP}/brew-timer", "it works on any telephone", "backlink"),
        Link("http://steeped.example/", "Steeped", "other", "aside"),
        Link(f"{SHOP}/", "Leaf & Kettle", "backlink", "aside"),
        Link("http://allotment.example/", "Plot 27", "other", "aside"),
    ],
    # Of a site that names the other tea shop and not ours.
    "http://breakfastroom.example/tea-for-forty": [
        Link("http://kettlehouse.example/green-tea", "green tea by the kilo", "other"),
        Link("http://kettlehouse.example/pots", "steel pots", "other"),
        Link("http://breakfastroom.example/", "Back to the breakfast room", "other"),
    ],
}

# Every URL tried, by its status or, where there was none, by the error.
TARGET_PAGES: dict[int | str, set[str]] = {
    "robots-unreachable": {"https://shop.example/"},
    "robots": {f"{SHOP}/account/login"},
    200: {
        f"{SHOP}/",
        f"{SHOP}/about",
        f"{SHOP}/blog/",
        f"{SHOP}/blog/brewing-gyokuro",
        f"{SHOP}/blog/first-flush",
        f"{SHOP}/blog/visit-to-uji",
        f"{SHOP}/blog/water",
        f"{SHOP}/brew-timer",
        f"{SHOP}/cart",
        f"{SHOP}/catalogue.pdf",
        f"{SHOP}/contact",
        f"{SHOP}/de/ueber-uns",
        f"{SHOP}/fr/%C3%A0-propos",
        f"{SHOP}/gifts",
        f"{SHOP}/newsletter",
        f"{SHOP}/tea/",
        f"{SHOP}/tea/black/",
        f"{SHOP}/tea/black/assam",
        f"{SHOP}/tea/black/darjeeling",
        f"{SHOP}/tea/black/keemun",  # named by the sitemap alone
        f"{SHOP}/tea/black/lapsang",
        f"{SHOP}/tea/green/",
        f"{SHOP}/tea/green/?sort=price",
        f"{SHOP}/tea/green/dragonwell",
        f"{SHOP}/tea/green/genmaicha",
        f"{SHOP}/tea/green/gyokuro",
        f"{SHOP}/tea/green/sencha",
        f"{SHOP}/tea/green/sencha-50g",
        f"{SHOP}/tea/oolong/",
        f"{SHOP}/tea/oolong/ali-shan",
        f"{SHOP}/tea/oolong/tieguanyin",
        f"{SHOP}/teaware/",
        f"{SHOP}/teaware/gaiwan",
        f"{SHOP}/teaware/kettle",
        f"{SHOP}/teaware/kyusu",
        f"{HELP}/",
        f"{HELP}/brewing-chart",
        f"{HELP}/returns",
        f"{HELP}/shipping",
    },
    301: {f"{SHOP}/old/green-tea.php", "http://www.shop.example/"},
    302: {f"{SHOP}/shop/green-tea"},
    404: {f"{SHOP}/teaware/chasen"},
    410: {f"{SHOP}/tea/herbal/"},  # named by the sitemap alone
}

REFERRING_PAGES: dict[int | str, set[str]] = {
    "robots-unreachable": {
        "https://allotment.example/",
        "https://bargainlinks.example/",
        "https://breakfastroom.example/",
        "https://chasil.example/",
        "https://clayandfire.example/",
        "https://finelinks.example/",
        "https://slowmornings.example/",
        "https://steeped.example/",
        "https://teatalk.example/",
    },
    "robots": {"http://teatalk.example/members/login"},
    200: {
        "http://allotment.example/",
        "http://allotment.example/tea-bush",
        "http://bargainlinks.example/",
        "http://bargainlinks.example/best-green-tea-deals",
        "http://bargainlinks.example/buy-green-tea-online",
        "http://bargainlinks.example/cheap-green-tea",
        "http://breakfastroom.example/",
        "http://breakfastroom.example/tea-for-forty",
        "http://chasil.example/",
        "http://chasil.example/2026/ujeon",
        "http://clayandfire.example/",
        "http://clayandfire.example/atelier",
        "http://clayandfire.example/kyusu-notes",
        "http://clayandfire.example/links",
        "http://finelinks.example/",
        "http://finelinks.example/food-drink",
        "http://finelinks.example/home-garden",
        "http://gallery.clayandfire.example/",
        "http://gallery.clayandfire.example/img/kyusu-section.svg",
        "http://harbournews.example/2026/03/tea-boom",
        "http://harbournews.example/2026/05/market",
        "http://slowmornings.example/",
        "http://slowmornings.example/birds",
        "http://slowmornings.example/bread",
        "http://slowmornings.example/cold-water",
        "http://slowmornings.example/letters",
        "http://slowmornings.example/porridge",
        "http://slowmornings.example/rain",
        "http://slowmornings.example/sunday-tea",
        "http://slowmornings.example/walking",
        "http://slowmornings.example/window",
        "http://steeped.example/",
        "http://steeped.example/2025/where-i-buy",
        "http://steeped.example/2026/matcha-at-home",
        "http://steeped.example/2026/sencha-tasting",
        "http://teatalk.example/",
        "http://teatalk.example/board/green",
        "http://teatalk.example/board/ware",
        "http://teatalk.example/rules",
        "http://teatalk.example/thread/101",
        "http://teatalk.example/thread/102",
        "http://teatalk.example/thread/103",
        "http://teatalk.example/thread/103/2",  # at depth 3; its next page is at 4, and not tried
        # what the backlinks point to
        f"{SHOP}/",
        f"{SHOP}/blog/water",
        f"{SHOP}/brew-timer",
        f"{SHOP}/catalogue.pdf",
        f"{SHOP}/tea/green/",
        f"{SHOP}/tea/green/dragonwell",
        f"{SHOP}/tea/green/genmaicha",
        f"{SHOP}/tea/green/gyokuro",
        f"{SHOP}/tea/green/sencha",
        f"{SHOP}/tea/oolong/ali-shan",
        f"{SHOP}/tea/oolong/tieguanyin",
        f"{SHOP}/teaware/",
        f"{SHOP}/teaware/gaiwan",
        f"{SHOP}/teaware/kyusu",
    },
    301: {f"{SHOP}/old/green-tea.php", "http://www.shop.example/"},
    302: {f"{SHOP}/shop/green-tea"},
    404: {f"{SHOP}/blog/matcha-guide", "http://teatalk.example/thread/99"},
}


class Backlinks(NamedTuple):
    """What one referring host has for the shop."""

    rows: int
    pairs: int
    """Distinct source and target URL: the number of backlinks."""
    pages: int
    followed: int
    """Rows that are followed."""


# Hyperlinks only. allotment.example and breakfastroom.example were in the list and have none. The
# blogroll of slowmornings.example is on each of its ten pages; one of them has a second link.
BACKLINKS = {
    "bargainlinks.example": Backlinks(rows=12, pairs=9, pages=4, followed=12),
    "chasil.example": Backlinks(rows=2, pairs=2, pages=1, followed=2),
    "clayandfire.example": Backlinks(rows=3, pairs=3, pages=3, followed=2),
    "finelinks.example": Backlinks(rows=2, pairs=2, pages=2, followed=0),
    "gallery.clayandfire.example": Backlinks(rows=2, pairs=2, pages=1, followed=2),
    "harbournews.example": Backlinks(rows=3, pairs=3, pages=2, followed=2),
    "slowmornings.example": Backlinks(rows=11, pairs=11, pages=10, followed=11),
    "steeped.example": Backlinks(rows=8, pairs=7, pages=3, followed=8),
    "teatalk.example": Backlinks(rows=5, pairs=4, pages=3, followed=0),
}

# The pages of the target crawl that are not plainly indexable, and one that is by an HTTP header.
INDEXABILITY = {
    "https://shop.example/": "no-response",
    f"{SHOP}/account/login": "robots",
    f"{SHOP}/brew-timer": "indexable",
    f"{SHOP}/cart": "noindex",
    f"{SHOP}/catalogue.pdf": "not-html",
    f"{SHOP}/gifts": "meta-refresh",
    f"{SHOP}/newsletter": "noindex",
    f"{SHOP}/old/green-tea.php": "redirect",
    f"{SHOP}/shop/green-tea": "redirect",
    f"{SHOP}/tea/green/?sort=price": "canonicalised",
    f"{SHOP}/tea/green/sencha-50g": "canonicalised",
    f"{SHOP}/tea/herbal/": "client-error",
    f"{SHOP}/teaware/chasen": "client-error",
    "http://www.shop.example/": "redirect",
}

# hreflang and target of the alternate links that /about and its two translations all carry.
ALTERNATES = [
    ("en", f"{SHOP}/about"),
    ("de", f"{SHOP}/de/ueber-uns"),
    ("fr", f"{SHOP}/fr/%C3%A0-propos"),
    ("x-default", f"{SHOP}/about"),
]

SITEMAP_ENTRIES = {f"{SHOP}/sitemap-pages.xml": 11, f"{SHOP}/sitemap-blog.xml.gz": 5}
