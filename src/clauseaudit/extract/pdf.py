"""PDF files to text, page by page, with the lines of a paragraph joined again (see rows).

Compatibility glyphs stay; folding sees through them. Pages without text are recognised as pictures if asked for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from clauseaudit.errors import ExtractError
from clauseaudit.extract.describe import heading_line
from clauseaudit.extract.reading import Reading
from clauseaudit.extract.rows import Row, is_page_number, joined

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

MAX_PAGES = 500
MAX_CHARACTERS = 2_000_000
LEAST_PER_PAGE = 15  # characters; a page of a scan has a stamp or a page number as text, if anything
_FULL = 0.8  # of the width of the widest lines: shorter lines end a paragraph
_REPEATED = 3  # pages on which a line stands at the same edge before it counts as a running head
LONGEST_TITLE = 60
_FEW_DRAWN = 30  # rules and single letters on a page that is as good as empty
_PASSWORD = 4  # FPDF_ERR_PASSWORD
MAX_SCANNED = 40  # pages recognised as pictures: about two seconds each
_SCANNED_WIDTH = 1400  # pixels of a page that is recognised: 170 dots per inch of an A4 page

_AGREEMENT = re.compile("协议|条款|规则|政策|合同|须知|声明|公约|说明|章程|办法")
_HYPHEN = "\ufffe"  # what the library puts for a hyphen at a line end
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufeff\uffff]")


def extract_pdf(content: bytes, subject: str, *, recognise: bool = False) -> Reading:
    """What a PDF says, without blocks. Call it through ``read_bounded``: the library is native code.

    Pages without text are gaps; with ``recognise`` they are read as pictures, up to 40 of them. The text is empty
    if no page has any. Raises ExtractError for files that are encrypted, damaged or too long.
    """
    document = _open(content, subject)
    pages = len(document)
    if not 0 < pages <= MAX_PAGES:
        reason = f"有 {pages} 页，超过 {MAX_PAGES} 页" if pages else "一页也没有"
        raise ExtractError(subject, f"PDF {reason}", "请只保留协议正文再检查")
    lines, silent = [], []
    for number in range(pages):
        lines.append(_lines(document, number))
        if sum(map(len, lines[-1])) < LEAST_PER_PAGE and _may_show_text(document, number):
            silent.append(number)
        if sum(len(line) for page in lines for line in page) > MAX_CHARACTERS:
            raise ExtractError(subject, f"PDF 的文字超过 {MAX_CHARACTERS // 10_000} 万字", "请只保留协议正文再检查")
    if sum(len(line) for page in lines for line in page) < LEAST_PER_PAGE and not any(map(_has_chinese, lines)):
        lines = [[] for _ in lines]
    rows = [_rows(page) for page in _without_margins(lines)]
    read = []
    for number in silent[:MAX_SCANNED] if recognise else ():
        if recognised := _recognised(document, number):
            rows[number] = recognised
            read.append(number)
    text, scans = joined(row for page in rows for row in page)
    unread = [number for number in silent if number not in read]
    gaps = (f"第 {_listed(unread)} 页",) if unread else ()
    return Reading(_title(document) or heading_line(text), text, (), _remarks(read, unread, pages, text), gaps, scans)


def _open(content: bytes, subject: str) -> PdfDocument:
    try:
        from pypdfium2 import PdfDocument, PdfiumError
    except ImportError as error:
        raise ExtractError(subject, "读 PDF 要先装一个组件", "pip install 'clauseaudit[pdf]'") from error
    try:
        return PdfDocument(content)
    except PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            raise ExtractError(subject, "PDF 加了密码，读不出来", "请先去掉密码再检查") from error
        raise ExtractError(subject, "PDF 不完整或已损坏", "请重新下载，或用阅读器另存一份再检查") from error


def _title(document: PdfDocument) -> str:
    """The title that the file states, if it sounds like an agreement's: it is often the name of some other file."""
    title = str(document.get_metadata_dict().get("Title", ""))
    return title if len(title) <= LONGEST_TITLE and _AGREEMENT.search(title) else ""


