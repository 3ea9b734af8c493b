"""`python -m tests.benchmarks [passages…]`."""

import sys

from tests.benchmarks.bench import SIZES, run

if __name__ == "__main__":
    run([int(size) for size in sys.argv[1:]] or SIZES)
