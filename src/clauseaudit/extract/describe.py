"""What a document is called and which kind of agreement it is, from its words."""

from __future__ import annotations

import os
import re

_LONGEST_TITLE = 80
_LONGEST_HEADING = 40  # a first line longer than this is a sentence, not a heading
_MARKS_BEFORE, _MARKS_AFTER = "#>*=-《【[", "#*=-》】]"

# Looked for in this order: "游戏隐私政策" is about privacy, "会员退款规则" about refunds.
_KINDS = {
    "privacy": ("隐私", "个人信息保护", "儿童个人信息", "信息收集清单", "信息共享清单"),
    "refund": ("退款", "退费", "退订", "退换", "退货", "退课", "售后"),
    "recharge": ("充值", "储值", "预付", "钱包", "虚拟币", "代币", "余额"),
    "membership": ("会员", "VIP", "vip", "订阅", "自动续费", "付费服务"),
    "game": ("游戏", "手游", "网游"),
    "shop": ("商城", "购物", "交易规则", "买家", "卖家", "店铺", "购买协议", "销售条款"),
}
_OF_EVERYTHING = ("用户协议", "服务协议", "服务条款", "使用条款")
# Without a telling title, the text speaks once in so many characters of the one thing it is about.
_TELLING_SHARE = 1 / 120
_LEAST_MENTIONS = 3


def slug(url: str) -> str:
    """A document id for an address: letters, digits and ``-`` only, at most 80 characters."""
    bare = re.sub(r"^[a-z]+://", "", url, flags=re.I)
    bare = re.split(r"[?#]", bare, maxsplit=1)[0]
    return re.sub(r"[^0-9A-Za-z\u4e00-\u9fff]+", "-", bare).strip("-")[:80].rstrip("-") or "page"


def stem(source: str) -> str:
    """A document id for a file: its name without the suffix; ``stdin`` for standard input."""
    if source == "-":
        return "stdin"
    return os.path.splitext(os.path.basename(source))[0] or "document"


def heading_line(text: str) -> str:
    """The first line of ``text`` if it reads like a heading, else an empty string."""
    for line in text[:2000].split("\n"):
        if bare := _unmarked(line.strip("\ufeff \t\u3000")):
            return bare if len(bare) <= _LONGEST_HEADING and bare[-1] not in "。；;，,：:" else ""
    return ""


def _unmarked(line: str) -> str:
    """A line without the marks and spaces around it."""
    while (bare := line.strip().lstrip(_MARKS_BEFORE).rstrip(_MARKS_AFTER)) != line:
        line = bare
    return line


def tidy_title(title: str) -> str:
    """One line of at most 80 characters."""
    return " ".join(title.split())[:_LONGEST_TITLE].rstrip()


def kind_of(title: str, text: str) -> str:
    """recharge | membership | refund | game | shop | privacy | general: by title, else by what the text is about."""
    for kind, words in _KINDS.items():
        if any(word in title for word in words):
            return kind
    if any(word in title for word in _OF_EVERYTHING):
        return "general"
    enough = max(_LEAST_MENTIONS, len(text) * _TELLING_SHARE)
    mentions = {kind: _mentions(words, text) for kind, words in _KINDS.items() if _at_most(words, text) >= enough}
    kind = max(mentions, key=mentions.__getitem__, default="general")
    return kind if mentions.get(kind, 0) >= enough else "general"


def _at_most(words: tuple[str, ...], text: str) -> int:
    """As often as their first characters: single ones are counted much faster."""
    return sum(map(text.count, {word[0] for word in words}))


def _mentions(words: tuple[str, ...], text: str) -> int:
    """How often one of the words stands in the text; where two share a character (官网游戏), one counts."""
    found = 0
    for word in words:
        if count := text.count(word):
            found += count
            text = text.replace(word, "\n")
    return found
