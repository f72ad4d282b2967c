"""The seed: the article and what it stands on, out of all that ships; small enough for a test to build and to break."""

import shutil
from pathlib import Path

from kg import assets

ARTICLE = "kazinform-2025-11-12"
SOURCES = ("iso-3166", ARTICLE, "register")


def copy_seed(folder: Path) -> Path:
    """Copy the sources of the seed to a new folder, and return it."""
    for name in SOURCES:
        shutil.copytree(assets.data() / name, folder / name)
    return folder
