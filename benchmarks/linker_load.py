"""Builds the linker, once, in a process that has done nothing else: `python -m benchmarks.linker_load`.

Prints as JSON the seconds that reading the knowledge and building the linker took, and those with the imports.
"""

import json
import sys
import time


def main() -> None:
    begin = time.perf_counter()
    from legation.actors.linking import Linker
    from legation.ontology.knowledge import load_knowledge

    start = time.perf_counter()
    Linker(load_knowledge())
    end = time.perf_counter()
    sys.stdout.write(json.dumps({"seconds": end - start, "with_imports": end - begin}))


if __name__ == "__main__":
    main()
