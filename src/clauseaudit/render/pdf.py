"""The HTML report as a PDF, printed by a browser: bookmarks, tags, page numbers, text that can be selected.

The page is ours but the words in it are not: it is printed without scripts and without a network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from clauseaudit.browsers import browser, first_line
from clauseaudit.errors import ClauseauditError
from clauseaudit.model import Audit, Platform
from clauseaudit.render import audits_of
from clauseaudit.render.html import to_html

TIMEOUT = 120_000  # milliseconds
MOST = 1_000_000  # characters: the browser takes minutes for more, and has no limit of time for printing
# Without any font a browser gives every text a height of zero, and would print empty pages.
_HEIGHT = """() => {
  const probe = document.createElement('span');
  probe.textContent = '协议';
  document.body.append(probe);
  const height = probe.getBoundingClientRect().height;
  probe.remove();
  return height;
}"""
_FOOTER = (
    '<div style="width:100%;margin:0 15mm;font:8pt sans-serif;color:#555;text-align:right">'
    '<span class="pageNumber"></span> / <span class="totalPages"></span></div>'
)


def to_pdf(audits: Sequence[Audit | Platform], *, names: Mapping[str, str] | None = None, **_: Any) -> bytes:
    """A4 pages. Raises ClauseauditError for more than MOST characters, no browser, or none that can draw Chinese."""
    length = sum(len(audit.document.text) for audit in audits_of(audits))
    if length > MOST:
        reason = f"协议共{length:,}字，印出来有上千页，浏览器做不完（PDF 最多{MOST:,}字）"
        raise ClauseauditError("--format pdf", reason, "改用 html 或 docx，或者分开输出")
    # A single report numbers its pages in its own style; several leave it to the browser.
    single = len(audits) == 1 and not isinstance(audits[0], Platform)
    return print_page(to_html(audits, names=names, scripted=False), numbered=not single)


def print_page(page: str, *, numbered: bool = False) -> bytes:
    """The PDF of an HTML page that needs nothing else; ``numbered`` adds page numbers at the foot.

    In a thread of its own, since Playwright refuses a thread in which a loop is already running.
    """
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_print, page, numbered).result()


def _print(page: str, numbered: bool) -> bytes:
    with browser() as running:
        from playwright.sync_api import Error  # it is there, or ``browser`` would have said so

        context = running.new_context(java_script_enabled=False, offline=True, color_scheme="light")
        context.set_default_timeout(TIMEOUT)
        tab = context.new_page()
        try:
            tab.route("**/*", lambda route: route.abort())
            tab.set_content(page, wait_until="load")
            if not tab.evaluate(_HEIGHT):
                raise ClauseauditError(
                    "浏览器", "系统里没有字体，画不出文字", "安装中文字体，如 fonts-noto-cjk 或 fonts-wqy-microhei"
                )
            printed: bytes = tab.pdf(
                prefer_css_page_size=True, print_background=True, outline=True, tagged=True,
                display_header_footer=numbered, header_template="<span></span>", footer_template=_FOOTER,
            )  # fmt: skip
            return printed
        except Error as error:
            raise ClauseauditError(
                "浏览器", f"打印失败：{first_line(error)}", "装上中文字体，换一个浏览器，或先输出 HTML 再打印"
            ) from error
