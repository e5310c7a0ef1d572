"""Loads the shipped model, once, in a process that has done nothing else: `python -m benchmarks.model_load`.

Prints as JSON the seconds of the load alone, and those with the imports that it needs.
"""

import json
import sys
import time


def main() -> None:
    begin = time.perf_counter()
    from legation.coding.tagger import tagger

    start = time.perf_counter()
    tagger()
    end = time.perf_counter()
    sys.stdout.write(json.dumps({"seconds": end - start, "with_imports": end - begin}))


if __name__ == "__main__":
    main()
