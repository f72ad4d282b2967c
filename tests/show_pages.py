"""Draw the main views of a build that is served, in three languages and as wide as a desk and a phone, to be looked at.

Run as `python -m tests.show_pages BUILD FOLDER DYAD`.
"""

import sys
from pathlib import Path
from urllib.parse import quote

from tests.browsing import chromium
from tests.serve_here import serving

CHART = """#view: chart
SELECT ?period_from ?stage ?amount ?bound ?source ?claim {{
  ?claim dyad:isAbout pair:{dyad} ; dyad:hasIndicator indicator:goods-turnover ; dyad:hasStage ?stage ;
    dyad:amount ?amount ; dyad:hasBound ?bound ; dyad:validFrom ?period_from ; prov:hadPrimarySource ?source .
}}"""
MAP = """#view: map
SELECT DISTINCT ?country { ?dyad a dyad:Dyad ; dyad:hasSecondEconomy ?country . ?country a dyad:Country } LIMIT 200"""
WIDTHS = {"desk": 1280, "phone": 390}


def views(dyad: str) -> dict[str, str]:
    first = dyad.partition("-")[0]
    chart = quote(CHART.format(dyad=dyad))
    return {
        "start": "/",
        "search": f"/search?q={first}",
        "claims": f"/claims?dyad={dyad}",
        "editor": "/editor?example=turnover",
        "chart": f"/results?query={chart}",
        "map": f"/results?query={quote(MAP)}",
        "dyad": f"/dyad/{dyad}",
        "country": f"/page/country/{first}",
        "question": f"/question/turnover?dyad={dyad}",
        "network": f"/network/borders?dyad={dyad}",
    }


def main(build: Path, folder: Path, dyad: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with serving(build) as server, chromium() as browser:
        for width, pixels in WIDTHS.items():
            for language in ("kk", "ru", "en"):
                context = browser.new_context(viewport={"width": pixels, "height": 900}, color_scheme="light")
                page = context.new_page()
                for name, path in views(dyad).items():
                    mark = "&" if "?" in path else "?"
                    page.goto(f"http://127.0.0.1:{server.port}{path}{mark}lang={language}")
                    page.wait_for_timeout(700)
                    page.screenshot(path=folder / f"{name}-{language}-{width}.png", full_page=width == "desk")
                context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
