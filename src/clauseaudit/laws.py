"""Dated provisions: which words of the law stand behind a finding on a given day.

One TOML file per instrument under ``patterns/laws/``; an entry holds from ``effective`` until the day
before ``until``. Old text stays in the file, so an audit can be repeated under the law of its own date.
Loading is strict: an unknown key, a missing key, a bad date or two texts for one day is a :class:`LawError`.
"""

import os
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple, Self

from clauseaudit.errors import LawError
from clauseaudit.model import Article
from clauseaudit.numerals import DIGITS, chinese_numeral

MAX_QUOTE = 90  # characters; a report shows the operative words, not the article
EFFECTS = ("void", "not-incorporated", "reducible", "prohibited", "duty", "reference")
LEVELS = ("法律", "行政法规", "司法解释", "部门规章", "规范性文件", "地方性法规")
VERIFIED = ("two-sources", "one-source")
# A ministry's rule forbids and is enforced by fines; it does not decide whether a term binds the parties.
_CANNOT_VOID = ("行政法规", "部门规章", "规范性文件")

_FILE_KEYS = ("id", "title", "short", "level", "issuer", "source", "retrieved", "article")
_ARTICLE_KEYS = ("number", "effective", "quote", "holding", "effect", "scope", "source")
_ARTICLE_OPTIONAL = ("paragraph", "item", "until", "verified")

_Key = tuple[str, str, str, str]  # law, 第…条, paragraph, item


class Instrument(NamedTuple):
    """The head of a law file."""

    id: str  # "civil-code"
    title: str
    short: str
    level: str  # one of LEVELS
    issuer: str
    source: str  # where the text was taken from
    retrieved: str  # ISO date


