"""Runs as the process that `isolated` starts: reads a task as JSON, and writes the report as JSON."""

import json
import sys

from exporter.pipeline import Pipeline
from exporter.process import ending_on_signals, tune
from exporter.request import Task
from exporter.runs import perform

if __name__ == "__main__":
    tune()
    with ending_on_signals(), Pipeline() as pipeline:
        report = perform(Task.from_json(json.load(sys.stdin)), pipeline, is_confined=True)
    json.dump(report.to_json(), sys.stdout)
