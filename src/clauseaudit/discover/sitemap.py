"""Agreements that a site map names. An expression reads it: XML has ways to blow up, ``<loc>`` has none."""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Iterable
from typing import NamedTuple

from clauseaudit.discover.site import same_site, tidy
from clauseaudit.discover.words import lead_of_address

MOST_BYTES = 20_000_000  # decompressed
MOST = 20_000  # addresses looked at
_LOC = re.compile(r"<loc>\s*(?:<!\[CDATA\[)?\s*([^<\]]{1,2000}?)\s*(?:\]\]>)?\s*</loc>", re.I)
_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)\s*$", re.I | re.M)


class SiteMap(NamedTuple):
    """What one site map holds: pages that look like agreements, and further site maps."""

    agreements: tuple[str, ...]
    maps: tuple[str, ...]


def declared(robots: str, base: str) -> tuple[str, ...]:
    """The site maps that a robots.txt names, on the site itself only."""
    found = (tidy(address, base) for address in _LINE.findall(robots[:500_000]))
    return tuple(dict.fromkeys(url for url in found if url and same_site(url, base)))


def read(content: bytes, base: str) -> SiteMap:
    """The addresses of the site map at ``base``; a compressed one is opened, up to a limit."""
    text = _opened(content).decode("utf-8", "replace")
    addresses = [tidy(html.unescape(found), base) for found in _LOC.findall(text)[:MOST]]
    own = list(dict.fromkeys(url for url in addresses if url and same_site(url, base)))
    if "<sitemapindex" in text[:2000].lower():
        return SiteMap((), tuple(_likeliest(own)))
    return SiteMap(tuple(url for url in own if lead_of_address(url)), ())


def _opened(content: bytes) -> bytes:
    if content[:2] != b"\x1f\x8b":
        return content[:MOST_BYTES]
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(content, MOST_BYTES)
    except zlib.error:
        return b""


def _likeliest(maps: Iterable[str]) -> list[str]:
    """Maps whose names promise agreements or pages first; those of goods and news last."""
    return sorted(maps, key=lambda url: (not lead_of_address(url), "page" not in url, len(url)))
