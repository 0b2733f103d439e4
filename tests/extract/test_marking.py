"""A tree to text with marks: in Python, which C does not always do without."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from clauseaudit.extract.marking import marked
from clauseaudit.extract.marks import BREAK, CELL, CLOSE, END_HIDDEN, END_VERBATIM, HIDDEN, ITEM, LIST, VERBATIM

SIGNS = {BREAK: "|", CLOSE: "/", LIST: "L", ITEM: "I", CELL: "C", HIDDEN: "(", END_HIDDEN: ")", VERBATIM: "[",
         END_VERBATIM: "]"}  # fmt: skip


def signs(markup: str) -> str:
    body = LexborHTMLParser(markup).body
    assert body is not None
    return marked(body).translate({ord(mark): sign for mark, sign in SIGNS.items()})


def test_tags_become_marks() -> None:
    assert signs("<p>a<br>b</p><ul><li>c</ul>") == "|a||b||L|Ic/|/|"
    assert signs("<table><tr><td>a<th>b</table><pre>c\nd</pre>") == "|||Ca/Cb/||||[c\nd]|"


def test_what_nobody_sees_leaves_nothing() -> None:
    assert signs("a<script>b</script><svg><style>&lt;/svg>c</style></svg><!-- d --><template>e</template>") == "a"


def test_hidden_and_displayed() -> None:
    assert signs("<i hidden>a</i><b style='DISPLAY: block'>b</b><i hidden></i>") == "(a)|b|"
    assert signs("<img style='display:block'>a<i style='display:block'></i>") == "||a||"


def test_text_that_was_written_raw_is_text() -> None:
    assert signs("<xmp><p>&amp;</xmp>") == "|[<p>&amp;]|"
    assert signs("<noembed><p></noembed>&lt;p&gt;&amp;lt;") == "<p><p>&lt;"


def test_what_looks_like_a_comment_in_a_name() -> None:
    assert signs("<p <!-->a<!-- b -->c<i <!-->d</i>") == "|acd|"
    assert signs("<a <!-->><!") == ">"  # the parser makes ">" of the comment that never begins
