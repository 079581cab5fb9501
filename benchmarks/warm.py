"""Export one article several times in one process, and print the seconds of each export as a JSON list.

python -m benchmarks.warm ARTICLE OUT TIMES
"""

import json
import sys
import time
from pathlib import Path

from exporter import Pipeline
from exporter.request import Request


def main() -> None:
    article, out, times = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    seconds = []
    with Pipeline() as pipeline:
        for _ in range(times):
            start = time.perf_counter()
            pipeline.build(Request(article), out)
            seconds.append(time.perf_counter() - start)
    print(json.dumps(seconds))


if __name__ == "__main__":
    main()
