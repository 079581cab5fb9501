"""Build changed articles for a number of seconds; print each failure, and how many articles were built.

`make fuzz` runs it, and `make fuzz FUZZ_SECONDS=60` runs it for a minute. An input that causes a failure is printed
after it was made as small as possible.
"""

import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from random import SystemRandom
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, seed, settings
from promises.test_fuzz import articles, formats, survive

from exporter.formats import Format
from exporter.pipeline import Pipeline

_AT_ONCE = 200


def main() -> int:
    seconds, started = float(sys.argv[1]), time.monotonic()
    outcomes: Counter[str] = Counter()
    found: set[str] = set()
    with TemporaryDirectory() as folder, Pipeline() as pipeline:

        @settings(
            max_examples=_AT_ONCE,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        )
        @given(text=articles, to=formats)
        def run(text: str, to: list[Format]) -> None:
            outcomes["inputs"] += 1
            outcomes[survive(Path(folder), pipeline, text, to)] += 1

        while time.monotonic() - started < seconds:
            try:
                seed(SystemRandom().getrandbits(64))(run)()
            except Exception as error:  # noqa: BLE001  (a failure can be of any type)
                where = traceback.extract_tb(error.__traceback__)[-1]
                name = f"{type(error).__name__} in {where.name}: {str(error)[:200]}"
                if name not in found:
                    found.add(name)
                    print(f"{traceback.format_exc()}\n", flush=True)
    took = time.monotonic() - started
    print(
        f"{outcomes['inputs']} inputs in {took:.0f} s: {outcomes['built']} built, {outcomes['refused']} refused, "
        f"{len(found)} failures found"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
