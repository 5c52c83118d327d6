"""Domains that many people share."""

from __future__ import annotations

import pytest

from linkspider.disavow.shared import PLATFORMS, platform_above, why_shared
from linkspider.urls import is_public_suffix, registrable_domain

SHARED = """
    163.com academia.edu amazon.com ameblo.jp apple.com archive.org baidu.com bitbucket.org
    blogger.com blogspot.com dailymotion.com discord.com dropbox.com facebook.com flickr.com
    github.com gitlab.com google.com hatena.ne.jp imgur.com instagram.com issuu.com linkedin.com
    livejournal.com mail.ru medium.com microsoft.com naver.com note.com notion.site notion.so ok.ru
    pinterest.co.uk pinterest.com pinterest.de qq.com quora.com reddit.com researchgate.net
    scribd.com sina.com.cn slideshare.net soundcloud.com sourceforge.net stackexchange.com
    stackoverflow.com t.me tiktok.com tumblr.com twitter.com vimeo.com vk.com weibo.com
    wikimedia.org wikipedia.org wordpress.com x.com yahoo.co.jp yahoo.com yandex.ru youtube.com
    zhihu.com
"""


@pytest.mark.parametrize("domain", SHARED.split())
def test_what_many_people_publish_on_is_shared(domain: str) -> None:
    assert why_shared(domain)
    assert why_shared(f"www.{domain}")


@pytest.mark.parametrize(
    "host",
    ["spam.example", "a.github.io", "sites.google.com", "myreddit.com", "192.0.2.1", "localhost"],
)
def test_what_may_have_one_owner_is_not(host: str) -> None:
    assert why_shared(host) is None


def test_a_part_of_a_platform_is_known_as_one() -> None:
    assert platform_above("en.m.wikipedia.org") == "wikipedia.org"
    assert platform_above("wikipedia.org") is None
    assert platform_above("www.wikipedia.org") is None
    assert platform_above("a.blogspot.com") is None


def test_platforms_are_registrable_domains_that_no_other_list_has() -> None:
    assert [name for name in PLATFORMS if registrable_domain(name) != name] == []
    assert [name for name in PLATFORMS if is_public_suffix(name)] == []
