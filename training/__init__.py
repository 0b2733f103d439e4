"""Trains the second reader: `python -m training` writes patterns/reader.bin and patterns/reader-card.md."""

import os

# One thread, so that sums are added in one order and a rerun writes the same bytes.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"
