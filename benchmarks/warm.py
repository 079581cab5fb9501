"""Export one article several times in one process and print the seconds of each as a JSON list.

python -m benchmarks.warm ARTICLE OUT TIMES
"""

import contextlib
import io
import json
import sys
import time
from pathlib import Path

from exporter import pipeline


def main() -> None:
    article, out, times = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()):
            pipeline.build(article, out=out)
        seconds.append(time.perf_counter() - start)
    print(json.dumps(seconds))


if __name__ == "__main__":
    main()
