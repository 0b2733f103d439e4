"""A small rule pack on disk, for tests that must break one."""

from __future__ import annotations

import os
import shutil

from clauseaudit.rules import default_dir

LEXICON = """
[concept."退款"]
words = ['退款', '退费', '退还']
[concept."不"]
words = ['概不', '不予', '不…4予以']
[concept."平台"]
words = ['平台', '本公司']
common = true
"""
RULE = """
id = "refund-denial/plain"
title = "充了就不退"
category = "refund-denial"
grade = "unfair"
status = "stable"
since = 2026-11-26
updated = 2026-11-26

[match]
any = ['充值…{不}{退款}']
unless = ['已消费']

[examples]
flag = ['«充值后概不退款。»', '请注意。«充值成功不予退费。»', '«充值，概不退还。»']
ok = ['充值后可以退款。', '充值后已消费的部分概不退款。', '概不退款。']
"""


def write_pack(folder: str, rule: str = RULE, lexicon: str = LEXICON, guards: str = "") -> str:
    """A pack with one rule under ``folder``; laws and categories are the real ones. Returns ``folder``."""
    for name in ("laws", "categories.toml"):
        source, target = os.path.join(default_dir(), name), os.path.join(folder, name)
        shutil.copytree(source, target) if os.path.isdir(source) else shutil.copy(source, target)
    os.makedirs(os.path.join(folder, "rules", "refund-denial"))
    files = {"lexicon.toml": lexicon, "guards.toml": guards, "rules/refund-denial/plain.toml": rule}
    for name, content in files.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(content)
    return folder
