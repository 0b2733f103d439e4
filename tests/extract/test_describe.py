import pytest

from clauseaudit.extract.describe import heading_line, kind_of, slug, stem


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.a.example/help/terms.html?x=1#y", "www-a-example-help-terms-html"),
        ("http://a.example/", "a-example"),
        ("http://a.example/../../etc/passwd", "a-example-etc-passwd"),
        ("http://a.example/协议", "a-example-协议"),
        ("http://" + "a" * 300, "a" * 80),
        ("", "page"),
    ],
)
def test_an_id_made_of_an_address_is_a_safe_name(url: str, expected: str) -> None:
    assert slug(url) == expected


def test_an_id_made_of_a_path_is_its_stem() -> None:
    assert stem("in/r003.txt") == "r003"
    assert stem("会员协议.v2.html") == "会员协议.v2"
    assert stem("-") == "stdin"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\n\n  《晴天会员协议》  \n第一条", "晴天会员协议"),
        ("# 退款规则 #\n", "退款规则"),
        ("欢迎使用本服务，请仔细阅读。\n第一条", ""),
        ("甲" * 60, ""),
        ("", ""),
    ],
)
def test_a_first_line_is_a_title_if_it_reads_like_one(text: str, title: str) -> None:
    assert heading_line(text) == title


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("游戏隐私政策", "", "privacy"),
        ("会员退款规则", "", "refund"),
        ("晴天币充值协议", "", "recharge"),
        ("超级会员服务协议", "", "membership"),
        ("晴天手游用户协议", "", "game"),
        ("商城交易规则", "", "shop"),
        ("用户服务协议", "充值" * 50, "general"),
        ("须知", "预付卡充值后，余额可以查询。" * 5, "recharge"),
        ("须知", "本站内容仅供参考。" * 30 + "充值", "general"),
    ],
)
def test_kind_by_title_then_by_text(title: str, text: str, kind: str) -> None:
    assert kind_of(title, text) == kind
