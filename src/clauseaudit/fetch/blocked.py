"""Whether a page is what was asked for, or a wall in front of it.

Rules, not a model, and cautious ones. A page is refused if one of its lines *is* a notice ("页面不存在") and it says
next to nothing that an agreement would say, or if it is short, shows signs of a wall and does not speak like an
agreement. An agreement that mentions a verification code is an agreement.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from clauseaudit.errors import BlockedError
from clauseaudit.fetch import walls
from clauseaudit.fetch.status import save_in_browser
from clauseaudit.model import Document, Snapshot

_NEARLY_EMPTY = 40  # characters
_FIRST_LINES, _LONGEST_NOTICE = 5, 45

_TERM = re.compile(
    r"第\s*[一二三四五六七八九十百\d]+\s*[条章條]|概不|不予|不得(?!转载|复制)|(?<!没)有(?:权|權)(?!限)|无权(?!限|访问|查看)|应当|應當|承担|承擔|视为|視為|退款|退还|退還|不退|免责|免責"
    r"|违约|違約|解除|终止|終止|争议|爭議|管辖|管轄|本协议|本协定|本協議|本条款|本條款|本规则|本政策|甲方|乙方"
    r"|不(?:可|能|支持)?(?:退|换|兑|转让|提现|挂失|折现|补)|作废|清零|解释权|自负|有效期|补偿|赔偿|扣费|续费|取消资格|不接受|为准"
)
_PUNCTUATION = re.compile(r"[，。；：]")
_SENTENCE_END = re.compile(r"[。！？；;\n]")
_LEAST_CLAUSE = 6  # characters
# What stands under the button of every login page is no clause of an agreement.
_CONSENT = re.compile(r"(?:登录|登陆|注册|点击|勾选|继续).{0,12}(?:即|表示|代表|视为).{0,8}同意")
# Headings and menus name what a clause is about, clauses say something of it.
_STATES = re.compile(
    r"不|无|無|有权|有權|应|應|可|须|視為|视为|承担|承擔|归|自行|自负|支持|随时|全额|为准|作废|清零|由|即|将|按|取消|保留"
)
# What a line is about when it is not a notice but a heading, a question or a clause.
_NO_NOTICE = re.compile(
    r"服务\W*$|协议|协定|規則|规则|条款|政策|说明|须知|指南|公约|章程|流程|办法|怎么|如何|怎样|什么|为何|为什么|是否|[?？]$"
    r"|^(?:第\s*[一二三四五六七八九十百\d]+\s*[条章節节款]|[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十\d]+[)）]|\d+[.、．)）]\s*\D)"
    r"|承担|不予|概不|有权|应当|视为|退款|退还|免责|导致|造成的"
)
_DOCUMENT_PATH = re.compile(
    r"agreement|protocol|terms|policy|privacy|rule|xieyi|tiaokuan|article|detail|help|doc|\d{3,}|\.s?html?$", re.I
)
_WALL_PATH = re.compile(
    r"/(?P<login>log_?in|sign_?in|passport|sso|cas)?(?P<gone>404|error|notfound|not-found|err)?"
    r"(?P<captcha>captcha|verify|antibot|challenge|punish)?(?:\.\w{2,5})?/?$",
    re.I,
)


class _Speech(NamedTuple):
    """How much a text speaks like an agreement."""

    length: int  # without white space
    clauses: int  # sentences that say something with a word of agreements
    words: int  # distinct words of agreements in them

    @property
    def is_agreement(self) -> bool:
        return (self.clauses >= 2 and self.words >= 2) or self.words >= 3 or self.clauses >= 4


def check_page(document: Document, snapshot: Snapshot) -> None:
    """Raise BlockedError if ``document``, read from ``snapshot``, is a wall or an empty shell.

    Meant for pages: a text file is what its owner says it is. For a page saved to a file only emptiness counts.
    """
    fetched = bool(snapshot.url)
    is_page = not snapshot.media_type or snapshot.media_type.startswith(("text/", "multipart/", "application/x"))
    if not fetched and snapshot.media_type not in ("text/html", "multipart/related"):
        return
    speech = _listen(document.text)
    reason = _notice(document, speech) or _diverted(snapshot, speech) if fetched and is_page else None
    if not reason and not speech.is_agreement:
        reason = _shell(document.text, speech, snapshot.content) if is_page else None
        reason = reason or (_signs(document, speech) if fetched and is_page else None)
        reason = reason or _emptiness(document.text, speech)
    if reason:
        raise BlockedError(snapshot.source, *reason)


def _listen(text: str) -> _Speech:
    sentences = {sentence.strip() for sentence in _SENTENCE_END.split(text)}  # menus stand on a page more than once
    found = [
        _TERM.findall(sentence)
        for sentence in sentences
        if len(sentence) >= _LEAST_CLAUSE and _STATES.search(sentence) and _TERM.search(sentence)
        if not _CONSENT.match(sentence)
    ]
    return _Speech(len("".join(text.split())), len(found), len({word for words in found for word in words}))


def _title(document: Document) -> str:
    """The page's own title; where it has none, the document is called by its address."""
    return "" if document.title == document.id else document.title


