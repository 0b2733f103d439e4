"""What a link's words promise: agreements of every kind, lists of them, pages that ask for consent, and the rest."""

from __future__ import annotations

import pytest

from clauseaudit.discover.words import kind, lead_of, lead_of_address, names_a_document, own_name

AGREEMENTS = {
    "general": (
        "用户协议、《用户服务协议》、服务条款、使用条款、平台服务协议、注册协议、软件许可及服务协议、"
        "网站使用须知、免责声明、版权声明、Terms of Service、User Agreement、用户行为规范、社区公约、积分规则、"
        "优惠券使用规则、账号注销须知、违规处罚规则、直播打赏协议、未成年人保护规则、租赁服务协议、"
        "软件下载及使用协议、会籍合同、请假与停卡规定、入会须知、学员守则、租赁合同、抽奖活动规则"
    ),
    "recharge": (
        "充值协议、《充值服务协议》、虚拟币规则、虚拟币购买条款、储值卡章程规则、余额使用说明、预付卡章程协议、"
        "钱包服务协议、储值卡章程"
    ),
    "membership": (
        "会员协议、会员服务协议、自动续费协议、《自动续费服务协议》、VIP服务条款、订阅服务协议、会员权益规则、"
        "付费服务条款"
    ),
    "refund": "退款政策、退换货规则、售后服务政策、退费说明、退款须知规则、退货政策、退课规则、私教课程退费办法",
    "privacy": "隐私政策、隐私协议、隐私权声明、儿童个人信息保护规则、个人信息保护政策",
    "game": "游戏许可及服务协议、游戏用户协议、游戏服务条款",
    "shop": "商城交易规则、购物须知协议、交易规则",
}
HUBS = (
    "规则中心、帮助中心、协议中心、法律声明、平台规则、常见问题、客服中心、条款与政策、FAQ、Legal、服务协议与隐私政策"
)
DOORS = "注册、立即注册、登录、充值、充值中心、开通会员、去支付、购买、免费注册、登录/注册、立即入会、在线报名、Sign up"
ASIDE = (
    "首页、关于我们、联系我们、新闻中心、招聘、下载APP、热门商品、栗子充电宝 ¥99、我的订单、购物车、直播、视频、"
    "国庆营业通知、加班管理办法解读、活动规则怎么看？、攻略、某平台更新用户协议引关注：记者调查、栗星更新《用户协议》的公告、充值限时立减、会员日登场、"
    "如何写好一份租房协议？、租房合同范本下载、战略合作协议签署仪式举行、律师解读新版隐私政策、"
    "消费者怎么看懂退款规则、公司与某地签订框架协议、更多、返回、评论 12、上一页、"
    "这是一段很长的话，里面说到了用户协议和隐私政策，但它不是一个链接该有的文字，只是一段正文而已，所以不算数。、"
    "ICP备案、公告、活动中心、手游排行榜、新品上线、限时抢购、媒体报道、投资者关系、加盟、友情链接、切换城市、"
    "扫码关注、English、意见反馈箱"
)


def test_recall_and_precision_of_link_words(capsys: pytest.CaptureFixture[str]) -> None:
    wanted = [words for group in AGREEMENTS.values() for words in group.split("、")]
    found = [words for words in wanted if (lead := lead_of(words)) and lead.role in ("agreement", "hub")]
    wrong = [words for words in ASIDE.split("、") if lead_of(words)]
    recall, precision = len(found) / len(wanted), len(found) / (len(found) + len(wrong))
    with capsys.disabled():
        print(f"\n链接文字：召回 {recall:.3f}（{len(found)}/{len(wanted)}），准确 {precision:.3f}（误认 {wrong}）")
    assert recall >= 0.97, set(wanted) - set(found)
    assert precision >= 0.97, wrong


@pytest.mark.parametrize(("type", "words"), [(t, w) for t, group in AGREEMENTS.items() for w in group.split("、")])
def test_the_type_by_the_words(type: str, words: str) -> None:
    lead = lead_of(words)
    assert lead and (lead.kind or "general") == type


@pytest.mark.parametrize("words", HUBS.split("、"))
def test_lists_of_agreements(words: str) -> None:
    lead = lead_of(words)
    assert lead and lead.role == "hub"


