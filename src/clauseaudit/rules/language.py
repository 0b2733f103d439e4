"""The pattern language: what a rule writer types, as a small tree.

    {退款}          any word of the concept 退款
    …  …8          a window of at most 20 (8) characters inside the sentence
    (a|b)  (a)?  的?    alternatives, options
    (?!a|b) (?<!a|b)    not followed, not preceded by one of these words
    ^  $            start, end of the sentence
    p & q   p & !q  both anywhere in the sentence; p and no q

``parse`` turns a text into nodes, ``regex`` turns a node into the equivalent regular expression (for the parity test
and the benchmark's naive loop; the product itself joins word positions, see match.py).

A node is a tuple whose first item names its kind, made of builtins only so that a compiled pack can be cached:
("words", (w, …), not_next, not_prev) · ("ref", concept) · ("alt", (node, …)) · ("seq", (node, …)) ·
("gap", n) · ("not_next", (w, …)) · ("not_prev", (w, …)) · ("start",) · ("end",); options are spelled out.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

Node = tuple[Any, ...]

DEFAULT_WINDOW = 20
WIDEST_WINDOW = 100
PRODUCT_LIMIT = 24  # adjacent alternatives are multiplied out to whole words up to this many
TAIL = " \t。;!?,.、:)"  # what may stand between ``$`` and the end of a sentence
TOKEN = re.compile(r"\{([^{}]+)\}|…(\d*)|\(\?(<?)!([^()]*)\)|([()|?^$])|([^(){}|?^$…])")


class Pattern(NamedTuple):
    """A conjunction: every node of ``every`` is in the sentence, no node of ``none`` is."""

    source: str
    every: tuple[Node, ...]
    none: tuple[Node, ...]


class PatternError(ValueError):
    """The text is no pattern; the message says why."""


def parse(source: str) -> Pattern:
    """Parse one pattern. Raises PatternError."""
    every: list[Node] = []
    none: list[Node] = []
    for part in source.split(" & "):
        negated = part.startswith("!")
        (none if negated else every).append(_Parser(part[negated:]).parse())
    if not every:
        raise PatternError("只有否定，没有要找的词")
    return Pattern(source, tuple(every), tuple(none))


def parse_member(source: str) -> Node:
    """Parse one member of a concept: a pattern without ``&``. Raises PatternError."""
    if " & " in source:
        raise PatternError("概念的成员里不能用 &")
    node = _Parser(source).parse()
    if "gap" in (_parts(node)[0][0], _parts(node)[-1][0]):
        raise PatternError("概念的成员不能以窗口开头或结尾")
    return node


class _Parser:
    """Recursive descent over the tokens of one conjunct."""

    def __init__(self, source: str) -> None:
        self.tokens = list(TOKEN.finditer(source))
        if sum(len(t[0]) for t in self.tokens) != len(source):
            raise PatternError(f"看不懂：{source!r}")
        self.at = self.depth = 0

    def parse(self) -> Node:
        node = self.alternatives()
        if self.at < len(self.tokens):
            raise PatternError("多了一个右括号")
        return node

    def alternatives(self) -> Node:
        options = [self.sequence()]
        while self.next_is("|"):
            self.at += 1
            options.append(self.sequence())
        return alternation(options)

    def next_is(self, mark: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at][5] == mark

    def sequence(self) -> Node:
        depth = self.depth
        parts: list[Node] = []
        while self.at < len(self.tokens) and self.tokens[self.at][5] not in ("|", ")"):
            if self.next_is("?"):
                if not parts or parts[-1][0] in ("gap", "start", "end", "opt"):
                    raise PatternError("? 前面没有可以省略的词")
                self.at += 1
                parts[-1] = ("opt", parts[-1])
            else:
                self.atom(parts)
        return sequence(parts if depth else _trimmed(parts))

    def atom(self, parts: list[Node]) -> None:
        token = self.tokens[self.at]
        self.at += 1
        if token[1]:
            parts.append(("ref", token[1]))
        elif token[0][0] == "…":
            parts.append(_gap(token[2]))
        elif token[4] is not None:
            _guard(parts, token[3] == "<", tuple(token[4].split("|")))
        elif token[5] == "(":
            parts.append(self.group())
        elif token[5] in ("^", "$"):
            parts.append(("start",) if token[5] == "^" else ("end",))
        else:
            parts.append(words((token[0],)))

    def group(self) -> Node:
        self.depth += 1
        node = self.alternatives()
        self.depth -= 1
        if not self.next_is(")"):
            raise PatternError("少了一个右括号")
        self.at += 1
        return node


def words(members: tuple[str, ...], not_next: tuple[str, ...] = (), not_prev: tuple[str, ...] = ()) -> Node:
    """A node that matches any of the given words, unless followed or preceded by one of the others."""
    return ("words", tuple(sorted(set(members))), not_next, not_prev)


def _gap(digits: str) -> Node:
    width = int(digits) if digits else DEFAULT_WINDOW
    if width > WIDEST_WINDOW:
        raise PatternError(f"窗口 …{width} 太宽，最多 …{WIDEST_WINDOW}")
    return ("gap", width)


def _guard(parts: list[Node], before: bool, members: tuple[str, ...]) -> None:
    """Attach "not followed by" to the part before it, keep "not preceded by" for the part after it."""
    if not all(members) or set("(){}…") & set("".join(members)):
        raise PatternError("(?!…) 里只能是用 | 分开的词")
    if before:
        parts.append(("not_prev", members))
    elif not parts or parts[-1][0] in ("gap", "start", "end", "not_prev"):
        raise PatternError("(?!…) 前面要有词")
    else:
        parts.append(("not_next", members))


def alternation(options: list[Node]) -> Node:
    """Options as one node; plain word options melt into one word set."""
    plain = [o for o in options if o[0] == "words" and not o[2] and not o[3]]
    rest = [o for o in options if o not in plain]
    if plain:
        rest.insert(0, words(tuple(w for o in plain for w in o[1])))
    return rest[0] if len(rest) == 1 else ("alt", tuple(rest))


def sequence(parts: list[Node]) -> Node:
    """Parts as one node; neighbouring words are multiplied out: 不(予|得)退 is the words 不予退, 不得退."""
    out: list[Node] = []
    for part in parts:
        previous = out[-1] if out else None
        joined = _multiply(previous, part) if previous else None
        if joined:
            out[-1] = joined
        elif part[0] == "seq":
            out.extend(part[1])
        else:
            out.append(part)
    return _spelled_out(out)


def _trimmed(parts: list[Node]) -> list[Node]:
    """Without options and windows at either end: they ask for nothing."""
    start, end = 0, len(parts)
    while start < end and parts[start][0] in ("opt", "gap"):
        start += 1
    while end > start and parts[end - 1][0] in ("opt", "gap"):
        end -= 1
    return parts[start:end]


def _spelled_out(parts: list[Node]) -> Node:
    """A sequence without options, and without alternatives that begin or end with a window.

    Both become alternatives of the whole sequence, so that a window always has a part on either side.
    """
    for index, part in enumerate(parts):
        choices: list[list[Node]] = []
        if part[0] == "opt":
            choices = [_parts(part[1]), []]
        elif part[0] == "alt" and any("gap" in (_parts(o)[0][0], _parts(o)[-1][0]) for o in part[1]):
            choices = [_parts(option) for option in part[1]]
        if choices:
            return alternation([_spelled_out([*parts[:index], *c, *parts[index + 1 :]]) for c in choices])
    if not any(part[0] in ("words", "ref", "alt", "seq") for part in parts):
        raise PatternError("空的模式，或者全部可以省略")
    return parts[0] if len(parts) == 1 else ("seq", tuple(parts))


def _parts(node: Node) -> list[Node]:
    return list(node[1]) if node[0] == "seq" else [node]


def _multiply(left: Node, right: Node) -> Node | None:
    """The product of two neighbours if both are finite word lists and small; a guard is one more neighbour."""
    if left[0] == "not_prev" and right[0] == "words":
        return words(right[1], right[2], left[1]) if not right[3] else None
    if left[0] == "words" and right[0] == "not_next" and not left[2]:
        return words(left[1], right[1], left[3])
    first, second = _finite(left), _finite(right)
    if first is None or second is None or len(first) * len(second) > PRODUCT_LIMIT:
        return None
    product = tuple(a + b for a in first for b in second)
    return None if "" in product else words(product)


def _finite(node: Node) -> tuple[str, ...] | None:
    """The words a node stands for, "" included for an option; None if it is no finite unguarded list."""
    if node[0] == "opt":
        inner = _finite(node[1])
        return None if inner is None else ("", *inner)
    return node[1] if node[0] == "words" and not node[2] and not node[3] else None


def regex(node: Node, concepts: dict[str, str]) -> str:
    """The regular expression that matches what the node matches; ``concepts`` gives each concept's expression."""
    kind = node[0]
    if kind == "words":
        return _not_prev(node[3]) + f"(?:{_either(node[1])})" + (f"(?!{_either(node[2])})" if node[2] else "")
    if kind == "ref":
        return f"(?:{concepts[node[1]]})"
    if kind == "alt":
        return f"(?:{'|'.join(regex(option, concepts) for option in node[1])})"
    if kind == "seq":
        return "".join(regex(part, concepts) for part in node[1])
    if kind == "not_next":
        return f"(?!{_either(node[1])})"
    if kind == "not_prev":
        return _not_prev(node[1])
    return {"gap": f".{{0,{node[-1]}}}?", "start": "^", "end": f"[{TAIL}]*$"}[kind]


def _either(members: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, members))


def _not_prev(members: tuple[str, ...]) -> str:
    return "".join(f"(?<!{re.escape(word)})" for word in members)
