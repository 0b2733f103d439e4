"""python -m training: cross-validate, train on everything, write the model, its card and its examples."""

from __future__ import annotations

import argparse
import os

from clauseaudit.match import Matcher
from clauseaudit.rules import load_pack
from training import examples
from training.data import agreements, fingerprint, loose
from training.export import card, write
from training.run import train

NOT_READ = ("missing", "shown")  # groups of findings that no sentence shows
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def main() -> None:
    """See --help."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--real", default=os.path.join(ROOT, "..", "shared", "train"), help="labelled real agreements")
    parser.add_argument("--corpus", default=os.path.join(ROOT, "corpus"))
    parser.add_argument("--patterns", default=os.path.join(ROOT, "patterns"))
    parser.add_argument("--regulator", default=os.path.join(ROOT, "..", "shared", "regulator", "dev.jsonl"))
    parser.add_argument("--out", default=os.path.join(ROOT, "patterns"), help="folder of what is written")
    args = parser.parse_args()
    pack = load_pack(args.patterns)
    matcher = Matcher(pack)
    documents = agreements(args.real, matcher, True) + agreements(args.corpus, matcher, False)
    singles = loose(args.corpus, args.patterns, args.regulator)
    print(f"{len(documents)} agreements, {len(singles)} single sentences, pack {pack.digest}", flush=True)
    trained = train(documents, singles, tuple(c.id for c in pack.categories.values() if c.group not in NOT_READ))
    content = write(trained, fingerprint(documents, singles))
    with open(os.path.join(args.out, "reader.bin"), "wb") as file:
        file.write(content)
    with open(os.path.join(args.out, "reader-card.md"), "w", encoding="utf-8") as file:
        file.write(card(trained, content, documents, singles, pack.digest))
    with open(os.path.join(args.out, "examples.json"), "wb") as file:
        file.write(examples.write(args.corpus))
    print("\n".join(trained.report))


if __name__ == "__main__":
    main()
