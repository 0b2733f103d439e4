from __future__ import annotations

import pytest

from clauseaudit.errors import ExtractError
from clauseaudit.extract.charset import decode

SIMPLIFIED = "用户应当在充值以前阅读本协议，充值成功后概不退还，本公司对服务的内容享有最终解释权。"
TRADITIONAL = "使用者應當在儲值以前閱讀本條款，儲值成功後概不退還，本公司對服務的內容享有最終解釋權。"


@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL, SIMPLIFIED[:12], TRADITIONAL[:12], "〇镕 €1，概不退款"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_reads_without_a_declaration(text: str, codec: str) -> None:
    assert decode(text.encode(codec), "a").text == text


@pytest.mark.parametrize("length", [12, 20, len(TRADITIONAL)])
def test_tells_big5_from_gb18030_without_a_declaration(length: int) -> None:
    text = TRADITIONAL[:length]
    assert decode(text.encode("big5"), "a").text == text
    assert decode(SIMPLIFIED[:length].encode("gbk"), "a").text == SIMPLIFIED[:length]


def test_big5_in_question_is_valid_gb18030() -> None:
    """Otherwise the tests above would show nothing."""
    TRADITIONAL[:12].encode("big5").decode("gb18030")


@pytest.mark.parametrize("declared", ["utf-8", "gbk", "big5", "iso-8859-1", "no-such-set", "idna", "rot13", ""])
@pytest.mark.parametrize(("text", "codec"), [(SIMPLIFIED, "utf-8"), (SIMPLIFIED, "gbk"), (TRADITIONAL, "big5")])
def test_a_wrong_declaration_is_not_believed(text: str, codec: str, declared: str) -> None:
    assert decode(text.encode(codec), "a", declared).text == text


def test_a_declaration_settles_what_the_bytes_leave_open() -> None:
    both = "隆路".encode("gbk")
    assert decode(both, "a").text == both.decode("utf-8") == "¡·"
    assert decode(both, "a", "gbk").text == "隆路"


@pytest.mark.parametrize("label", ["gb2312", "GBK", "gb18030"])
def test_gb2312_is_read_as_gb18030(label: str) -> None:
    text = SIMPLIFIED + "镕㐀"
    page = f'<meta http-equiv=Content-Type content="text/html; charset={label}">{text}'
    decoded = decode(page.encode("gb18030"), "a", markup=True)
    assert decoded.text.endswith(text)
    assert decoded.codec == "gb18030"


def test_a_declaration_in_the_markup_counts_only_in_markup() -> None:
    page = b'<meta charset="big5">' + "隆路".encode("gbk")
    assert decode(page, "a", markup=True).codec == "big5hkscs"
    assert decode(page, "a").codec == "utf-8"


def test_english_with_typographic_marks_stays_utf8() -> None:
    text = "The user’s “balance” is non-refundable — always."
    assert decode(text.encode(), "a").text == text


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_one_damaged_byte_is_replaced_and_counted(codec: str) -> None:
    good = (SIMPLIFIED * 30).encode(codec)
    decoded = decode(good[:1200] + b"\xff" + good[1200:], "a")
    assert decoded.codec == codec
    assert 1 <= decoded.damaged <= 2
    assert decoded.text.count("概不退还") >= 28


def test_a_cut_download_keeps_its_text() -> None:
    assert decode(SIMPLIFIED.encode()[:-1], "a").text.startswith(SIMPLIFIED[:-1])


@pytest.mark.parametrize("content", [b"\xff" * 50, bytes(range(128, 256)) * 20, b"abc \x81\xff\x82\xff"])
def test_bytes_in_no_known_set_are_refused(content: bytes) -> None:
    with pytest.raises(ExtractError, match="编码"):
        decode(content, "a")
