"""Fixes WeasyPrint and pydyf: `engine` imports them with fixes, `fonts` and `paint` replace a class and a function.

The docstring of each module says what goes wrong (Symptom), where that is reported (Upstream: an issue, or the text of
one in `docs/upstream/`), which version it fixes (Versions), which test shows it (Test), and when to delete it (End).
"""
