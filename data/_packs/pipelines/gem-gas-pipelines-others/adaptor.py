"""Gas pipelines of Global Energy Monitor in all countries but the seven whose lines every build has; no owners."""

from typing import Final

from kg.adapt import gem_gas
from kg.adapt.gem_mines import STAGES_OF_PIPELINES

AREAS: Final = gem_gas.AREAS
STAGES: Final = STAGES_OF_PIPELINES
_OTHERS: Final = gem_gas.GasPipelines(of_the_seven=False)

TABLES = {"Project": _OTHERS.projects, "StageReport": _OTHERS.stage_reports, "Measurement": _OTHERS.capacities}
