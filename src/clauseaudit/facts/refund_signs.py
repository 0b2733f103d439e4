"""What tells one sentence about refunds from another, for refund.py: words, and expressions."""

from __future__ import annotations

import re
from functools import lru_cache

from clauseaudit.expressions import expression
from clauseaudit.facts.lists import words

STORED = words(
    "充值 余额 预付 储值 预存 购卡 本卡 售卡 卡内 卡售 会员 订阅 续费 学费 课程 课时 点券 钻石 虚拟 "
    "扣除的费用 扣款 套餐"
)
GOODS = words("退货 退换 换货 商品 无理由 拆封 签收 拒收")
RETURNS = words("退货 退换货 换货")
CHARGES = words("费用")
DEPOSIT = words("押金 保证金 定金 订金")
NO_DEPOSIT = words("充值 余额 尾款 全部款 已支付款")
GIVEN_MONEY = words("赠 优惠券 代金券 红包 奖励 礼品 抵用 抵券 奖金 返利")
GIFT = words("赠 优惠券 代金券 红包 奖励 礼品 抵用 抵券 发票 税")
MINOR = words("未成年 监护人")
FAULT = words(
    "故障 重复 多扣 多收 误扣 误收 差错 系统错误 技术问题 质量问题 我们原因 平台原因 我方 本公司原因 "
    "承运人责任 无票 无法提供 停止运营 停止服务 停运 取消或延期 差价 差额 不可抗力"
)
BREACH = words(
    "违反 违规 违约 作弊 封 冻结 非法 欺诈 虚假 恶意 不正当 注销 违法 "
    "前款行为 前述行为 上述行为 该等行为 前款约定 前款规定"
)
# Said of one kind of goods only: the rest may well be given back.
PART = words("特价 优惠价机票 促销 秒杀 打折 定制 内部价 拼团 惜食 特殊商品 特殊产品 部分产品 部分商品 贵重")
# What is kept when a subscription is cancelled: the period that has begun, the charge already ordered.
BEGUN = words("已生效周期 已生效的周期 本周期 当前周期 当期费用 已经委托 已委托 已收取的本 取消之前 取消前")
UNUSED = words("未使用 未消费 未开通 未开卡 没有使用 一分没花 没用过")
OF_MONEY = words("款 费 余额 充值 金 钱 价 票 卡 订单 会员 元 币 课 货 原路 全额 比例 到账 无息")
HANDED_BACK = words("发票 设备 车辆 房屋 物品 样品 资料 礼物 钥匙 证件 文件")
CONDITIONS = words(
    "如 若 需 须 符合 情况下 情形 扣除 按比例 审核 未使用 未消费 未开通 比例 除 特殊 部分 因 应先 前提 "
    "手续费 原因 剩余 一定时间 政策 规则 而不同 而定 为准"
)
LAWFUL_ONLY = words("法律 法规 国家规定")
FLAT = words(
    "概不 一律不 均不 恕不 任何理由 任何方式 任何形式 任何原因 无论 一经 一旦 售出 不予退 不退 不能退 "
    "不可退 不支持退 不得退"
)
RESULTS = words("无需退回 致使 导致无法 余额不足")  # a refund that fails is no refusal
GIVEN_BACK = words("退 返 还 取回 找零 作废")  # what the second reader takes for a refusal has to name one
# 退出, 退订 …: no money comes back.
KEPT = ("出", "营", "役", "休", "化", "税", "缩", "市", "格", "订", "阅", "群", "换商")
BARGAIN = words("无理由退 无条件退 任意退")  # refusing these refuses only the easy way
# 退款 is mentioned, not promised.
IDLE = words("提现失败 影响 不必 是否 鼓励 说明 查看 明确 有权决定 垫付 提现要求 无需退回")
CASES = words("如因 如非 若 如果 如你 如用户 如参与 超过 逾期 未按 未在 未能在 开始 过期后 则该 如甲方 如乙方")
CONSUMED = words("已消费 已使用 已享 已经使用 已产生 已完成 已交付 已发生")

