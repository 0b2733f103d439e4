"""Snapshots to documents: bytes from a file, standard input or an address become text with its structure."""

from __future__ import annotations

from clauseaudit.errors import ExtractError
from clauseaudit.extract.charset import decode
from clauseaudit.extract.describe import heading_line, kind_of, slug, stem, tidy_title
from clauseaudit.extract.files import MAX_BYTES, find_documents, snapshot_file, snapshot_stdin
from clauseaudit.extract.sniff import form_of
from clauseaudit.model import Block, Document, Snapshot

__all__ = ["MAX_BYTES", "find_documents", "read_document", "read_documents", "snapshot_file", "snapshot_stdin"]

_LEAST_FRAME = 200  # characters; an advertisement's frame has fewer, an agreement's frame has more


def read_documents(snapshot: Snapshot) -> list[Document]:
    """The documents in ``snapshot``, at least one. Raises ExtractError as ``read_document`` does."""
    return [read_document(snapshot)]


def read_document(snapshot: Snapshot) -> Document:
    """The document in ``snapshot``: plain text, Markdown, a web page, a web archive, a Word file or a PDF.

    Plain text is kept exactly, but for line ends (``\\n``) and the byte order mark. Raises ExtractError for bytes
    that hold no text: binary, damaged, empty.
    """
    import hashlib

    title, text, blocks, notes = _READERS[form_of(snapshot)](snapshot)
    if not text.strip():
        raise ExtractError(snapshot.source, "没有可检查的文字", "请用浏览器打开，另存为 .mhtml 或 .html 再检查")
    name = slug(snapshot.url) if snapshot.url else stem(snapshot.source)
    title = tidy_title(title) or name
    return Document(
        id=name,
        title=title,
        source=snapshot.source,
        text=text,
        sha256=hashlib.sha256(snapshot.content).hexdigest(),
        blocks=blocks,
        type=kind_of(title, text),
        url=snapshot.url,
        retrieved=snapshot.retrieved,
        notes=notes,
    )


_Reading = tuple[str, str, tuple[Block, ...], tuple[str, ...]]  # title, text, blocks, notes


def _read_plain(snapshot: Snapshot) -> _Reading:
    decoded = decode(snapshot.content, snapshot.source, snapshot.charset)
    text = _unify_line_ends(decoded.text)
    return heading_line(text), text, (), _damage(decoded.damaged)


def _read_markdown(snapshot: Snapshot) -> _Reading:
    from clauseaudit.extract.markdown import extract_markdown

    decoded = decode(snapshot.content, snapshot.source, snapshot.charset)
    return *extract_markdown(_unify_line_ends(decoded.text)), _damage(decoded.damaged)


def _read_html(snapshot: Snapshot) -> _Reading:
    return _read_page(snapshot.content, snapshot.source, snapshot.charset)


def _read_page(content: bytes, subject: str, charset: str) -> _Reading:
    from clauseaudit.extract.html import extract_html

    decoded = decode(content, subject, charset, markup=True)
    title, text, blocks, notes = extract_html(decoded.text, subject)
    return title, text, blocks, notes + _damage(decoded.damaged)


def _read_mhtml(snapshot: Snapshot) -> _Reading:
    """The main page of an archive, followed by those of its frames that hold a text worth reading."""
    from clauseaudit.extract.mhtml import html_parts

    main, *frames = html_parts(snapshot.content, snapshot.source)
    title, text, blocks, notes = _read_page(main.content, snapshot.source, main.charset)
    for frame in frames:
        caption, more, inner, _ = _read_page(frame.content, snapshot.source, frame.charset)
        if len(more) < _LEAST_FRAME:
            continue
        shift = len(text) + 1 if text else 0
        text = f"{text}\n{more}" if text else more
        blocks += tuple(block._replace(start=block.start + shift, end=block.end + shift) for block in inner)
        title = title or caption
    return title, text, blocks, notes


def _read_docx(snapshot: Snapshot) -> _Reading:
    """Small Word files are read here, in linear time; large ones where they can do no harm."""
    from clauseaudit.extract.docx import extract_docx, is_light

    if is_light(snapshot.content, snapshot.source):
        return extract_docx(snapshot.content, snapshot.source)
    from clauseaudit.extract.bounded import read_bounded

    return read_bounded("docx", snapshot.content, snapshot.source)


def _read_pdf(snapshot: Snapshot) -> _Reading:
    from clauseaudit.extract.bounded import read_bounded

    return read_bounded("pdf", snapshot.content, snapshot.source)


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
}
