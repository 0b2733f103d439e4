"""What a platform is called, to tell its own agreements on another host from other people's."""

from __future__ import annotations

import re

from clauseaudit.discover.site import host_of, site_of
from clauseaudit.model import Document, Snapshot

MOST = 12
_COMPANY = re.compile(r"[\u4e00-\u9fff（）()]{4,30}?(?:有限(?:责任)?公司|股份公司|集团)")
_COPYRIGHT = re.compile(r"(?:©|&copy;|copyright|版权所有|备案|ICP)", re.I)
_PARTS = re.compile(r"[-_|–—·｜,，:：\s]+")
_GENERIC = re.compile(
    r"首页|官网|官方网站?|欢迎(?:来到|使用)?|登[录陆]|注册|充值中?心?|会员中?心?|平台|网站|用户|协议|条款|规则中心|帮助中心|^www$|^com$|^\d+$"
)
_SITE_NAME = re.compile(
    rb"<meta[^>]{0,200}(?:og:site_name|application-name)[^>]{0,100}content\s*=\s*[\"']([^\"'<>]{2,40})[\"']", re.I
)


def names_of(snapshot: Snapshot, document: Document | None) -> frozenset[str]:
    """Names in the title, the foot and the address of a platform's page, lower case, at least two characters long."""
    found = [label for label in site_of(snapshot.url).split(".")[:1] if len(label) > 2]
    found += [name.decode("utf-8", "ignore") for name in _SITE_NAME.findall(snapshot.content[:200_000])]
    if document:
        found += _PARTS.split(document.title)
        foot = [line for line in document.text.split("\n") if _COPYRIGHT.search(line)]
        found += [name for line in foot for name in _COMPANY.findall(line)]
    bare = (_GENERIC.sub("", name).strip("《》【】 ") for name in found)
    host = {host_of(snapshot.url)}
    return frozenset([*(name.lower() for name in bare if len(name) > 1)][:MOST]) | host


def speaks_of(text: str, names: frozenset[str]) -> bool:
    """Whether a text names the platform. Without a name to look for nothing can be held against it."""
    folded = text.lower()
    return any(name in folded for name in names)
