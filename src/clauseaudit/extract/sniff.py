"""What kind of file some bytes are: by what was declared, and by what they begin with."""

from __future__ import annotations

import re

from clauseaudit.errors import ExtractError
from clauseaudit.model import Snapshot

_SAVE_AS_TEXT = "请复制协议正文，存成 .txt 再检查"
_SAVE_FROM_OFFICE = "请用 WPS 或 Word 打开，另存为 .docx（表格另存为 .txt）再检查"
_SAVE_AS_PNG = "请另存为 PNG 或 JPG，或重新截图再检查"
_UNPACK = "请先解压，再检查里面的协议"

_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Word/Excel 文件", _SAVE_FROM_OFFICE),
    (b"{\\rtf", "RTF 文件", _SAVE_FROM_OFFICE),
    (b"GIF8", "GIF 图片", _SAVE_AS_PNG),
    (b"II*\x00", "TIFF 图片", _SAVE_AS_PNG),
    (b"RIFF", "音视频文件", _SAVE_AS_TEXT),
    (b"\x1f\x8b", "gzip 压缩包", _UNPACK),
    (b"7z\xbc\xaf", "7z 压缩包", _UNPACK),
    (b"Rar!", "RAR 压缩包", _UNPACK),
    (b"\x7fELF", "程序文件", _SAVE_AS_TEXT),
    (b"MZ", "程序文件", _SAVE_AS_TEXT),
    (b"SQLite format 3", "数据库文件", _SAVE_AS_TEXT),
)
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_PHONE_PICTURES = (b"heic", b"heix", b"mif1", b"msf1", b"avif")  # after "ftyp", the size of which stands before
_ASCII_SIGNATURES = frozenset((b"RIFF", b"MZ", b"GIF8", b"Rar!"))  # words that a text may begin with
_OFFICE_PARTS = ((b"xl/", "Excel 文件（.xlsx）"), (b"ppt/", "演示文稿"))
_ENCRYPTED_OFFICE = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"  # how Word keeps a file that has a password
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")

# Not compiled here: what says that it is plain text needs neither, and start-up counts.
_HTML_START = (
    rb"(?is)\s*(?:<!--.{0,2000}?-->\s*|<\?xml.{0,200}?\?>\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|style|link|h[1-6]|p|div|table|section|article|span|br)"
    rb"[\s>/]"
)
_MHTML_HEADER = rb"(?im)^content-type:\s*multipart/related"
_FORMS = {
    "text/plain": "plain",
    "text/markdown": "markdown",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "multipart/related": "mhtml",
    "message/rfc822": "mhtml",
    "application/x-mimearchive": "mhtml",
}


def form_of(snapshot: Snapshot) -> str:
    """plain | markdown | html | mhtml | docx | pdf | picture | warc, the last four by their bytes alone.

    Raises ExtractError for other bytes that are no text, saying what they are.
    """
    if _is_pdf(snapshot.content):
        return "pdf"
    if snapshot.content.startswith(b"PK\x03\x04") and b"word/" in snapshot.content:
        return "docx"
    if _is_picture(snapshot.content):
        return "picture"
    if is_archive(snapshot.content):
        return "warc"
    _refuse_binary(snapshot)
    form = _FORMS.get(snapshot.media_type, "")
    content = snapshot.content.removeprefix(b"\xef\xbb\xbf")
    # A saved archive often carries the suffix .html or no type at all; a .txt is taken at its word.
    if form in ("", "html") and re.search(_MHTML_HEADER, content[:4096].split(b"\r\n\r\n")[0]):
        return "mhtml"
    if form:
        return form
    head = content[:4096]
    if head.startswith(_WIDE_MARKS):
        head = head.decode("utf-16", "replace").encode()
    return "html" if re.match(_HTML_START, head) else "plain"


def is_archive(content: bytes) -> bool:
    """Whether it is a web archive of records: WARC, packed or not, or WACZ."""
    if content.startswith(b"PK\x03\x04"):
        return b"datapackage.json" in content and b"archive/" in content
    if content.startswith(b"\x1f\x8b"):
        import zlib

        try:
            content = zlib.decompressobj(31).decompress(content[:4096], 16)
        except zlib.error:
            return False
    return content.startswith(b"WARC/")


def _is_pdf(content: bytes) -> bool:
    """A byte order mark and a little space may stand before it."""
    head = content[:32].removeprefix(b"\xef\xbb\xbf")
    start = head.lstrip()
    return len(head) - len(start) <= 16 and start.startswith(b"%PDF-") and start[5:6].isdigit()


def _is_picture(content: bytes) -> bool:
    """PNG, JPEG, WebP or BMP; a text may begin with the letters BM."""
    if content.startswith(b"BM"):
        return content[6:10] == bytes(4) and content[15:18] == bytes(3)
    return content.startswith(_PICTURES) or (content.startswith(b"RIFF") and content[8:12] == b"WEBP")


def _refuse_binary(snapshot: Snapshot) -> None:
    content = snapshot.content
    zero = b"\0" in content
    if zero and _ENCRYPTED_OFFICE in content:
        raise ExtractError(snapshot.source, "文件加了密码，读不出来", "请在 Word 或 WPS 里去掉密码再检查")
    if content[4:8] == b"ftyp" and content[8:12] in _PHONE_PICTURES:
        raise ExtractError(snapshot.source, "这是 HEIC/AVIF 图片，不是文本", _SAVE_AS_PNG)
    has_zero = zero and not _is_wide(snapshot)
    for signature, name, remedy in _SIGNATURES:
        if content.startswith(signature) and (has_zero or signature not in _ASCII_SIGNATURES):
            raise ExtractError(snapshot.source, f"这是{name}，不是文本", remedy)
    if content.startswith(b"PK\x03\x04"):
        for part, name in _OFFICE_PARTS:
            if part in content:
                raise ExtractError(snapshot.source, f"这是 {name}，不是文本", _SAVE_FROM_OFFICE)
        raise ExtractError(snapshot.source, "这是 ZIP 压缩包，不是文本", _UNPACK)
    if has_zero:
        raise ExtractError(snapshot.source, "这是二进制文件，不是文本", _SAVE_AS_TEXT)


def _is_wide(snapshot: Snapshot) -> bool:
    """UTF-16 and UTF-32 text has zero bytes by nature."""
    return snapshot.content.startswith(_WIDE_MARKS) or snapshot.charset.lower().startswith("utf-16")
