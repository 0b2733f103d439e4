"""Copies with proposals: nothing of the file is lost or changed, and nothing put in can break out of its comment."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import word_file
from clauseaudit.check.issue import located
from clauseaudit.check.review import Review
from clauseaudit.check.sheet import Locator, Sheet, open_sheet
from clauseaudit.check.suggest import MARK, commented, copy_path, raw_of, suggested
from clauseaudit.errors import ClauseauditError
from clauseaudit.extract import snapshot_file
from clauseaudit.model import Finding, Grade

Check = Callable[..., Review]
TEXT = "第一条 退款\n充值成功后，概不退款。\n最终解释权归本公司所有。"
HOSTILE = '--><script>alert(1)</script> --!> <!-- ``` \u202e】\n# 标题\r\n<b x="'


def finding(start: int, end: int, quote: str, suggest: str = HOSTILE) -> Finding:
    return Finding(
        "rule", None, "refund-denial/x", "标题" + HOSTILE, "refund-denial", Grade.VOID, start, end, quote,
        "", "", "", suggest, "", None, (),
    )  # fmt: skip


def copy_of(path: Path, *findings: Finding) -> str:
    sheet = open_sheet(str(path))
    locator = Locator(sheet)
    return suggested(sheet, [located(locator, f, "") for f in findings]).decode("utf-8")


def first(path: Path, quote: str, suggest: str = HOSTILE) -> Finding:
    text = open_sheet(str(path)).document.text
    return finding(text.index(quote), text.index(quote) + len(quote), quote, suggest)


ENCODINGS = {
    "UTF-8": TEXT.encode(),
    "byte order mark, CRLF": b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode(),
    "GB18030": TEXT.encode("gb18030"),
    "UTF-16": b"\xff\xfe" + TEXT.encode("utf-16-le"),
    "lonely CR": TEXT.replace("\n", "\r").encode(),
    "last line ended": (TEXT + "\n").encode(),
}


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("suffix", ["txt", "md"])
def test_without_the_proposals_the_copy_is_the_file(check: Check, name: str, suffix: str) -> None:
    content = ENCODINGS[name]
    review = check({f"a.{suffix}": content})
    sheet = review.reads[0].sheet
    copy = suggested(sheet, review.issues)
    raw = raw_of(snapshot_file(sheet.path), sheet.form)
    lines = copy[len(raw.mark) :].decode(raw.codec).splitlines(keepends=True)
    opening = MARK if suffix == "txt" else f"<!-- {MARK}"
    proposals = [line for line in lines if line.lstrip().startswith(opening)]
    assert len(proposals) >= 2 and copy != content
    kept = "".join(line for line in lines if line not in proposals)
    if not raw.text.endswith(("\n", "\r")):  # a line end had to be put before the first proposal at the end
        kept = kept.rstrip("\r\n")
    assert raw.mark + kept.encode(raw.codec) == content == Path(sheet.path).read_bytes()


def test_lines_in_text_follow_their_sentence(check: Check) -> None:
    review = check({"a.txt": TEXT + "\n"})
    lines = suggested(review.reads[0].sheet, review.issues).decode().split("\n")
    refund = lines.index("充值成功后，概不退款。")
    assert lines[refund + 1].startswith(MARK + "可能无效：") and "可以改成" in lines[refund + 1]


def test_a_page_with_other_line_ends_and_letters(check: Check) -> None:
    head = "<html><head><meta charset='gb2312'></head>\r\n"
    page = head + "<body>\r\n<p>充值&nbsp;成功后，\r\n概不退款。</p></body></html>"
    review = check({"a.html": page.encode("gb18030")})
    copy = suggested(review.reads[0].sheet, review.issues).decode("gb18030")
    assert "\r\n概不退款。<!-- 【建议】可能无效：" in copy
    assert re.sub("<!-- 【建议】.*? -->", "", copy) == page


class Words(HTMLParser):
    """Text and tags of a page, without its comments."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.comments: list[str] = []
        self.feed(page)
        self.close()

    def handle_data(self, data: str) -> None:
        self.seen.append(data)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.append(f"<{tag} {attrs}>")

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def test_a_hostile_proposal_stays_in_its_comment(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text("<body><p>充值后<b>概不</b>退款。余下的话。</p><textarea>概不退款二</textarea></body>", "utf-8")
    copy = copy_of(page, first(page, "充值后概不退款。"), first(page, "余下的话。"))
    before, after = Words(page.read_text("utf-8")), Words(copy)
    assert "".join(after.seen) == "".join(before.seen) and len(after.comments) == 2
    assert "</b>退款。<!-- 【建议】" in copy and "\u202e" not in copy
    markdown = tmp_path / "a.md"
    markdown.write_text("- 充值后概不退款。\n- 余下的话。\n", "utf-8")
    lines = copy_of(markdown, first(markdown, "充值后概不退款。")).split("\n")
    assert len(lines) == 4 and lines[1].startswith("  <!-- 【建议】") and lines[1].count("-->") == 1
    text = tmp_path / "a.txt"
    text.write_text("充值后概不退款。\n余下的话。\n", "utf-8")
    assert len(copy_of(text, first(text, "充值后概不退款。")).split("\n")) == 4


@given(st.text(alphabet='<>-!&" a`\\\n建', max_size=40))
def test_no_words_close_a_comment(words: str) -> None:
    inside = commented(words)
    assert not set("<>") & set(inside) and "--" not in inside
    assert Words(f"<p>a<!-- {MARK}{inside} -->b</p>").seen == ["<p []>", "a", "b"]


def test_tables_headings_and_quotes_of_markdown_stay_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    table = "| 甲 | 概不退款 |\n|---|---|\n| 乙 | 丙 |"
    path.write_text(f"概不退款的标题\n===\n\n{table}\n\n> 引用概不退款\n> 引用二\n", "utf-8")
    copy = copy_of(path, *(first(path, quote, "写法") for quote in ("概不退款的标题", "甲", "引用概不退款")))
    lines = ["#" if MARK in line and not line.startswith(">") else line for line in copy.split("\n")]
    assert lines[:8] == ["概不退款的标题", "===", "#", "", "| 甲 | 概不退款 |", "|---|---|", "| 乙 | 丙 |", "#"]
    assert lines[9] == "> 引用概不退款" and lines[10].startswith("> <!-- 【建议】") and lines[11] == "> 引用二"


def test_files_that_cannot_be_copied_to_the_letter(tmp_path: Path, check: Check) -> None:
    damaged = ("充值成功后，概不退款。" * 200).encode() + b"\xe5\x85"
    review = check({"a.txt": damaged})
    with pytest.raises(ClauseauditError, match="损坏"):
        suggested(review.reads[0].sheet, review.issues)
    traditional = ("儲值成功後，概不退款。本公司保留最終解釋權，會員應當遵守。" * 5).encode("big5")
    review = check({"b.txt": traditional})
    with pytest.raises(ClauseauditError, match="编码写不下"):
        suggested(review.reads[0].sheet, review.issues)
    review = check({"c.txt": TEXT})
    Path(review.reads[0].sheet.path).write_text("别的", "utf-8")
    with pytest.raises(ClauseauditError, match="改动"):
        suggested(review.reads[0].sheet, review.issues)
    with pytest.raises(ClauseauditError, match="插不进"):
        suggested(Sheet("a.mhtml", "mhtml", review.reads[0].sheet.document, ""), ())


def test_the_copy_has_a_name_of_its_own() -> None:
    assert copy_path("site/terms.md") == "site/terms.suggested.md"


def test_a_word_file_gets_comments_and_keeps_the_rest(check: Check) -> None:
    document = word_file.new()
    for line in TEXT.split("\n"):
        document.add_paragraph(line)
    content = word_file.saved(document)
    review = check({"a.docx": content})
    sheet = review.reads[0].sheet
    copy = suggested(sheet, review.issues)
    proposals = {issue.finding.suggest for issue in review.issues if issue.finding.suggest}
    comments = ["".join(p.text for p in c.paragraphs) for c in docx.Document(io.BytesIO(copy)).comments]
    assert comments and all(comment.startswith(MARK) for comment in comments)
    assert all(any(proposal in comment for comment in comments) for proposal in proposals)
    before, after = word_file.members(content), word_file.members(copy)
    assert after["word/styles.xml"] == before["word/styles.xml"] and suggested(sheet, review.issues) == copy
