"""The second reader: the shipped model, the sums it is made of, and how it is combined with the rules."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import zlib

import pytest

from clauseaudit import reader as module
from clauseaudit.clauses import split
from clauseaudit.errors import ClauseauditError
from clauseaudit.model import Document, Outline
from clauseaudit.reader import MAGIC, OFFSET, Mark, Policy, Reader, Scores, grams, plain
from clauseaudit.text import Folded, fold

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MODEL = os.path.join(ROOT, "patterns", "reader.bin")
CARD = os.path.join(ROOT, "patterns", "reader-card.md")
UNFAIR = "云岫平台有权随时单方修改本协议，修改后的内容一经公布立即生效，恕不另行通知。"
HARMLESS = "云岫平台的客服电话在每个工作日的上午九点至下午六点接听。"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(MODEL)


def parts(text: str) -> tuple[Folded, Outline]:
    folded = fold(text)
    return folded, split(Document("d", "", "", text, ""), folded)


def found(reader: Reader, text: str, *marks: Mark) -> list[str]:
    folded, outline = parts(text)
    return [o.category for o in reader.judge(folded.text, outline, marks) if o.keep]


# --- the shipped model ---


def test_names_a_plain_risk_and_leaves_plain_information_alone(reader: Reader) -> None:
    assert "unilateral-change" in found(reader, UNFAIR)
    assert found(reader, HARMLESS) == []


def test_a_heading_is_not_read(reader: Reader) -> None:
    folded, outline = parts("会员充值后概不退款。")
    heading = outline._replace(segments=tuple(s._replace(kind="heading") for s in outline.segments))
    assert [o.category for o in reader.judge(folded.text, outline, ())] == ["refund-denial"]
    assert reader.judge(folded.text, heading, ()) == ()


def test_every_category_of_the_model_is_one_of_ours(reader: Reader) -> None:
    import tomllib

    with open(os.path.join(ROOT, "patterns", "categories.toml"), "rb") as file:
        ours = [id_ for id_, c in tomllib.load(file).items() if c["group"] not in ("missing", "shown")]
    assert list(reader.model.policy.categories) == ours
    assert set(reader.model.policy.add) == set(reader.model.policy.drop) == set(ours)


def test_file_is_small_and_its_card_belongs_to_it() -> None:
    import hashlib

    with open(MODEL, "rb") as file:
        content = file.read()
    with open(CARD, encoding="utf-8") as file:
        card = file.read()
    assert len(content) < 1_000_000
    assert hashlib.sha256(content).hexdigest()[:16] in card


def test_reading_needs_no_numeric_library() -> None:
    code = (
        "import sys; from clauseaudit.reader import Reader; Reader(sys.argv[1]).model;"
        "print(sorted({'numpy', 'scipy', 'sklearn'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, MODEL], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_nothing_is_loaded_before_the_first_sentence() -> None:
    reader = Reader("/nowhere/reader.bin")
    folded, outline = parts("")
    assert reader.judge(folded.text, outline, ()) == ()
    with pytest.raises(ClauseauditError, match="--no-model"):
        _ = reader.model


def test_a_paragraph_added_at_the_end_changes_nothing_before_it(reader: Reader) -> None:
    folded, outline = parts(UNFAIR + "\n")
    longer, more = parts(UNFAIR + "\n" + HARMLESS * 3)
    before, after = reader.judge(folded.text, outline, ()), reader.judge(longer.text, more, ())
    assert before == after[: len(before)] != ()


def test_the_longest_sentence_is_read(reader: Reader) -> None:
    scores = reader.model.scores("".join(chr(0x4E00 + i % 7000) for i in range(50_000)))
    assert all(math.isfinite(score) for score in (*scores.by_category, scores.any_risk))


# --- the sums ---


def model_bytes(names: list[str], rows: list[list[int]], **changes: object) -> bytes:
    """A file with two categories; a row: weights of both and of any risk, squared length."""
    head = {
        "digest": "test",
        "policy": [["a", "b"], *[[0.0] * 7, [0.0] * 4], {"a": 0.5, "b": 0.5}, {"a": 0.0, "b": 0.0}, -6.0, 2.0, 2.0],
        "scale": [0.5, 0.25, 1.0],
        "bias": [1.0, 2.0, 3.0],
        "length": [0.01, 1.0, 1.0],
        **changes,
    }
    table = bytes(v for a, b, c, square in rows for v in (a + OFFSET, b + OFFSET, c + OFFSET, square, 1))
    return MAGIC + zlib.compress(b"\n".join([json.dumps(head).encode(), "\0".join(names).encode(), table]))


def test_scores_are_the_weighted_sum_over_distinct_n_grams(tmp_path: object) -> None:
    path = os.path.join(str(tmp_path), "m.bin")
    with open(path, "wb") as file:
        file.write(model_bytes(["不", "不退", "款$"], [[100, -100, 7, 64], [-20, 127, 0, 36], [5, 0, -128, 0]]))
    scores = Reader(path).model.scores("不退不退款")
    length = math.sqrt((64 + 36) * 0.01)
    assert scores.by_category == pytest.approx((1 + 85 * 0.5 / length, 2 + 27 * 0.25 / length))
    assert scores.any_risk == pytest.approx(3 - 121 / length)


def test_the_automaton_finds_what_training_counts(reader: Reader) -> None:
    model, sentence = reader.model, UNFAIR + "，单价19.90元^$。"
    with open(MODEL, "rb") as file:
        names = zlib.decompress(file.read()[len(MAGIC) :]).split(b"\n", 2)[1].decode().split("\0")
    places = model.automaton.find_matches_as_indexes(plain(sentence), overlapping=True)
    assert {names[place[0]] for place in places} == grams(sentence) & set(names)


def test_a_sentence_of_unknown_characters_scores_the_bias(tmp_path: object) -> None:
    path = os.path.join(str(tmp_path), "m.bin")
    with open(path, "wb") as file:
        file.write(model_bytes(["不"], [[1, 1, 1, 1]]))
    assert Reader(path).model.scores("好好好好") == Scores((1.0, 2.0), 3.0)


def test_numbers_are_all_alike_and_ends_are_marked() -> None:
    assert grams("满30天") == grams("满1.5天")
    assert {"^满0", "0天", "天$"} <= grams("满30.5天")


@pytest.mark.parametrize("damage", ["empty", "magic", "cut", "names", "head"])
def test_a_damaged_file_is_told(tmp_path: object, damage: str) -> None:
    good = model_bytes(["不"], [[1, 1, 1, 1]])
    bad = {
        "empty": b"",
        "magic": b"x" + good,
        "cut": good[:-9],
        "names": model_bytes(["不", "退"], [[1, 1, 1, 1]]),
        "head": model_bytes(["不"], [[1, 1, 1, 1]], policy=[]),
    }[damage]
    path = os.path.join(str(tmp_path), "m.bin")
    with open(path, "wb") as file:
        file.write(bad)
    with pytest.raises(ClauseauditError, match="已损坏"):
        _ = Reader(path).model


def test_a_bomb_is_not_unpacked(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BODY_LIMIT", 1000)
    path = os.path.join(str(tmp_path), "m.bin")
    with open(path, "wb") as file:
        file.write(MAGIC + zlib.compress(b"[" * 100_000))
    with pytest.raises(ClauseauditError, match="已损坏"):
        _ = Reader(path).model


# --- the combination ---

POLICY = Policy(
    categories=("a", "b"),
    category=(0.0, 1.0, 0.0, 0.0, 2.0, 0.0, -3.0),
    any_risk=(0.0, 1.0, 0.0, 0.0),
    add={"a": 0.5, "b": 0.7},
    drop={"a": 0.0, "b": 0.5},
    floor=-6.0,
    any_floor=0.9,
    name_floor=0.2,
)


def verdicts(a: float, b: float, any_risk: float, *marks: Mark) -> dict[str, tuple[bool, bool]]:
    return {o.category: (o.by_rule, o.keep) for o in POLICY.decide(0, Scores((a, b), any_risk), marks)}


def test_adds_what_reaches_its_category_s_threshold() -> None:
    assert verdicts(0.1, 0.1, 0) == {"a": (False, True)}
    assert verdicts(-0.1, 0.9, 0) == {"b": (False, True)}


def test_a_rule_s_finding_stays_where_dropping_never_paid() -> None:
    assert verdicts(-9, -9, -9, Mark(0, "a")) == {"a": (True, True)}


def test_a_rule_s_unlikely_finding_is_dropped_where_that_paid() -> None:
    assert verdicts(-9, -9, -9, Mark(0, "b")) == {"b": (True, False)}
    assert verdicts(-9, -1, -9, Mark(0, "b")) == {"b": (True, True)}


def test_a_sure_risk_without_a_name_gets_the_likeliest_one() -> None:
    assert verdicts(-1, 0.1, 5) == {"b": (False, True)}
    assert verdicts(-1, 0.1, 1) == {}
    assert verdicts(-1, -0.2, 5) == {}  # less likely than any addition may be
    assert verdicts(-3, -3, 5) == {}


def test_a_dropped_name_may_be_replaced() -> None:
    assert verdicts(0.1, -9, 5, Mark(0, "b")) == {"b": (True, False), "a": (False, True)}


def test_praise_lowers_and_a_rule_raises_the_probability() -> None:
    plain, ruled, praised = (POLICY.probability(0, 0, 0, rule, good) for rule, good in ((0, 0), (1, 0), (0, 1)))
    assert praised < plain == 0.5 < ruled


# --- training ---


def test_training_twice_writes_the_same_bytes_and_the_reader_reads_them(tmp_path: object) -> None:
    pytest.importorskip("sklearn", reason="training needs the extra 'train'")
    sys.path.insert(0, ROOT)
    from training.data import Agreement, Loose, Sentence
    from training.export import write
    from training.run import train

    def agreement(number: int, real: bool) -> Agreement:
        own = chr(0x4E00 + 2 * number + real)  # no two documents are kin
        pairs = ((f"{own}充值概不退款{own}", 1), (f"{own}营业时间{own}", -1)) * 3
        sentences, rows, text = [], [], ""
        for body, label in pairs:
            start, text = len(text), text + body
            labels = {"refund-denial": 1} if label == 1 else {}
            marks = (Mark(len(sentences), "refund-denial"),) if label == 1 and number % 2 else ()
            sentences.append(Sentence(body, start, len(text), labels, marks, True))
            if label == 1:
                rows.append({"start": start, "end": len(text), "category": "refund-denial", "grade": "void"})
        return Agreement(f"{number}-{real}", real, text, tuple(rows), tuple(sentences))

    documents = [agreement(n, real) for n in range(6) for real in (True, False)]
    singles = [Loose("逾期未用的余额一律清零", {"balance-expiry": 1}, 1.0)] * 5
    written = [write(train(documents, singles, ("refund-denial", "balance-expiry")), "d") for _ in range(2)]
    assert written[0] == written[1]
    path = os.path.join(str(tmp_path), "m.bin")
    with open(path, "wb") as file:
        file.write(written[0])
    assert found(Reader(path), "我们这里充值概不退款。") == ["refund-denial"]