def _lines(document: PdfDocument, number: int) -> list[str]:
    """The lines of a page, top to bottom as the file has them. A damaged page has none."""
    from pypdfium2 import PdfiumError

    try:
        page: Any = document[number]
        text = page.get_textpage().get_text_range(errors="replace")
    except PdfiumError:
        return []
    text = _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace(_HYPHEN, "-"))
    return [line for line in (line.strip() for line in text.split("\n")) if line]


def _may_show_text(document: PdfDocument, number: int) -> bool:
    """Whether a page without text shows anything that may be text: a picture, or letters drawn as outlines.

    A page that cannot be looked at may; an empty page, a rule and "（本页无正文）" are no gap.
    """
    from pypdfium2 import PdfiumError
    from pypdfium2.raw import FPDF_PAGEOBJ_PATH, FPDF_PAGEOBJ_TEXT  # type: ignore[import-untyped]

    try:
        kinds = Counter(thing.type for thing in document[number].get_objects(max_depth=1))
    except PdfiumError:
        return True
    drawn = kinds.pop(FPDF_PAGEOBJ_PATH, 0) + kinds.pop(FPDF_PAGEOBJ_TEXT, 0)
    return bool(kinds) or drawn > _FEW_DRAWN


def _has_chinese(lines: Iterable[str]) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for line in lines for character in line)


def _without_margins(pages: Sequence[list[str]]) -> list[list[str]]:
    """Pages without page numbers and running heads, which would stand in the middle of sentences."""
    edges = Counter(edge for page in pages if page for edge in _edges(page))
    kept = []
    for number, page in enumerate(pages):
        lines = list(page)
        for place in (0, -1):
            while lines and _is_margin(lines[place], place, edges, number):
                del lines[place]
        kept.append(lines)
    return kept


def _edges(page: list[str]) -> set[tuple[int, str]]:
    return {(0, _shape(page[0])), (-1, _shape(page[-1]))}


def _shape(line: str) -> str:
    """The line with every number the same: "第 3 页" and "第 4 页" are one running head."""
    return re.sub(r"\d+", "0", line)


def _is_margin(line: str, place: int, edges: Counter[tuple[int, str]], number: int) -> bool:
    if is_page_number(line):
        return True
    # The first page keeps its head: it may be the title.
    return edges[place, _shape(line)] >= _REPEATED and (number > 0 or place < 0)


def _rows(lines: Sequence[str]) -> list[Row]:
    widths = sorted(map(_width, lines), reverse=True)
    full = _FULL * widths[min(len(widths) - 1, len(widths) // 10)] if widths else 0
    return [Row(line, len(lines) > 1 and _width(line) >= full) for line in lines]


def _recognised(document: PdfDocument, number: int) -> list[Row]:
    """The rows of a page that is a picture, without the page number. A damaged page has none."""
    from pypdfium2 import PdfiumError

    from clauseaudit.extract.recognise import recognise

    try:
        page: Any = document[number]
        scale = min(_SCANNED_WIDTH / max(page.get_width(), 1), 4)
        tall = page.get_height() * scale
        if tall > 8 * _SCANNED_WIDTH:  # a page as long as a roll would take the memory of all others
            return []
        picture = page.render(scale=scale).to_pil().convert("RGB")
    except PdfiumError:
        return []
    rows, _ = recognise(picture)
    return [row for place, row in enumerate(rows) if 0 < place < len(rows) - 1 or not is_page_number(row.text)]


def _width(line: str) -> int:
    """In half characters, as they are printed."""
    return sum(1 + (character > "\u2e7f") for character in line)


def _listed(numbers: Sequence[int]) -> str:
    """Indices of pages as page numbers."""
    return "、".join(str(number + 1) for number in numbers[:10]) + (" 等" if len(numbers) > 10 else "")


def _remarks(read: Sequence[int], unread: Sequence[int], pages: int, text: str) -> tuple[str, ...]:
    said = [f"文字是从 PDF 提取的，共 {pages} 页；段落按版面还原，可能与原文分段不同"]
    if read:
        said.append(f"第 {_listed(read)} 页来自图片识别，可能有错字，以原图为准")
    if unread:
        said.append(f"第 {_listed(unread)} 页几乎没有文字，可能是图片，没有检查")
    if (damaged := text.count("\ufffd")) > 0:
        said.append(f"有 {damaged} 个字读不出来，写成了“\ufffd”")
    return tuple(said)
