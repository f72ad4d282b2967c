"""Read every table of a folder of sources with the standard library alone: what loading is held beside."""

import csv
import sys
from collections import deque
from pathlib import Path

for path in Path(sys.argv[1]).glob("*/*.csv"):
    with path.open(encoding="utf-8", newline="") as file:
        deque(csv.reader(file, strict=True), maxlen=0)
