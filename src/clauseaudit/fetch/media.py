"""Which kinds of content are taken: what the server declares, and what the bytes begin with."""

from __future__ import annotations

import re

from clauseaudit.errors import FetchError
from clauseaudit.fetch.status import save_in_browser

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ARCHIVES = ("multipart/related", "message/rfc822", "application/x-mimearchive")
_PAGES = frozenset(("text/html", "application/xhtml+xml", "text/plain", "text/markdown", *_ARCHIVES))
_XML = frozenset(("application/xml", "text/xml"))  # site maps, and pages of old servers
_IMAGES = frozenset(f"image/{kind}" for kind in ("png", "jpeg", "jpg", "pjpeg", "webp", "gif", "bmp", "tiff"))
# Says nothing about the content, or is often wrong: a .docx is a ZIP, a download is anything.
_UNKNOWN = frozenset(
    ("", "application/octet-stream", "binary/octet-stream", "application/download", "application/x-download")
) | frozenset(("application/force-download", "application/zip", "application/x-zip-compressed"))
_OTHERS = (
    (("application/msword", "application/wps", "application/kswps", "application/vnd.ms-word"), "旧版 Word 文件"),
    (("application/json", "text/json", "application/javascript", "text/javascript"), "程序用的数据"),
    (("application/vnd.android", "application/x-msdownload", "application/x-apple"), "安装程序"),
    (("video/", "audio/"), "音频或视频"),
    (("image/",), "读不了的图片格式"),
    (("text/css", "font/"), "网页的附属文件"),
)
_TEXT = "请下载后取出文字，存成 .txt 再检查"
_REMEDIES = {
    "旧版 Word 文件": "请下载后用 WPS 或 Word 打开，另存为 .docx 再检查",
    "程序用的数据": save_in_browser,
    "安装程序": "请打开协议的网址，不是下载链接",
    "读不了的图片格式": "请截图存成 .png 再检查",
}

_PDF = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,16}%PDF-\d")
_PICTURES = (
    (re.compile(rb"\x89PNG\r\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF.{4}WEBP", re.S), "image/webp"),
    (re.compile(rb"BM.{4}\0\0\0\0", re.S), "image/bmp"),
    (re.compile(rb"II\*\0|MM\0\*"), "image/tiff"),
)
_MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf\s*)?<(?:!|\?xml|html|head|body|div|meta|title|script)", re.I)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def refuse_declared(asked: str, kind: str) -> None:
    """Raise FetchError for a declared media type that no reader takes, before its body is read."""
    if (
        kind in _PAGES
        or kind in _XML
        or kind in _IMAGES
        or kind in _UNKNOWN
        or kind in ("application/pdf", "application/x-pdf", WORD)
    ):
        return
    for starts, name in _OTHERS:
        if kind.startswith(starts):
            raise _refusal(asked, name)
    if not kind.startswith("text/") and not kind.endswith("+xml"):
        raise _refusal(asked, "别的文件")


def media_type(asked: str, declared: str, content: bytes) -> str:
    """What the content is; empty where the readers must look themselves. The bytes count, not what was declared.

    Raises FetchError for bytes that no reader takes.
    """
    if _PDF.match(content):
        return "application/pdf"
    for start, kind in _PICTURES:
        if start.match(content):
            return kind
    if content.startswith(b"PK\x03\x04"):
        if b"word/" in content:
            return WORD
        raise _refusal(asked, "压缩包")
    if declared in _XML:
        return ""
    if declared in _PAGES or declared.startswith("text/"):
        return declared
    if _MARKUP.match(content):
        # An error page often comes under the type of the file that it stands in for.
        return "" if declared in _UNKNOWN else "text/html"
    if declared == "application/pdf" or declared == WORD or declared in _IMAGES:
        raise FetchError(asked, "网址给出的文件已损坏，或不是它声称的格式", "请用浏览器下载，打开看看再检查")
    if b"\0" in content[:4096] and not content.startswith(_WIDE_MARKS):
        raise _refusal(asked, "别的文件")
    return ""


def _refusal(asked: str, name: str) -> FetchError:
    return FetchError(asked, f"网址给出的不是网页或文档，是{name}", _REMEDIES.get(name, _TEXT))
