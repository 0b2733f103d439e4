"""Agreements against what only speaks of them: news, goods, menus, help for something else."""

from __future__ import annotations

from pathlib import Path

import pytest
import terms

from clauseaudit.discover import is_agreement
from clauseaudit.extract.describe import heading_line

CORPUS = sorted((Path(__file__).parent.parent.parent / "corpus" / "docs").glob("*.txt"))
OURS = [terms.USER, terms.PRIVACY, terms.RECHARGE, terms.MEMBER, terms.RENEWAL, terms.REFUND, terms.GAME, terms.POINTS,
        terms.SHOP, terms.GIFT]  # fmt: skip
NONE = {
    "news": ("栗星更新用户协议 - 新闻", terms.NEWS),
    "goods": ("栗子充电宝 - 商城", terms.PRODUCT),
    "about": (
        "关于我们",
        ("栗星成立于2018年，是一家面向年轻人的互动娱乐公司。我们有三百名员工，总部在示例市。我们相信快乐。") * 3,
    ),
    "jobs": (
        "招聘",
        ("岗位职责：负责会员产品的规划。任职要求：三年以上经验，本科以上学历，熟悉充值和订阅业务，有责任心。") * 3,
    ),
    "walkthrough": (
        "新手攻略",
        ("第一步，打开背包，点击装备。第二步，进入副本，打败首领。第三步，领取奖励，奖励不可转让。") * 4,
    ),
    "press": (
        "栗星和青禾签署合作协议",
        ("据了解，双方将在会员、内容等方面合作。栗星负责人表示，“本次合作将提升用户体验”。记者小栗 责任编辑：小青") * 2,
    ),
    "advice": (
        "预付卡怎么退款？律师解读",
        ("律师表示：消费者有权要求退款。经营者应当承担违约责任。来源：栗星资讯 阅读 300 点赞 20 评论（8）") * 3,
    ),
    "menu": ("规则中心", "用户协议\n隐私政策\n充值协议\n会员协议\n退款政策"),
    "template": ("租房合同范本", "甲方应当于每月5日前支付租金，乙方不得转租。违约的，承担违约责任。下载本范本" * 2),
    "too short": ("用户协议", "用户协议"),
    "loading": ("用户协议", "加载中…"),
}


def test_recall_on_agreements_and_precision_against_pages_that_are_none(capsys: pytest.CaptureFixture[str]) -> None:
    texts = [(heading_line(text), text) for text in [*OURS, *(path.read_text("utf-8") for path in CORPUS)]]
    found = [title for title, text in texts if is_agreement(title, text)]
    wrong = [name for name, (title, text) in NONE.items() if is_agreement(title, text)]
    with capsys.disabled():
        print(f"\n正文：召回 {len(found) / len(texts):.3f}（{len(found)}/{len(texts)}），误认 {wrong}")
    assert len(found) / len(texts) >= 0.92
    assert not wrong


@pytest.mark.parametrize("text", OURS, ids=lambda text: text.split("\n")[0])
def test_an_agreement_without_a_title_is_one(text: str) -> None:
    assert is_agreement("", text)


@pytest.mark.parametrize("name", NONE)
def test_what_is_none(name: str) -> None:
    assert not is_agreement(*NONE[name])


def test_the_words_that_led_there_count_where_a_title_is_missing() -> None:
    text = "1、礼物送出后不支持退款。2、未成年人请在监护人陪同下使用。3、有问题请联系客服处理，我们会尽快答复。"
    assert is_agreement("", text, "打赏规则")
    assert not is_agreement("", text)


def test_traditional_characters_say_the_same() -> None:
    text = (
        "第一條 會員費用一經支付，概不退還。\n第二條 本公司有權隨時修改本協議之內容，無須另行通知。\n"
        "第三條 因本協議產生之爭議，由本公司所在地法院管轄。"
    )
    assert is_agreement("會員服務條款", text)


def test_short_rules_are_rules() -> None:
    assert is_agreement(
        "充值规则", "充值后概不退款，余额不得转让，有效期一年，到期清零，最终解释权归平台所有，用户应当知悉。"
    )
