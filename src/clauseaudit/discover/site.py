"""Which addresses belong to one site: those under one registrable domain, by the Public Suffix List."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

LONGEST = 2000  # characters of an address
_TRACKING = re.compile(r"^(?:utm_\w+|spm|from|src|source|ref|referer|channel|scm|track\w*|gclid|_t|timestamp)$", re.I)


def tidy(address: str, base: str) -> str:
    """The absolute http(s) address without what only says where a visitor came from; "" for anything else.

    A fragment stays where it is the path of a page that lives in its script: ``#/agreement``.
    """
    if not address.strip():
        return ""
    try:
        parts = urlsplit(urljoin(base, address.strip()))
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        return ""
    usual = {"http": 80, "https": 443}[parts.scheme]
    where = f"[{host}]" if ":" in host else host
    netloc = where if port in (None, usual) else f"{where}:{port}"
    query = parts.query
    if query and any(_TRACKING.match(key) for key, _ in parse_qsl(query, keep_blank_values=True)):
        query = urlencode([p for p in parse_qsl(query, keep_blank_values=True) if not _TRACKING.match(p[0])])
    fragment = parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    url = urlunsplit((parts.scheme, netloc, parts.path or "/", query, fragment))
    return url if len(url) <= LONGEST else ""


def host_of(url: str) -> str:
    """The host of an address, lower case; "" if it has none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def site_of(url: str) -> str:
    """The registrable domain of an address (``qinghe.com.cn``); an IP address or a bare name stands for itself."""
    host = host_of(url)
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return _suffixes().privatesuffix(host) or host


def same_site(one: str, other: str) -> bool:
    """Whether two addresses belong to one site."""
    return bool(site_of(one)) and site_of(one) == site_of(other)


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()
