from clauseaudit.extract.markdown import extract_markdown

SOURCE = """<!-- 草稿 -->
# 晴天**会员**协议

充值后**概不**退款，详见[《退款规则》](https://a.example/r "x")和 `订单`页。
1. 本平台\\*有权修改
- 甲
  - 乙<br/>

---
| 档位 | 价格 |
|:---|---:|
| 月卡 | **12 元** |
> 引用的话
```
代码
```
"""


def test_markdown_becomes_the_text_that_a_reader_sees() -> None:
    title, text, blocks = extract_markdown(SOURCE)
    assert title == "晴天会员协议"
    assert text.split("\n") == [
        "晴天会员协议",
        "充值后概不退款，详见《退款规则》和 订单页。",
        "1. 本平台*有权修改",
        "甲",
        "乙",
        "档位\t价格",
        "月卡\t12 元",
        "引用的话",
        "代码",
    ]
    marked = [(block.kind, block.level, text[block.start : block.end]) for block in blocks]
    assert marked[:3] == [("heading", 1, "晴天会员协议"), ("item", 1, "甲"), ("item", 2, "乙")]
    assert [words for kind, _, words in marked if kind == "cell"] == ["档位", "价格", "月卡", "12 元"]


def test_hostile_markdown_takes_no_time() -> None:
    for text in ("[" * 50_000, "*a" * 50_000, "`" * 50_000, "<b " * 50_000, "![](" * 50_000, "- " * 50_000):
        extract_markdown(text)