@pytest.mark.parametrize("words", DOORS.split("、"))
def test_pages_that_ask_for_consent(words: str) -> None:
    lead = lead_of(words)
    assert lead and lead.role == "door"


def test_what_a_payer_should_know_first_comes_first() -> None:
    order = [lead_of(words) for words in ("充值协议", "退款政策", "会员协议", "用户协议", "隐私政策")]
    scores = [lead.score for lead in order if lead]
    assert len(scores) == 5 and scores == sorted(scores, reverse=True)
    for_others, own = lead_of("商家入驻协议"), lead_of("用户协议")
    assert for_others and own and for_others.score < own.score


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.test/legal/agreement.html", True),
        ("https://a.test/xieyi/1", True),
        ("https://a.test/p/privacy", True),
        ("https://a.test/%E7%94%A8%E6%88%B7%E5%8D%8F%E8%AE%AE", True),
        ("https://a.test/news/agreement-2026", False),
        ("https://a.test/", False),
        ("https://a.test/product/12", False),
        ("https://a.test/?next=agreement", False),
    ],
)
def test_an_address_without_words(url: str, expected: bool) -> None:
    assert bool(lead_of_address(url)) is expected


@pytest.mark.parametrize(
    ("title", "words", "type"),
    [
        ("青禾游戏 - 隐私政策", "", "privacy"),
        ("隐私政策_青禾会员商城", "用户协议", "privacy"),
        ("青禾", "充值协议", "recharge"),
        ("用户协议", "会员服务协议", "membership"),
        ("青禾会员中心", "用户协议", "general"),
        ("用户协议", "", "general"),
    ],
)
def test_the_type_of_a_document(title: str, words: str, type: str) -> None:
    assert kind(title, "第一条 本协议由您与青禾订立。", words) == type


def test_a_text_without_a_telling_name_is_typed_by_what_it_is_about() -> None:
    assert kind("青禾", "退款在7日内办理，退款原路退回，退款不收费。") == "refund"


# A first look: written down before it was measured, and no longer unseen since the words were widened after it.
FIRST_LOOK = (
    "用户服务协议、隐私权政策、法律声明及隐私权政策、服务等级协议、个人信息处理规则、Cookie政策、第三方信息共享清单、"
    "知识产权声明、七天无理由退货规则、争议处理规则、价格保护规则、运费险说明、发票制度、会员积分计划条款、里程累积规则、"
    "退改签规则、取消政策、入住须知、预订条款、押金规则、计费规则、违约金说明、投保须知、风险揭示书、红包使用规则、"
    "虚拟货币使用条款、主播用户协议、社区自律公约、防沉迷规则、赛季通行证规则、退班须知、教育培训服务合同、请假补课规则、"
    "次卡使用须知、会员章程、美容卡使用规则、Terms of Use、Privacy Notice、服務條款、隱私權政策、退費規則"
)
FIRST_ASIDE = (
    "加入我们、新手上路、公司动态、产品介绍、客户案例、站点地图、营业执照、网络文化经营许可证、APP下载、我的课程、签到领积分、"
    "积分商城、充值送好礼、超级会员限时特惠、退货进度查询、物流查询、门店查询、投诉建议、合同模板大全、劳动合同法解读、"
    "隐私空间、隐私相册、协议栈原理、网络协议教程、规则引擎、政策法规解读、政府采购政策、游戏攻略、充值话费、支付方式"
)


def test_the_words_of_the_first_look() -> None:
    assert not [words for words in FIRST_LOOK.split("、") if not lead_of(words)]
    assert not [words for words in FIRST_ASIDE.split("、") if lead_of(words)]


def test_a_name_and_a_headline() -> None:
    for name in ("充值协议", "《退款政策》", "积分规则（2026版）", "违规处罚规则"):
        assert names_a_document(name)
    for headline in ("栗星更新用户协议引热议", "首页", "会员协议来了", "隐私"):
        assert not names_a_document(headline)


def test_the_sites_name_is_no_part_of_a_title() -> None:
    assert own_name("充值协议 - 青禾") == "充值协议"
    assert own_name("青禾 | 首页") == ""
