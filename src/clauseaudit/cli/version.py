"""clauseaudit version"""

from __future__ import annotations

import argparse

from clauseaudit import __version__
from clauseaudit.rules import load_pack


def options(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(args: argparse.Namespace) -> int:
    """Print the version, the digest of the rule pack and how many rules it has."""
    pack = load_pack()
    print(f"clauseaudit {__version__}（规则包 {pack.digest}，{len(pack.rules)} 条规则）")
    return 0