class Laws:
    """Every cited provision with its periods. Immutable after construction."""

    def __init__(
        self, instruments: Iterable[Instrument], articles: Iterable[Article], one_source: Iterable[str] = ()
    ) -> None:
        self._instruments = {one.id: one for one in instruments}
        self._articles = tuple(articles)
        self._one_source = frozenset(one_source)
        self._periods: dict[_Key, list[Article]] = {}
        for article in self._articles:
            self._periods.setdefault(_key(article), []).append(article)

    def article(self, law: str, number: str, on: str, paragraph: str = "", item: str = "") -> Article | None:
        """The provision as it read on the ISO date ``on``; None when it was not in force that day.

        ``number`` and ``paragraph`` are plain digits ("497", "3"), ``item`` a Chinese numeral ("二"), as in a
        rule's ``basis``. Raises :class:`LawError` when no law file knows the provision.
        """
        periods = self._periods.get((law, _article_number(number), _numeral(paragraph), item))
        if periods is None:
            raise self._unknown(law, number, paragraph, item)
        for article in periods:
            if article.effective <= on and (not article.until or on < article.until):
                return article
        return None

    def articles(self) -> tuple[Article, ...]:
        """All entries, every period, in file order."""
        return self._articles

    def instrument(self, law: str) -> Instrument:
        """The head of a law file; raises :class:`LawError` for an unknown id."""
        try:
            return self._instruments[law]
        except KeyError:
            remedy = f"在 patterns/laws/ 下加 {law}.toml，或改用已有的名字"
            raise LawError(law, "没有这部法的文件", remedy) from None

    def verified(self, article: Article) -> str:
        """How far the quoted text was checked: ``two-sources`` or ``one-source``."""
        return VERIFIED[1] if article.source in self._one_source else VERIFIED[0]

    def to_plain(self) -> dict[str, Any]:
        """Builtins only (dict, list, str), for JSON or marshal."""
        return {
            "instruments": [list(one) for one in self._instruments.values()],
            "articles": [list(one) for one in self._articles],
            "one_source": sorted(self._one_source),
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Self:
        """The inverse of :meth:`to_plain`; trusts its input, which a loader has checked before."""
        return cls(
            (Instrument(*row) for row in plain["instruments"]),
            (Article(*row) for row in plain["articles"]),
            plain["one_source"],
        )

    def _unknown(self, law: str, number: str, paragraph: str, item: str) -> LawError:
        self.instrument(law)
        numbered = _article_number(number)
        wanted = cite_parts(numbered, _numeral(paragraph), item)
        known = [cite_parts(*key[1:]) for key in self._periods if key[:2] == (law, numbered)]
        remedy = f"可引：{'、'.join(known)}" if known else f"在 patterns/laws/{law}.toml 里加上这一条"
        return LawError(f"{law}.toml", f"没有收录{wanted}", remedy)


def cite(article: Article) -> str:
    """Short title and place, as lists and errors name a provision: ``《民法典》第四百九十七条第（二）项``."""
    return f"《{article.short}》" + cite_parts(article.number, article.paragraph, article.item)


def cite_parts(number: str, paragraph: str, item: str) -> str:
    """Article, paragraph and item joined as a lawyer writes them: ``第二十六条第三款``."""
    return number + (f"第{paragraph}款" if paragraph else "") + (f"第（{item}）项" if item else "")


def is_date(text: str) -> bool:
    """Whether ``text`` is a day of the calendar, written as 2021-01-01."""
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def load_laws(directory: str) -> Laws:
    """Reads every ``*.toml`` of ``directory``. Raises :class:`LawError` naming file, key and remedy."""
    try:
        names = sorted(name for name in os.listdir(directory) if name.endswith(".toml"))
    except OSError as error:
        raise LawError(directory, "读不到法条目录", "检查路径和权限") from error
    if not names:
        raise LawError(directory, "目录里没有法条文件", "每部法放一个 .toml 文件")
    instruments: list[Instrument] = []
    articles: list[Article] = []
    one_source: list[str] = []
    for name in names:
        path = os.path.join(directory, name)
        content = _parse(path)
        head = _instrument(path, content)
        instruments.append(head)
        entries = content["article"]
        if not isinstance(entries, list) or not entries:
            raise LawError(path, "article 一条也没有", "至少写一个 [[article]]")
        loaded = [_article(path, index, head, entry) for index, entry in enumerate(entries, 1)]
        _refuse_overlaps(path, loaded)
        articles += loaded
        one_source += [entry["source"] for entry in entries if entry.get("verified") == VERIFIED[1]]
    return Laws(instruments, articles, one_source)


def _parse(path: str) -> dict[str, Any]:
    import tomllib

    try:
        with open(path, "rb") as file:
            return tomllib.load(file)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LawError(path, f"不是能读的 TOML：{error}", "按报错的行号改") from error


def _instrument(path: str, content: dict[str, Any]) -> Instrument:
    _check_keys(path, "文件头", content, _FILE_KEYS, ())
    stem = os.path.splitext(os.path.basename(path))[0]
    head = {key: _text(path, key, content[key]) for key in _FILE_KEYS[:6]}
    if head["id"] != stem:
        raise LawError(path, f"id 是 {head['id']}，文件名是 {stem}", "两者要一样")
    if head["level"] not in LEVELS:
        raise LawError(path, f"level 不认识：{head['level']}", f"只能是 {'、'.join(LEVELS)}")
    return Instrument(**head, retrieved=_date(path, "retrieved", content["retrieved"]))


def _article(path: str, index: int, head: Instrument, entry: Any) -> Article:
    where = f"第 {index} 个 [[article]]"
    if not isinstance(entry, dict):
        raise LawError(path, f"{where} 不是表", "写成 [[article]]")
    _check_keys(path, where, entry, _ARTICLE_KEYS, _ARTICLE_OPTIONAL)
    given = [key for key in ("effective", "until") if key in entry]
    dates = {key: _date(path, f"{where} 的 {key}", entry[key]) for key in given}
    words = {key: _text(path, f"{where} 的 {key}", entry[key]) for key in entry if key not in dates}
    _check_words(path, where, head, words)
    if dates.get("until", "9999") <= dates["effective"]:
        raise LawError(path, f"{where} 的 until 不晚于 effective", "until 是失效的那一天")
    return Article(
        law=head.id,
        title=head.title,
        short=head.short,
        number=_article_number(words["number"]),
        paragraph=_numeral(words.get("paragraph", "")),
        item=words.get("item", ""),
        effective=dates["effective"],
        until=dates.get("until", ""),
        quote=words["quote"],
        holding=words["holding"],
        effect=words["effect"],
        scope=words["scope"],
        source=words["source"],
    )


def _check_words(path: str, where: str, head: Instrument, words: dict[str, str]) -> None:
    """Values, once the keys and types are known to be right."""
    for key in ("number", "paragraph"):
        if key in words and not _is_number(words[key]):
            raise LawError(path, f"{where} 的 {key} 不是数字：{words[key]}", '写阿拉伯数字，如 "497"')
    if set(words.get("item", "一")) - set(DIGITS[1:] + "十"):
        raise LawError(path, f"{where} 的 item 不是中文数字：{words['item']}", '写成 "二"')
    if len(words["quote"]) > MAX_QUOTE or "\n" in words["quote"] or "……" in words["quote"]:
        raise LawError(path, f"{where} 的 quote 不是 {MAX_QUOTE} 字以内的连续一段", "只取起作用的那一段原文")
    if words["effect"] not in EFFECTS:
        raise LawError(path, f"{where} 的 effect 不认识：{words['effect']}", f"只能是 {'、'.join(EFFECTS)}")
    if words["effect"] == "void" and head.level in _CANNOT_VOID:
        raise LawError(path, f"{where} 的 effect 是 void，但{head.level}只管禁止", "改为 prohibited 或 duty")
    if words.get("verified", VERIFIED[0]) not in VERIFIED:
        reason = f"{where} 的 verified 不认识：{words['verified']}"
        raise LawError(path, reason, f"只能是 {'、'.join(VERIFIED)}")


def _refuse_overlaps(path: str, articles: list[Article]) -> None:
    last: dict[_Key, Article] = {}
    for article in sorted(articles, key=lambda one: one.effective):
        before = last.get(_key(article))
        if before and (not before.until or article.effective < before.until):
            raise LawError(path, f"{cite(article)} 在 {article.effective} 有两个文本", "给旧文本写上 until")
        last[_key(article)] = article


def _check_keys(
    path: str, where: str, table: dict[str, Any], required: tuple[str, ...], optional: tuple[str, ...]
) -> None:
    missing = [key for key in required if key not in table]
    if missing:
        raise LawError(path, f"{where} 缺 {'、'.join(missing)}", "补上再读")
    unknown = [key for key in table if key not in required and key not in optional]
    if unknown:
        remedy = f"能用的键：{'、'.join(required + optional)}"
        raise LawError(path, f"{where} 有不认识的键 {'、'.join(unknown)}", remedy)


def _text(path: str, key: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise LawError(path, f"{key} 不是文字", "写成带引号的非空文字")
    return value


def _date(path: str, key: str, value: Any) -> str:
    from datetime import date, datetime

    if not isinstance(value, date) or isinstance(value, datetime):
        raise LawError(path, f"{key} 不是日期：{value}", "写成 2021-01-01，不加引号")
    return value.isoformat()


def _key(article: Article) -> _Key:
    return article.law, article.number, article.paragraph, article.item


@cache  # rules cite the same articles over and over
def _article_number(number: str) -> str:
    return f"第{_numeral(number)}条"


def _numeral(number: str) -> str:
    """Digits as a Chinese numeral; anything else as it is, so that a bad reference is simply not found."""
    return chinese_numeral(int(number)) if _is_number(number) else number


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text) < 10000
