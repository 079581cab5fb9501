"""Fixes for WeasyPrint and pydyf: `engine` imports them fixed, `fonts` and `paint` replace a class and a function.

Each module says what goes wrong (Symptom), where that is reported (Upstream: an issue, or the text of one in
`docs/upstream/`), for which version it is written (Versions), which test shows it (Test), and when it can go (End).
"""
