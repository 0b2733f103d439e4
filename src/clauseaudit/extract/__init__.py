"""Snapshots to documents: bytes from a file, standard input or an address become text with its structure."""

from __future__ import annotations

from clauseaudit.errors import ExtractError
from clauseaudit.extract.charset import decode, says_utf8
from clauseaudit.extract.describe import heading_line, kind_of, slug, stem, tidy_title
from clauseaudit.extract.files import MAX_BYTES, find_documents, sha256, snapshot_file, snapshot_stdin
from clauseaudit.extract.reading import Reading
from clauseaudit.extract.sniff import form_of, is_archive
from clauseaudit.model import Document, Snapshot

__all__ = ["MAX_BYTES", "find_documents", "read_document", "read_documents", "snapshot_file", "snapshot_stdin"]

_LEAST_FRAME = 200  # characters; an advertisement's frame has fewer, an agreement's frame has more


def read_documents(snapshot: Snapshot) -> list[Document]:
    """The document in ``snapshot``; of a web archive, every page that is an agreement, each once.

    Raises ExtractError as ``read_document`` does, and for an archive without an agreement.
    """
    return _archived(snapshot) if is_archive(snapshot.content) else [read_document(snapshot)]


def _archived(archive: Snapshot) -> list[Document]:
    from clauseaudit.extract.agreement import is_agreement
    from clauseaudit.extract.warc import snapshots

    pages, notes = snapshots(archive)
    found: dict[str, Document] = {}
    unreadable = 0
    for page in pages:
        try:
            document = read_document(page)
        except ExtractError:
            unreadable += 1
            continue
        if is_agreement(document.title, document.text):
            found.setdefault(document.text, document)
    if unreadable:
        notes += (f"网页存档里有 {unreadable} 个网页读不出文字",)
    if not found:
        reason = f"网页存档里的 {len(pages)} 个网页都不像协议"
        raise ExtractError(archive.source, reason, "请用浏览器打开协议，另存为 .mhtml 或 .html 再检查")
    notes = (f"来自网页存档：共 {len(pages)} 个网页，检查了像协议的 {len(found)} 份", *notes)
    return [document._replace(notes=notes + document.notes) for document in found.values()]


def read_document(snapshot: Snapshot) -> Document:
    """The document in ``snapshot``: plain text, Markdown, a web page, a web archive, a Word file, a PDF or a
    picture.

    Plain text is kept exactly, but for line ends (``\\n``) and the byte order mark. Raises ExtractError for bytes
    that hold no text: binary, damaged, empty.
    """
    reading = _READERS[form_of(snapshot)](snapshot)
    if not reading.text.strip():
        raise ExtractError(snapshot.source, "没有可检查的文字", "请用浏览器打开，另存为 .mhtml 或 .html 再检查")
    name = slug(snapshot.url) if snapshot.url else stem(snapshot.source)
    title = tidy_title(reading.title) or name
    return Document(
        id=name,
        title=title,
        source=snapshot.source,
        text=reading.text,
        sha256=sha256(snapshot.content),
        blocks=reading.blocks,
        type=kind_of(title, reading.text),
        url=snapshot.url,
        retrieved=snapshot.retrieved,
        notes=reading.notes,
        gaps=reading.gaps,
        scans=reading.scans,
    )


def _read_plain(snapshot: Snapshot) -> Reading:
    decoded = decode(snapshot.content, snapshot.source, snapshot.charset)
    text = _unify_line_ends(decoded.text)
    return Reading(heading_line(text), text, notes=_damage(decoded.damaged))


def _read_markdown(snapshot: Snapshot) -> Reading:
    from clauseaudit.extract.markdown import extract_markdown

    decoded = decode(snapshot.content, snapshot.source, snapshot.charset)
    return Reading(*extract_markdown(_unify_line_ends(decoded.text)), _damage(decoded.damaged))


def _read_html(snapshot: Snapshot) -> Reading:
    return _read_page(snapshot.content, snapshot.source, snapshot.charset)


def _read_page(content: bytes, subject: str, charset: str) -> Reading:
    from clauseaudit.extract.html import extract_html, is_utf8

    if says_utf8(content, charset) and is_utf8(content):
        return extract_html("", subject, content)
    decoded = decode(content, subject, charset, markup=True)
    reading = extract_html(decoded.text, subject)
    return reading._replace(notes=reading.notes + _damage(decoded.damaged))


def _read_mhtml(snapshot: Snapshot) -> Reading:
    """The main page of an archive, followed by those of its frames that hold a text worth reading."""
    from clauseaudit.extract.mhtml import html_parts

    main, *frames = html_parts(snapshot.content, snapshot.source)
    whole = _read_page(main.content, snapshot.source, main.charset)
    for frame in frames:
        inner = _read_page(frame.content, snapshot.source, frame.charset)
        if len(inner.text) < _LEAST_FRAME:
            continue
        shift = len(whole.text) + 1 if whole.text else 0
        moved = tuple(block._replace(start=block.start + shift, end=block.end + shift) for block in inner.blocks)
        text = f"{whole.text}\n{inner.text}" if whole.text else inner.text
        whole = whole._replace(title=whole.title or inner.title, text=text, blocks=whole.blocks + moved)
    return whole


def _read_docx(snapshot: Snapshot) -> Reading:
    """Small Word files are read here, in linear time; large ones where they can do no harm."""
    from clauseaudit.extract.docx import extract_docx, is_light

    if is_light(snapshot.content, snapshot.source):
        return extract_docx(snapshot.content, snapshot.source)
    from clauseaudit.extract.bounded import read_bounded

    return read_bounded("docx", snapshot.content, snapshot.source)


def _read_pdf(snapshot: Snapshot) -> Reading:
    """The text of a PDF; pages that are pictures are recognised if the extra for it is there."""
    from clauseaudit.extract.bounded import read_bounded
    from clauseaudit.extract.recognise import installed

    reading = read_bounded("pdf", snapshot.content, snapshot.source)
    if reading.gaps and installed():
        reading = read_bounded("scan", snapshot.content, snapshot.source)
    if not reading.text.strip():
        remedy = "请换清楚的扫描件" if installed() else "pip install 'clauseaudit[ocr]' 后可以识别"
        said = f"{remedy}，或把文字存成 .txt 再检查"
        raise ExtractError(snapshot.source, "PDF 里没有文字，可能是扫描件或图片", said)
    return reading


def _read_picture(snapshot: Snapshot) -> Reading:
    from clauseaudit.extract.bounded import read_bounded
    from clauseaudit.extract.recognise import MISSING, installed

    if not installed():
        raise ExtractError(snapshot.source, *MISSING)
    return read_bounded("picture", snapshot.content, snapshot.source)


def _read_warc(snapshot: Snapshot) -> Reading:
    raise ExtractError(snapshot.source, "这是网页存档，里面有多个网页", "请用 clauseaudit audit 检查里面的协议")


def _unify_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _damage(characters: int) -> tuple[str, ...]:
    return (f"有 {characters} 个字损坏，读成了“\ufffd”",) if characters else ()


_READERS = {
    "plain": _read_plain,
    "markdown": _read_markdown,
    "html": _read_html,
    "mhtml": _read_mhtml,
    "docx": _read_docx,
    "pdf": _read_pdf,
    "picture": _read_picture,
    "warc": _read_warc,
}
