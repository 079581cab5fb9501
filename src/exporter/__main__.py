"""`python -m exporter` is `exporter`."""

from exporter.cli import main

main()
