from __future__ import annotations

import pytest
from loopback import Read

from clauseaudit.errors import BlockedError
from clauseaudit.extract import read_document
from clauseaudit.fetch import check_page
from clauseaudit.model import Snapshot


def check(html: str, url: str = "https://a.example/terms") -> None:
    snapshot = Snapshot(url or "a.html", html.encode(), "text/html", "utf-8", url)
    check_page(read_document(snapshot), snapshot)


@pytest.mark.parametrize(
    ("path", "reason"),
    [("/loading", "空壳"), ("/captcha", "验证"), ("/login", "登录"), ("/gone", "找不到")],
)
def test_recognises_walls(read: Read, path: str, reason: str) -> None:
    snapshot = read(path)
    with pytest.raises(BlockedError, match=reason) as refused:
        check_page(read_document(snapshot), snapshot)
    assert "请" in refused.value.remedy


@pytest.mark.parametrize("path", ["/utf8", "/big5", "/mentions-code"])
def test_lets_agreements_through(read: Read, path: str) -> None:
    snapshot = read(path)
    check_page(read_document(snapshot), snapshot)


@pytest.mark.parametrize(
    "html",
    [
        "<p>请启用 JavaScript 后再访问本站</p>",
        "<div id=root><p>首页</p></div><script>1</script>",
        "<noscript>x</noscript><p>晴天网</p>",
        "<title>Just a moment...</title><p>Checking your browser before accessing a.example, this may take a while</p>",
        "<title>404</title><p>" + "返回首页看看别的内容吧" * 6,
    ],
)
def test_recognises_shells_and_notices(html: str) -> None:
    with pytest.raises(BlockedError):
        check(html)


@pytest.mark.parametrize(
    "html",
    [
        "<p>充值后概不退款。</p>",
        "<title>账号规则</title><p>" + "登录后可以用手机号找回密码，详见帮助中心。" * 16,
        "<title>安全验证说明</title><p>" + "账号登录时需要输入密码和验证码，" * 60,
        "<p>一、会员费不予退还。二、验证码不得告诉他人，否则自行承担损失。三、页面加载中请勿关闭。四、登录密码请保管好。</p>",
        '<div id="app"><p>' + "会员权益以页面公示的内容为准，请在购买以前仔细阅读。" * 8,
    ],
)
def test_never_refuses_a_text_that_speaks_like_an_agreement(html: str) -> None:
    check(html)


def test_of_a_saved_page_only_emptiness_counts() -> None:
    check("<title>登录</title><p>" + "请输入手机号和密码登录，" * 5, url="")
    with pytest.raises(BlockedError, match="空壳"):
        check("<div id=app>加载中</div>", url="")


def test_a_text_file_is_what_its_owner_says() -> None:
    snapshot = Snapshot("a.txt", "加载中".encode(), "text/plain")
    check_page(read_document(snapshot), snapshot)
