"""Parts of a Word file: runs, breaks, comments, styles that exist."""

from __future__ import annotations

import io
import re
import zipfile

import docx

from clauseaudit.render.word import Comment, Paragraph, Run, to_word


def test_line_ends_and_tabs_inside_a_run() -> None:
    data = to_word([Paragraph((Run("甲\t乙\n丙"),))], [], "题", "2026-11-26")
    assert docx.Document(io.BytesIO(data)).paragraphs[0].text == "甲\t乙\n丙"


def test_every_style_in_use_is_defined() -> None:
    styles = ["Title", "Heading1", "Heading2", "Quote", "ListBullet"]
    runs = [Run("字", style=s) for s in ("Strong", "Blank", "Grade-void", "Grade-unfair", "Grade-notice", "Grade-good")]
    comments = [Comment(((("粗", True), ("细", False)),))]
    paragraphs = [Paragraph((Run("字", (0,), (0,)),), s) for s in styles] + [Paragraph(tuple(runs))]
    with zipfile.ZipFile(io.BytesIO(to_word(paragraphs, comments, "题", "2026-11-26"))) as archive:
        defined = set(re.findall(r'w:styleId="([^"]+)"', archive.read("word/styles.xml").decode()))
        used = set()
        for name in ("document", "comments", "footer1"):
            used |= set(re.findall(r'w:[pr]Style w:val="([^"]+)"', archive.read(f"word/{name}.xml").decode()))
    assert used <= defined and len(used) > 10


def test_a_comment_without_a_good_date_has_none() -> None:
    data = to_word([Paragraph((Run("字", (0,), (0,)),))], [Comment(((("话", False),),))], "题", "soon")
    (comment,) = docx.Document(io.BytesIO(data)).comments
    assert comment.timestamp is None and comment.text == "话"
