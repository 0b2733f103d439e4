"""What a platform names and nobody could read: each once, with the reason and what the reader can do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from clauseaudit.crawl.options import Say
from clauseaudit.crawl.texts import SAVE, Read
from clauseaudit.discover import Candidate
from clauseaudit.discover.words import BY_ADDRESS
from clauseaudit.model import Unread
from clauseaudit.visit import Visit


class Why(NamedTuple):
    """A reason and a remedy, in Chinese."""

    reason: str
    remedy: str


STOPPED = Why("还没读到就停下了", "请再运行一次；加 --resume 文件 可以接着读")
FULL = Why(
    "已经读满（份数、页数或时间到了上限），没有再读",
    "用 --max 多读几份，或用 --only 只读要紧的种类，或单独检查这个网址",
)
NO_AGREEMENT = Why("打开的网页里没有认出条款", "请打开看看；如果是协议，加 --no-discover 单独检查这个网址")
OPENS_BY_SCRIPT = "要点开才显示，没有读到"
NAMED = ("agreement", "frame", "hub")  # what is missed if it cannot be read
MOST_LEFT = 20  # named one by one
SHORTEST = 3  # characters of a name without its filling; 服务协议 alone stays as it is
_FILLING = re.compile("服务|使用")
_MARKS = re.compile(r"[《》\s“”\"'.,，。：:]+")


class Missing:
    """The list, as it grows."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._unread: dict[str, Unread] = {}

    def __len__(self) -> int:
        return len(self._unread)

    def all(self) -> tuple[Unread, ...]:
        """In the order in which they were missed."""
        return tuple(self._unread.values())

    def add(self, candidate: Candidate, why: Why) -> None:
        """Name a document that could not be read. What nobody named but an address was a guess."""
        guessed = candidate.score <= BY_ADDRESS and not candidate.words
        if candidate.role in NAMED and not guessed:
            title = candidate.words or candidate.url
            self._unread.setdefault(candidate.url, Unread(candidate.url, title, *why))
            if why not in (STOPPED, FULL):
                self._say(f"  没读到：{why.reason}")

    def drop(self, url: str) -> None:
        """The document at ``url`` has been read after all."""
        self._unread.pop(url, None)

    def add_left(self, home: str, left: Iterable[Candidate], why: Why) -> None:
        """Name the agreements that were never visited, the first of very many one by one."""
        named = [c for c in left if c.role == "agreement" and c.words]
        for candidate in named[:MOST_LEFT]:
            self.add(candidate, why)
        if (more := len(named) - MOST_LEFT) > 0:
            self._unread[f"{home}#more"] = Unread(home, f"另外{more}个像协议的链接", *why)

    def add_unopened(self, triggers: Sequence[tuple[Candidate, Visit]], reads: Sequence[Read], no_browser: str) -> None:
        """Name words that open something by script, where no document read so far can be what they open."""
        known = [_bare(one.opened.trigger) for one in reads if one.opened]
        known += [_bare(one.document.title) for one in reads] + [_bare(one.title) for one in self.all()]
        for candidate, visit in triggers:
            words = _bare(candidate.words)
            if any(words in name or name in words for name in known if name):
                continue
            known.append(words)
            why = no_browser if visit.how == "static" else "浏览器里点开后没有出现协议"
            reason = f"{OPENS_BY_SCRIPT}；{why}" if why else OPENS_BY_SCRIPT
            key = f"{candidate.url}#{candidate.words}"
            self._unread.setdefault(key, Unread(candidate.url, candidate.words, reason, SAVE))


def _bare(words: str) -> str:
    """Words by which two names of one document are equal: 用户协议 is what another page calls 用户服务协议."""
    bare = _MARKS.sub("", words).lower()
    short = _FILLING.sub("", bare)
    return short if len(short) > SHORTEST else bare
