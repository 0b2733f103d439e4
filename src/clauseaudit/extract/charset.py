"""Bytes to text: which character set a Chinese document is written in.

The order is: byte order mark, strict UTF-8, then whichever of the declared set, GB18030 and Big5 gives the most
familiar text. Every second Big5 text is valid GB18030 as well, but comes out as characters nobody uses, so the
share of everyday characters decides; a declaration weighs in and is not believed blindly.
"""

import re
from typing import NamedTuple

from clauseaudit.errors import ExtractError

# A page that says gb2312 or gbk routinely uses characters that only GB18030 has; the same for Big5 and HKSCS.
# Labels outside this table are ignored: Python knows "encodings" (idna, punycode) that no page is written in,
# and iso-8859-1 is what servers claim when nobody told them.
_CODECS = {
    **dict.fromkeys(("utf-8", "utf8"), "utf-8"),
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "ms936", "gb18030", "euc-cn"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cn-big5", "cp950"), "big5hkscs"),
    **dict.fromkeys(("utf-16", "utf-16le"), "utf-16-le"),
    "utf-16be": "utf-16-be",
}
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# Not compiled here: a plain text file needs neither, and start-up counts.
_META = rb"(?i)<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w-]{2,20})"
_XML = rb"\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w-]{2,20})"

# About the commonest characters and marks of agreements, simplified and traditional.
_FAMILIAR = (
    "，。、；：？！“”‘’（）《》【】—…０１２３４５６７８９"
    "的用或本服不行有法任在方使信人提及息以可其和何中如品等定他一同供商通于自保相平意所能容理公下成件承合全因我分上家第包要"
    "取生注程止三作接退未由式向知解明得司出部性者受付但交括收更除游期管前改是支果布需制失事修客安此技示即地身力外完金料非求"
    "务户权议为协应时关内网规对发并台条会责产与费将订后进担号账过则据们国个违动证确单实无约损经当册请间资软员机该护终联认项数"
    "品等您用情站票房而到至被每元日月年天次如因方式活動效期条款由之也了这那你就说要里大小多少好看"
    "務戶權議為協應時關內網規對發並臺台條會責產與費將訂後進擔號賬帳過則據們國個違動證確單實無約損經當冊請間資軟員機該護終聯"
    "認項數絡處運閱現貨況變碼統電業傳視準續導問設這說裡於您情"
)
_SAMPLE_BYTES = 32_768
_SAMPLE_CHARACTERS = 3_000
_REPLACEMENT = "\ufffd"
_MOST_DAMAGE = 1 / 500  # replaced characters to all characters; more is another character set or no text


class Decoded(NamedTuple):
    """Text, the Python codec it was read with, and how many characters were damaged and replaced by U+FFFD."""

    text: str
    codec: str
    damaged: int = 0


def decode(content: bytes, subject: str, declared: str = "", *, markup: bool = False) -> Decoded:
    """Text of ``content``, which came from ``subject``; the byte order mark is dropped.

    ``declared`` is the transport's label; with ``markup`` the first 2 kB are also searched for a declaration.
    Isolated damaged bytes (a cut download, one bad paste) become U+FFFD and are counted; from one character in
    500 on the text is not trusted and ExtractError is raised.
    """
    for mark, codec in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _checked(content[len(mark) :].decode(codec, "replace"), codec, subject)
    codec = _declared(content, declared, markup=markup)
    if codec.startswith("utf-16"):
        return _checked(content.decode(codec, "replace"), codec, subject)
    text = _as_utf8(content)
    # Without a declaration to the contrary, valid UTF-8 with a Chinese character in it is not a coincidence.
    if text is not None and _seems_utf8(content, codec):
        return Decoded(text, "utf-8")
    best = _most_familiar(content, codec, valid_utf8=text is not None)
    return _checked(content.decode(best, "replace"), best, subject)


def says_utf8(page: bytes, declared: str) -> bool:
    """Whether ``decode`` takes a web page for UTF-8 as it stands, if it can be decoded."""
    marked = page.startswith(tuple(mark for mark, _ in _BYTE_ORDER_MARKS))
    return not marked and _seems_utf8(page, _declared(page, declared, markup=True))


def _declared(content: bytes, declared: str, *, markup: bool) -> str:
    return _CODECS.get(declared.strip().lower(), "") or (_declared_in_markup(content) if markup else "")


def _seems_utf8(content: bytes, codec: str) -> bool:
    return (content.isascii() and not codec.startswith("utf-16")) or (codec in ("", "utf-8") and _has_chinese(content))


def _declared_in_markup(content: bytes) -> str:
    head = content[:2048]
    label = re.search(_META, head) or re.match(_XML, head)
    if label is None:
        return ""
    codec = _CODECS.get(label[1].decode("ascii", "replace").lower(), "")
    # Bytes in which the declaration itself could be read are not UTF-16.
    return "utf-8" if codec.startswith("utf-16") else codec


def _as_utf8(content: bytes) -> str | None:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _has_chinese(utf8: bytes) -> bool:
    """Whether there is a character from U+3000 to U+9FFF, told by its first byte."""
    return re.search(rb"[\xe3-\xe9]", utf8) is not None


def _most_familiar(content: bytes, declared: str, *, valid_utf8: bool) -> str:
    """The codec whose reading of a sample looks most like an agreement."""
    first = re.search(rb"[\x80-\xff]", content)
    sample = content[first.start() :][:_SAMPLE_BYTES] if first else content
    scores = {}
    for codec in ("utf-8", "gb18030", "big5hkscs"):
        # A declaration is worth as much as two everyday characters in ten, being valid UTF-8 as much as one.
        bonus = 0.2 * (codec == declared) + 0.1 * (codec == "utf-8" and valid_utf8)
        scores[codec] = _familiarity(sample.decode(codec, "replace")) + bonus
    return max(scores, key=scores.__getitem__)


def _familiarity(text: str) -> float:
    """Share of everyday characters among those beyond ASCII, less ten times the share of damaged ones."""
    seen = re.findall("[^\x00-\x7f]", text)[:_SAMPLE_CHARACTERS]
    if not seen:
        return 0.0
    familiar = sum(map(frozenset(_FAMILIAR).__contains__, seen))
    return (familiar - 10 * seen.count(_REPLACEMENT)) / len(seen)


def _checked(text: str, codec: str, subject: str) -> Decoded:
    damaged = text.count(_REPLACEMENT)
    if damaged > max(1, len(text) * _MOST_DAMAGE):
        raise ExtractError(
            subject,
            "认不出文字编码（不是 UTF-8、GB18030 或 Big5），或者文件已损坏",
            "请用记事本或 WPS 打开，另存为 UTF-8 编码的 .txt 再检查",
        )
    return Decoded(text, codec, damaged)
