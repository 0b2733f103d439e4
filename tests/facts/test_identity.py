"""钱付给谁."""

from __future__ import annotations

import time

import pytest

from clauseaudit.facts.identity import valid_code
from facts.asked import answer


@pytest.mark.parametrize("code", ["91350100M000100Y43"])  # the example of GB 32100-2015
def test_a_right_check_character(code: str) -> None:
    assert valid_code(code)


@pytest.mark.parametrize(
    "code", ["91350100M000100Y44", "91350100M000100Y4", "91350100I000100Y43", "", "19350100M000100Y43"]
)
def test_wrong_codes(code: str) -> None:
    assert not valid_code(code)


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("本平台由云州星屿网络科技有限公司运营。", "云州星屿网络科技有限公司"),
        ("本协议由您与北京青云（海州）信息技术有限公司订立。", "北京青云（海州）信息技术有限公司"),
        ("青云阁（北京青云信息技术有限公司）欢迎您。", "北京青云信息技术有限公司"),
        ("经营者名称：江城小李便利经营部", "江城小李便利经营部"),
        ("所有权归云州星屿网络科技有限公司及其关联公司所有。", "云州星屿网络科技有限公司"),
    ],
)
def test_companies(text: str, company: str) -> None:
    fact = answer(text, "operator")
    assert (fact.answer, fact.values["company"]) == ("named", company)


def test_the_operator_and_not_a_partner() -> None:
    text = "第三方合作机构：海州云桥支付服务有限公司。\n本应用由江城青禾科技有限公司（以下简称“我们”）运营。"
    assert answer(text, "operator").values["company"] == "江城青禾科技有限公司"


@pytest.mark.parametrize("text", ["任何公司不得使用。", "请通过中国某某银行股份有限公司付款。", "本公司有权处理。"])
def test_no_company(text: str) -> None:
    assert answer(text, "operator").answer == "unstated"


def test_contacts() -> None:
    text = (
        "江城青禾科技有限公司\n统一社会信用代码：91350100M000100Y43\n地址：江城市河东区临水路18号\n"
        "客服电话：027-81234567\n邮箱：Help@Qinghe.example\n增值电信业务经营许可证：鄂B2-20210001\n鄂ICP备12345678号-1\n"
    )
    values = answer(text, "operator").values
    assert values == {
        "company": "江城青禾科技有限公司",
        "uscc": "91350100M000100Y43",
        "address": "江城市河东区临水路18号",
        "phone": "027-81234567",
        "email": "help@qinghe.example",
        "licence": "鄂B2-20210001",
        "icp": "鄂ICP备12345678号-1",
    }


def test_a_wrong_code_is_not_passed_off_as_right() -> None:
    values = answer("江城青禾科技有限公司，统一社会信用代码：91350100M000100Y44。", "operator").values
    assert "uscc" not in values
    assert values["uscc_invalid"] == "91350100M000100Y44"


def test_a_long_name_is_cut_in_the_answer_only() -> None:
    fact = answer("本平台由内蒙古自治区云州星屿网络信息科技发展有限公司运营。", "operator")
    assert fact.values["company"] == "内蒙古自治区云州星屿网络信息科技发展有限公司"
    assert (len(fact.text), fact.text[-1]) == (16, "…")


def test_a_sentence_of_nothing_but_companies_is_read_at_once() -> None:
    companies = "".join(f"由{chr(0x4E00 + n // 200)}{chr(0x5200 + n % 200)}青坊有限公司运营，" for n in range(20_000))
    started = time.perf_counter()
    assert answer(companies, "operator").answer == "named"
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("发生其他青禾电子商务有限公司无法控制的情形的，订单取消。", "青禾电子商务有限公司"),
        (
            "甲方：青禾市民卡服务有限公司\n乙方：云州资源经营有限公司\n"
            "鉴于青禾市民卡服务有限公司（以下称“甲方”）与云州资源经营有限公司（以下称“乙方”）提供服务，订立协议。",
            "青禾市民卡服务有限公司",
        ),
    ],
)
def test_what_leads_to_a_company_is_no_part_of_it(text: str, company: str) -> None:
    assert answer(text, "operator").values["company"] == company


def test_a_brand_alone_is_no_payee_and_contacts_are_kept() -> None:
    text = "星屿课堂用户协议\n星屿课堂（www.xingyu.example）公告。\n请发送邮件至邮箱：[lin@other.example]。"
    fact = answer(text, "operator")
    assert (fact.answer, fact.text) == ("brand-only", "收款方未写明")
    assert fact.values == {"brand": "星屿课堂", "email": "lin@other.example", "website": "www.xingyu.example"}


def test_contacts_are_kept_where_nobody_is_named() -> None:
    fact = answer("有问题请发邮件至 help@other.example。", "operator")
    assert (fact.answer, fact.values) == ("unstated", {"email": "help@other.example"})


def test_a_second_company_that_provides_part_of_it_is_told() -> None:
    text = (
        "云州青禾旅行社有限公司（以下简称青禾旅行社）提供国内产品。\n"
        "海外产品由海州知更国际旅行社有限公司提供。\n合作方包括江城云桥支付有限公司。"
    )
    values = answer(text, "operator").values
    assert (values["company"], values["also"]) == ("云州青禾旅行社有限公司", "海州知更国际旅行社有限公司")


@pytest.mark.parametrize(
    "text",
    [
        "本协议是会员与xxx科技有限公司（下称“xxx”）之间的协议。",
        "本协议由某某网络科技有限公司提供。",
        "本软件是指本软件所属公司（以下简称“公司”）提供的工具。",
    ],
)
def test_a_name_never_filled_in_is_none(text: str) -> None:
    assert answer(text, "operator").answer == "unstated"
