from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from loopback import Read

from clauseaudit.errors import BlockedError
from clauseaudit.extract import find_documents, read_document, snapshot_file
from clauseaudit.fetch import check_page
from clauseaudit.model import Snapshot

PAGES = tomllib.loads(Path(__file__).with_name("wall_pages.toml").read_text(encoding="utf-8"))
WALLS, AGREEMENTS = PAGES["walls"], PAGES["agreements"]
_MENU_WORDS = (
    "首页 新闻 游戏 视频 直播 商城 会员 充值 客服 社区 攻略 下载 合作 招聘 关于我们 联系我们 用户协议 隐私政策"
    " 退款政策 纠纷处理 未成年人保护 营业执照 网站地图 友情链接 意见反馈 帮助中心"
)
NAV = (
    "<p>亲，请登录</p><p>免费注册</p><p>手机版</p><p>扫码下载APP</p>"
    + "".join(
        f"<li>{word}</li>"
        for word in [
            "登录",
            "注册",
            "我的订单",
            "自动续费管理",
            "退款进度查询",
            "未成年人退款申请",
            "七天无理由退货",
            "立即下载",
        ]
        * 12
    )
    + "<p>客服热线 400-404-0000</p>" * 3
)
FOOT = "<footer><p>某ICP备00000000号</p><p>违法和不良信息举报</p><p>未经许可不得转载</p></footer>"
MENU = "".join(f"<li><a href='/{n}'>{word}</a></li>" for n, word in enumerate(_MENU_WORDS.split() * 6))


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


def page(title: str, body: str) -> str:
    return f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>"


def surrounded(body: str) -> str:
    return body.replace("{menu}", MENU).replace("{nav}", f"<ul>{NAV}</ul>").replace("{foot}", FOOT)


@pytest.mark.parametrize("name", WALLS)
def test_no_wall_is_taken_for_an_agreement(name: str) -> None:
    wall = WALLS[name]
    with pytest.raises(BlockedError) as refused:
        check(page(wall["title"], surrounded(wall["body"])))
    assert wall["reason"] in refused.value.reason
    assert refused.value.remedy


@pytest.mark.parametrize("name", AGREEMENTS)
def test_no_agreement_is_taken_for_a_wall(name: str) -> None:
    check(page(AGREEMENTS[name]["title"], AGREEMENTS[name]["body"]))


@pytest.mark.parametrize("name", PAGES["pages"])
def test_an_ordinary_page_is_no_wall(name: str) -> None:
    """What leads to agreements must be read as well."""
    check(page(PAGES["pages"][name]["title"], surrounded(PAGES["pages"][name]["body"])))


@pytest.mark.parametrize("name", AGREEMENTS)
def test_nor_under_a_long_menu(name: str) -> None:
    agreement = AGREEMENTS[name]
    check(page(agreement["title"], f"<ul>{MENU}</ul>{agreement['body']}<footer>{MENU}</footer>"))


def test_no_agreement_of_the_corpus_is_taken_for_a_wall() -> None:
    refused = []
    for path in find_documents(str(Path(__file__).parents[2] / "corpus")):
        text = read_document(snapshot_file(path)).text
        for part in (text, text[:400]):
            lines = "".join(f"<p>{line.replace('<', '&lt;')}</p>" for line in part.split("\n"))
            try:
                check(page(part.split("\n")[0], lines))
            except BlockedError as error:
                refused.append(f"{Path(path).name}: {error.reason}")
    assert refused == []


ASKED = "https://a.example/agreement/pay.html"
GREETING = "<title>青禾商城</title><p>" + "欢迎来到青禾商城，今天也有好物等你。" * 40
TERMS = "<title>充值协议</title><p>充值后概不退款。</p><p>余额不得转让，争议由本公司所在地法院管辖。</p>"


@pytest.mark.parametrize(
    ("arrived", "reason"),
    [
        ("https://a.example/", "首页"),
        ("https://passport.a.example/login?return=x", "登录"),
        ("https://a.example/404.html", "找不到"),
        ("https://a.example/captcha", "验证"),
    ],
)
def test_a_redirect_away_from_the_agreement_is_seen(arrived: str, reason: str) -> None:
    def check_arrived(html: str) -> None:
        snapshot = Snapshot(ASKED, html.encode(), "text/html", "utf-8", arrived)
        check_page(read_document(snapshot), snapshot)

    with pytest.raises(BlockedError, match=reason):
        check_arrived(GREETING)
    check_arrived(TERMS)


def test_a_home_page_may_be_asked_for() -> None:
    for asked in ("https://a.example", "http://a.example/index.php", "https://a.example/home"):
        snapshot = Snapshot(asked, GREETING.encode(), "text/html", "utf-8", "https://a.example/")
        check_page(read_document(snapshot), snapshot)


def test_words_in_the_address_are_no_title() -> None:
    text = "<p>" + "登录名和手机号请妥善保管，账号服务的内容以页面公示为准，请在使用之前阅读。" * 10
    check(text, url="https://a.example/login/rules")


def test_documents_are_asked_only_whether_they_are_empty() -> None:
    snapshot = Snapshot("https://a.example/a.pdf", b"%PDF-1.4", "application/pdf", "", "https://a.example/a.pdf")
    document = read_document(Snapshot("a.txt", ("安全验证流程图，请完成验证。" * 4).encode()))
    check_page(document, snapshot)
    with pytest.raises(BlockedError, match="几乎没有文字"):
        check_page(document._replace(text="图 1"), snapshot)
