"""An audit as plain dictionaries, everything decided: what a template prints, in the order it prints it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from clauseaudit.model import Article, Audit, Finding, Grade
from clauseaudit.render import words
from clauseaudit.render.advice import short_clause, steps
from clauseaudit.render.answers import answers, contradictions
from clauseaudit.render.cards import cards
from clauseaudit.render.order import LISTED, Numbered, numbered
from clauseaudit.render.passage import View, rows, sections
from clauseaudit.render.room import AMPLE, Room
from clauseaudit.render.scans import add_pictures

BRIEF_LIMIT = 45  # characters of explanation in a note beside the text
CHAPTER_SHARE = 14.0  # percent of the strip that a chapter label needs
CONTENTS_LABEL = 24  # characters of an entry
OPENING = 14  # characters of a clause that stand for its title where it has only a number
CITE = 14  # characters; a longer name of a clause is cut to its number under a quote
LONG = 2000  # characters; a shorter text is its own table of contents
_SENTENCE = re.compile(r"[^。！？]*[。！？]?")
_BARE = re.compile(r"[第（(\d一二三四五六七八九十百条款项章节）).、．\s]+")
_CHAPTER = re.compile(r"第?[一二三四五六七八九十百\d]{1,4}(?=[章节条、.．])")


def report_view(audit: Audit, names: Mapping[str, str], key: str = "", room: Room = AMPLE) -> View:
    """``key`` keeps the element ids of several reports on one page apart; ``room`` is what may be said."""
    findings, goods, unlisted = _numbered(audit, names)
    everything = findings + goods
    add_pictures(everything, audit.document)
    placed = [view for view in everything if view["placed"]]
    passage = rows(audit, placed)
    shown, cut = cards(findings, room)
    document, light = audit.document, audit.verdict.light
    return {
        "key": key, "title": document.title or document.id, "address": document.url or document.source,
        "retrieved": document.retrieved, "sha256": document.sha256, "chars": len(document.text),
        "on": audit.on, "notes": list(document.notes), "pack": audit.pack,
        "light": light if light in words.LIGHT else "unread",
        "light_name": words.LIGHT_NAME.get(light, words.LIGHT_NAME["unread"]),
        "headline": words.headline(light, words.doing(document)), "sentence": audit.verdict.sentence,
        "counts": _counts(everything), "findings": findings, "goods": goods, "unlisted": unlisted,
        "cards": shown, "spared": words.spared(room.suggests, room.others, cut),
        "facts": answers(audit, everything, passage),
        "contradictions": contradictions(audit, everything, passage),
        "strip": _strip(placed, len(document.text)), "chapters": _chapters(audit),
        "contents": _contents(audit, passage, placed, room.contents),
        "rows": passage, "floating": [view for view in everything if not view["placed"]],
        "can_err": words.CAN_ERR + (words.MEASURED if any(_is_measured(view) for view in everything) else ""),
        "steps": steps(audit),
        "effects": _effects(findings),
    }  # fmt: skip


def _numbered(audit: Audit, names: Mapping[str, str]) -> tuple[list[View], list[View], int]:
    """Risks and good terms as views, and how many more there are than a report lists."""
    text = audit.document.text
    risks, goods = numbered(audit.findings)
    shown = risks[:LISTED], goods[:LISTED]
    unlisted = len(risks) + len(goods) - len(shown[0]) - len(shown[1])
    views = [[_finding(entry, names, text) for entry in entries] for entries in shown]
    return views[0], views[1], unlisted


def _finding(entry: Numbered, names: Mapping[str, str], text: str) -> View:
    finding = entry.finding
    start, end = _span(finding, text)
    return {
        "id": entry.id, "number": entry.number, "like": entry.like, "category": finding.category,
        "source": finding.source,
        "grade": str(finding.grade), "word": words.GRADE_WORD[finding.grade],
        "shape": words.GRADE_SHAPE[finding.grade], "name": names.get(finding.category, ""),
        "title": finding.title, "quote": finding.quote, "clause": finding.clause,
        "short_clause": short_clause(finding.clause),
        "cite": finding.clause if len(finding.clause) <= CITE else short_clause(finding.clause),
        "placed": start < end, "start": start, "end": end,
        "where": f"第{start + 1}–{end}字" if start < end else "全文",
        "explain": finding.explain, "brief": _brief(finding.explain), "action": finding.action,
        "counter": finding.counter, "suggest": finding.suggest, "softened": finding.softened or "",
        "settle": finding.settle, "shown": finding.shown,
        "measured": words.measured(finding),
        "laws": [{**_law(basis.article), "why": basis.why} for basis in finding.basis],
    }  # fmt: skip


def _is_measured(view: View) -> bool:
    return bool(view["measured"]) and view["source"] == "rule"


def _span(finding: Finding, text: str) -> tuple[int, int]:
    """The span without the white space at its ends; (0, 0) for a finding about the whole document."""
    if finding.start is None or finding.end is None:
        return 0, 0
    start, end = max(0, finding.start), min(finding.end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else (0, 0)


def _law(article: Article) -> View:
    return {
        "cite": words.cite(article), "quote": article.quote, "effect": words.effect(article),
        "kind": article.effect, "force": words.in_force(article),
    }  # fmt: skip


def _brief(explain: str) -> str:
    """The first sentences of an explanation that fit beside the text; at least one."""
    brief = ""
    for sentence in _SENTENCE.findall(explain):
        if brief and len(brief) + len(sentence) > BRIEF_LIMIT:
            break
        brief += sentence
    return brief


def _counts(views: Sequence[View]) -> list[View]:
    """One entry a grade that occurs, with the first finding of that grade to jump to."""
    result = []
    for grade in Grade:
        same = [view for view in views if view["grade"] == grade]
        if same:
            result.append({"grade": str(grade), "word": words.GRADE_WORD[grade], "n": len(same),
                           "ref": "goods" if grade is Grade.GOOD else same[0]["id"]})  # fmt: skip
    return result


def _strip(placed: Sequence[View], chars: int) -> View:
    """The strip 1000 units long: outlines by grade, gravest painted last, and where the script finds the marks."""
    paths = []
    for grade, top, bottom in _BARS:
        marks = sorted((v for v in placed if v["grade"] == grade), key=lambda view: int(view["start"]))
        spans = [(_share(v["start"], chars), _share(v["end"], chars)) for v in marks]
        outline = "".join(f"M{left} {bottom}V{top}h{max(2, right - left)}V{bottom}" for left, right in spans)
        if outline:
            paths.append({"grade": str(grade), "outline": outline})
    starts = " ".join(f"{v['start']}{v['id']}" for v in sorted(placed, key=lambda view: int(view["start"])))
    return {"paths": paths, "starts": starts}


# Where the bar of a grade begins and ends on a strip 38 units high, its base line at 38; good terms hang below.
_BARS = ((Grade.GOOD, 40, 45), (Grade.NOTICE, 25, 38), (Grade.UNFAIR, 13, 38), (Grade.VOID, 0, 38))


def _share(part: int, whole: int) -> int:
    return round(part / whole * 1000)


def _chapters(audit: Audit) -> list[View]:
    """Labels under the strip: the top headings that have room, each up to the next one."""
    chars = len(audit.document.text)
    headings = sections(audit)
    levels = sorted({level for _, level, _ in headings})
    # One heading alone divides nothing: look one level deeper.
    top = next((lv for lv in levels if sum(level <= lv for _, level, _ in headings) > 2), min(levels, default=0))
    shown: list[tuple[float, str]] = []
    for start, level, label in headings:
        at = start / chars * 100
        roomy = not shown or at - shown[-1][0] >= CHAPTER_SHARE
        if level <= top and roomy and at < 100 - CHAPTER_SHARE / 2:
            shown.append((at, label))
    result = []
    for (at, label), (following, _) in pairwise([*shown, (100.0, "")]):
        match = _CHAPTER.match(label)
        short = match[0].removeprefix("第") if match else label[:2]
        lead = label.find(short)
        result.append({"at": f"{at:.2f}", "span": f"{following - at:.2f}", "before": label[:lead],
                       "short": short, "after": label[lead + len(short):]})  # fmt: skip
    return result


def _contents(audit: Audit, passage: Sequence[View], placed: Sequence[View], most: int) -> list[View]:
    """The clauses with how many marks of each grade begin in them; the upper levels if there are many."""
    headings = sections(audit)
    levels = sorted({level for _, level, _ in headings})
    fitting = [lv for lv in levels if sum(level <= lv for _, level, _ in headings) <= most]
    listed = [h for h in headings if h[1] <= (fitting[-1] if fitting else -1)] or headings[:most]
    result: list[View] = []
    above: dict[int, str] = {}
    for (start, level, label), (end, _, _) in pairwise([*listed, (len(audit.document.text), 0, "")]):
        row = next((row for row in passage if row["start"] <= start < row["end"]), None)
        above = {upper: said for upper, said in above.items() if upper < level}
        own = _own(label, above.values())
        own = (_opening(audit.document.text, start) if _BARE.fullmatch(own) else "") or own[:CONTENTS_LABEL]
        above[level] = label
        if row is None or (result and result[-1]["ref"] == row["id"]):
            continue
        row["linked"] = True
        marks = [view["grade"] for view in placed if start <= view["start"] < end]
        counts = [{"grade": str(grade), "n": marks.count(grade)} for grade in Grade if grade in marks]
        deep = min(2, levels.index(level))
        result.append({"ref": row["id"], "label": own, "deep": deep, "counts": counts})
    return result if len(audit.document.text) >= LONG and len(result) > 2 else []


def _own(label: str, above: Iterable[str]) -> str:
    """``"二、用户管理 2、资料"`` -> ``"2、资料"`` where ``"二、用户管理"`` stands above it."""
    said = max((one for one in above if label.startswith(one + " ")), key=len, default="")
    return label[len(said) :].strip()


def _opening(text: str, start: int) -> str:
    """How the line at ``start`` begins: what a clause that has only a number is about."""
    line = text[start : start + 200].split("\n", 1)[0].strip()
    return line if len(line) <= OPENING else line[:OPENING] + "…"


def _effects(findings: Sequence[View]) -> list[tuple[str, str]]:
    """What the law labels that occur in this report mean."""
    used = {law["kind"] for view in findings for law in view["laws"]}
    return [(words.EFFECT[key], meaning) for key, meaning in words.EFFECT_MEANING.items() if key in used]