def _notice(document: Document, speech: _Speech) -> tuple[str, str] | None:
    """A line that is itself a notice, on a page that says little else. Long menus around it do not matter."""
    if speech.clauses >= walls.CLAUSES_BESIDE_A_TITLE:
        return None
    lines = [line.strip() for line in document.text.split("\n")]
    first = lines[:_FIRST_LINES] if speech.length < walls.SHORT else []
    heads = [_title(document), *_main_headings(document)]
    if speech.is_agreement:  # then only what stands above it like a title can say otherwise
        heads, first, lines = [line for line in (heads[0], lines[0]) if not _PUNCTUATION.search(line)], [], []
    for wall in walls.WALLS:
        places = ((heads, wall.title), (first, wall.notice), (lines, wall.exact))
        if any(_is_notice(line, signs) for some, signs in places for line in some):
            return wall.reason, wall.remedy
    return None


def _main_headings(document: Document) -> list[str]:
    """What the page calls itself; not the headings of boxes at its side."""
    headings = [block for block in document.blocks if block.kind == "heading"]
    main = headings if len(headings) == 1 else [block for block in headings if block.level == 1]
    return [document.text[block.start : block.end].strip() for block in main]


def _is_notice(line: str, notice: re.Pattern[str]) -> bool:
    return 0 < len(line) <= _LONGEST_NOTICE and bool(notice.search(line)) and not _NO_NOTICE.search(line)


def _signs(document: Document, speech: _Speech) -> tuple[str, str] | None:
    """Signs anywhere in a text that is too short to be much else."""
    seen = " ".join(f"{_title(document)} {document.text}".split())
    for wall in walls.WALLS:
        if speech.length < wall.longest and (wall.is_strong or not speech.clauses) and wall.signs.search(seen):
            return wall.reason, wall.remedy
    if (
        not speech.clauses
        and speech.length < walls.LONGEST_FORM
        and walls.LOGIN.search(seen)
        and walls.CREDENTIALS.search(seen)
    ):
        return walls.LOGIN_REASON, walls.LOGIN_REMEDY
    return None


def _diverted(snapshot: Snapshot, speech: _Speech) -> tuple[str, str] | None:
    """A redirect to a login page, an error page or the home page is an answer too."""
    asked, arrived = urlsplit(snapshot.source), urlsplit(snapshot.url)
    if speech.is_agreement or not asked.scheme or asked.path == arrived.path:
        return None
    if arrived.path in ("", "/", "/index.html") and not arrived.query and _DOCUMENT_PATH.search(asked.path):
        return "网站转到了首页，没有给出这个网页", walls.GONE_REMEDY
    place = _WALL_PATH.search(arrived.path)
    if place and place["login"]:
        return walls.LOGIN_REASON, walls.LOGIN_REMEDY
    if place and place["gone"]:
        return walls.GONE_REASON, walls.GONE_REMEDY
    if place and place["captcha"]:
        return walls.CAPTCHA_REASON, save_in_browser
    return None


def _shell(text: str, speech: _Speech, content: bytes) -> tuple[str, str] | None:
    if speech.clauses or speech.length >= walls.SHORT:
        return None
    if walls.LOADING.search(text) or (speech.length < 4 * _NEARLY_EMPTY and walls.SHELL.search(content)):
        return "网页要靠脚本显示，读到的只是空壳", save_in_browser
    return None


def _emptiness(text: str, speech: _Speech) -> tuple[str, str] | None:
    if speech.length >= _NEARLY_EMPTY or speech.clauses:
        return None
    return f"网页上几乎没有文字（{speech.length} 个字）", save_in_browser
