"""Whether a document takes money from its reader at all."""

from __future__ import annotations

import re
from functools import lru_cache

from clauseaudit.expressions import expression

LEAST = 500  # characters; a shorter text may be a scrap of a longer one and proves nothing by its silence


@lru_cache(maxsize=1)
def _paid() -> re.Pattern[str]:
    return expression(
        r"支付|付费|付款|付清|交付[^,，。]{0,4}费|预付|充值|储值|余额|(?<!律师)(?<!诉讼)(?<!仲裁)(?<!公证)费用|价款|价格|收费|缴[费纳]|交[费纳]"
        r"|购买|购[课卡票]|订购|订单|下单|预订|押金|[定订租]金|学费|会员费|服务费|手续费|退[款费票]|有偿|[收付打提]款|金额|钱|\d元|订阅"
    )


def takes_no_money(text: str) -> bool:
    """Whether a text long enough to tell speaks of no price, order or payment anywhere."""
    return len(text) >= LEAST and _paid().search(text) is None
