"""The seed: the article and what it stands on, out of all that ships; small enough for a test to build and to break."""

import re
import shutil
from pathlib import Path

from kg.core import assets

ARTICLE = "kazinform-2025-11-12"
SOURCES = ("iso-3166", ARTICLE, "register")
TWO_COUNTRIES = (
    "key,iso_code,label_en,label_kk,label_ru\nKZ,KZ,Kazakhstan,Қазақстан,Казахстан\nRU,RU,Russia,Ресей,Россия\n"
)


def copy_seed(folder: Path) -> Path:
    """Copy the sources of the seed to a new folder, and return it."""
    for name in SOURCES:
        shutil.copytree(assets.data() / name, folder / name)
    return folder


def copy_small_seed(folder: Path) -> Path:
    """Copy the seed with its two countries in the place of all the world's, and return the folder."""
    copy_seed(folder)
    shutil.rmtree(folder / "iso-3166")
    register = folder / "register"
    (register / "Country.csv").write_text(TWO_COUNTRIES, encoding="utf-8")
    (register / "EconomicUnion.csv").unlink()
    description = (register / "source.ttl").read_text(encoding="utf-8")
    promised = re.sub(r'"EconomicUnion \d+",\s*', "", re.sub(r'"Country \d+"', '"Country 2"', description))
    (register / "source.ttl").write_text(promised, encoding="utf-8")
    return folder
