"""Rules in words: what a person who reads a rule file to others would say for its patterns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clauseaudit.rules.language import DEFAULT_WINDOW, TOKEN
from clauseaudit.rules.load import read_toml

Tokens = Sequence[re.Match[str]]
Said = tuple[str, int]  # what was read, and the token after it
SENTENCE = {
    "any": "一句话里有",
    "lead": "引出列举的话里有",
    "item": "列举的一项里有",
    "when": "整份文件里还要有",
    "unless": "不算：这句话或引出它的话里有",
    "near": "不算：这句话或前后一句里有",
}
DOCUMENT = {"when": "整份文件里有", "any": "却没有写"}


def rule(path: str) -> list[tuple[str, list[str]]]:
    """What a rule file looks for, part by part: what the part is, and its patterns in words."""
    match = read_toml(path).get("match", {})
    parts = DOCUMENT if match.get("scope") == "document" else SENTENCE
    said = [(name, [aloud(source) for source in match[key]]) for key, name in parts.items() if match.get(key)]
    softened = [f"{aloud(entry['pattern'])}（{entry['why']}）" for entry in match.get("softened", [])]
    return [*said, ("轻一级：这句话或前后一句里有", softened)] if softened else said


def concepts(path: str) -> dict[str, list[str]]:
    """The members of each concept of a lexicon file in words; an expression as it is written."""
    entries = read_toml(path).get("concept", {})
    return {n: list(map(aloud, e["words"])) if "words" in e else [e["regex"]] for n, e in entries.items()}


def aloud(source: str) -> str:
    """A pattern that parses (language.py) as a Chinese phrase. 〔…〕 is a concept of the lexicon."""
    said = ""
    for part in source.split(" & "):
        negated = part.startswith("!")
        phrase, _ = _options(list(TOKEN.finditer(part[negated:])), 0)
        joint = "；同一句里没有" if negated else "；同一句里还有" if said else ""
        said += joint + phrase
    return said


def _options(tokens: Tokens, at: int) -> Said:
    """Alternatives up to a closing bracket or the end."""
    phrase, at = _sequence(tokens, at)
    options = [phrase]
    while at < len(tokens) and tokens[at][5] == "|":
        phrase, at = _sequence(tokens, at + 1)
        options.append(phrase)
    return "、".join(options[:-1]) + "或" * (len(options) > 1) + options[-1], at


def _sequence(tokens: Tokens, at: int) -> Said:
    """Parts that follow each other, letters that stand together as one quotation."""
    parts: list[str] = []
    while at < len(tokens) and tokens[at][5] not in ("|", ")"):
        start = at
        while at < len(tokens) and tokens[at][6] and not _optional(tokens, at):
            at += 1
        if at > start:
            parts.append(f"“{''.join(token[0] for token in tokens[start:at])}”")
            continue
        part, at = _part(tokens, at)
        parts.append(part)
    return "".join(parts), at


def _part(tokens: Tokens, at: int) -> Said:
    """One part that is no plain letter, or may be left out."""
    token, after = tokens[at], at + 1
    said = f"“{token[0]}”"
    if token[1]:
        said = f"〔{token[1]}〕"
    elif token[0][0] == "…":
        said = f"，隔至多 {token[2] or DEFAULT_WINDOW} 字，"
    elif token[4] is not None:
        words = "".join(f"“{word}”" for word in token[4].split("|"))
        said = f"（前面不是{words}的）" if token[3] else f"（后面不接{words}）"
    elif token[5] == "(":
        phrase, after = _options(tokens, at + 1)
        after += 1
        alone = at == 0 and after == len(tokens)
        said = phrase if alone or "或" not in phrase else f"（{phrase}）"
    elif token[5] in ("^", "$"):
        said = "句首的" if token[5] == "^" else "，到此句末"
    if after < len(tokens) and tokens[after][5] == "?":
        whole = said[0] == "（" and token[5] == "("
        return f"（可有{said[1:-1] if whole else said}）", after + 1
    return said, after


def _optional(tokens: Tokens, at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1][5] == "?"
