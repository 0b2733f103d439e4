"""Trains the second reader: `python -m training` writes patterns/reader.bin and patterns/reader-card.md."""
