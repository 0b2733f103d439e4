"""A shop's check of its own files: where findings stand in the files, which are excused, known or new.

Reads files and the configuration; prints nothing. The verb ``check`` puts the parts together.
"""
