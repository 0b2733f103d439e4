"""Site maps: what robots.txt declares, indexes, compressed ones, and ones that want to do harm."""

from __future__ import annotations

import gzip
import time

from clauseaudit.discover.sitemap import MOST, SiteMap, declared, read

BASE = "https://a.test/sitemap.xml"


def test_what_robots_declares_on_the_site_itself() -> None:
    robots = "User-agent: *\nDisallow: /x\nSitemap: /map.xml\nsitemap:https://www.a.test/m2.xml\nSitemap: https://b.test/m.xml"
    assert declared(robots, "https://a.test/") == ("https://a.test/map.xml", "https://www.a.test/m2.xml")


def test_only_what_looks_like_an_agreement() -> None:
    content = """<?xml version="1.0"?><urlset><url><loc> https://a.test/legal/terms.html?a=1&amp;b=2 </loc></url>
    <url><loc><![CDATA[https://a.test/privacy]]></loc></url><url><loc>https://a.test/news/privacy-day</loc></url>
    <url><loc>https://a.test/product/1</loc></url><url><loc>https://b.test/terms</loc></url></urlset>"""
    assert read(content.encode(), BASE) == SiteMap(
        ("https://a.test/legal/terms.html?a=1&b=2", "https://a.test/privacy"), ()
    )


def test_an_index_names_more_maps() -> None:
    content = b"<sitemapindex><sitemap><loc>/products-1.xml</loc></sitemap><loc>/legal.xml</loc></sitemapindex>"
    assert read(content, BASE).maps[0] == "https://a.test/legal.xml"


def test_a_compressed_one() -> None:
    assert read(gzip.compress(b"<urlset><url><loc>/terms</loc></url></urlset>"), BASE).agreements == (
        "https://a.test/terms",
    )


def test_bombs_and_rubbish_cost_little() -> None:
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><urlset><loc>&b;</loc></urlset>'
    many = b"<urlset>" + b"<loc>/terms</loc>" * (2 * MOST)
    began = time.perf_counter()
    for content in (b"", b"\x1f\x8bxx", b"<loc>" * 100_000, entities, many, gzip.compress(b"\0" * 60_000_000, 1)):
        assert len(read(content, BASE).agreements) <= 1
    assert time.perf_counter() - began < 5