# What the sentences below turn on.
BACK = words("退 返还")
RETURNED = words("返还")
# One of them is in every refusal (see denial), and in every grant.
REFUSING = words(
    "概不 一律不 均不 恕不 并不 不予 不支持 不可 不能 不得 不会 不再 不接受 不提供 不办理 不作 不做 不设 不享受 不进行 "
    "不负责 不允许 不给予 不受理 不退 不以任何 无法 无权 拒绝 没有义务 无需 无义务 放弃"
)
GRANTING = words(
    "可 能 有权 支持 申请 将 会 应 予 负责 协助 为你 全额 原路 无条件 如数 及时 按 办理 要求 则 自动 扣减 扣除 扣掉 "
    "主动 通过 收取 核收 日内 天内 联系 向 致电 到 遵循 依照 给 至 时 手续 金额 流程 处理 规则 方式 剩余 全部 已 "
    "工作日 客服"
)
WHATEVER = words("不论 无论 是否 不管")
CALLED_OFF = words("取消")
BY_LAW_OR_DEAL = words("符合 允许 许可 规定")
POINTS = words("积分")
NOT_POINTS = words("退款 退费 余额 充值 返还 礼品")
UNLESS = words("除非")
ELSE = words("否则")
EXCEPT = words("除外 除因")
TOPPED_UP = words("充值")
BALANCE = words("余额")
TOPPED_UP_BALANCE = words("充值 余额")
ONCE = words("一经 一旦")
RULED = words("调解 判决")
FUNDS = words("金额 资金")


@lru_cache(maxsize=1)
def by_operator() -> re.Pattern[str]:
    """The operator itself calls the purchase off."""
    return expression(
        r"(?:有权|我们|平台|公司|本店)[^,]{0,4}取消(?:你|用户|该|客户|买家)?[^,]{0,6}(?:订单|活动|交易|预订)"
    )


@lru_cache(maxsize=1)
def whatever() -> re.Pattern[str]:
    """ "无论是否注销": named as making no difference."""
    return expression(r"(?:不论|无论|是否|不管)[^,;。]{0,14}")


@lru_cache(maxsize=1)
def denial() -> re.Pattern[str]:
    return expression(
        r"(?:概不|一律不|均不|恕不|并不|不(?:予以?|支持|可以?|能|得|会|再|接受|提供|办理|作|做|设|享受|进行|负责|允许|给予|受理|退)"
        r"|不以任何|无法|无权|拒绝|没有义务|无需|无义务|放弃)[^,]{0,14}?退"
        r"|(?<!拒)不退(?:还|款|费|回)|退[^,]{0,8}(?:不予|不支持|不接受|不受理|不办理|不可|不能|概不|恕不)"
    )


@lru_cache(maxsize=1)
def grant() -> re.Pattern[str]:
    return expression(
        r"(?:可以?|能够?|有权|支持|申请|将|会|应当?|予以?|给予|负责|协助|为你|全额|原路|无条件|如数|及时|按比例|办理|要求|则|按|自动|扣减|扣除|扣掉"
        r"|主动|通过|收取|核收|日内|天内)[^不]{0,16}?(?:退|返还)"
        r"|退[款费票]的?,?请?(?:通过|联系|向|致电|到|遵循|按照|依照)|退.{0,10}?(?:收取|扣除|到账)|退[款还费回票](?:给|至|到|时|的?手续|金额|流程|申请|处理|规则|方式)|(?:退[款还费]|返还)[^不]{0,10}(?:剩余|全部|已[付支交缴]|工作日|客服)"
    )


@lru_cache(maxsize=1)
def given() -> re.Pattern[str]:
    """A condition of law or contract on which a refusal hangs: "在符合法律规定的情况下，可以不退"."""
    return expression(
        r"在?符合[^,;]{2,24}(?:规定|要求|条件|约定)[^,;]{0,6},|在[^,;]{2,24}(?:允许|许可|规定)的[^,;]{0,6}(?:下|内),"
    )
