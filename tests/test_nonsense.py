"""What no trade can be is found in a file of statements, at its value: each fault beside a claim that conforms."""

import json
from pathlib import Path

import pytest

from tests.running import kg

CLAIM = """@prefix dyad: <https://w3id.org/dyad/ontology#> .
@prefix id: <https://w3id.org/dyad/id/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
id:person\\/xa-one a dyad:Person ; rdfs:label "Invented"@en .
id:claim\\/0000000000000000000a a dyad:Measurement ;
    dyad:claimKey "invented#1" ; prov:wasDerivedFrom <https://w3id.org/dyad/source/invented/table.csv#row=7> ;
    prov:hadPrimarySource id:source\\/iso-3166 ; dyad:assertedBy id:person\\/xa-one ;
    dyad:recordedOn "2025-01-02"^^xsd:date ; dyad:claimStatus id:claim-status\\/accepted ;
    dyad:hasAttributionMode id:attribution\\/narrator ;
    dyad:isAbout id:dyad\\/KZ-RU ;
    dyad:hasIndicator id:indicator\\/goods-turnover ;
    dyad:hasStage id:stage\\/realised ; dyad:hasBound id:bound\\/stated ;
    dyad:amount 5.0 ; dyad:amountAsSaid "5" ;
    dyad:hasUnit id:unit\\/USD ;
    dyad:validFrom "2023-01-01"^^xsd:date ; dyad:validUntil "2024-01-01"^^xsd:date .
"""
BEHIND = ("--shipped", "iso-3166", "--shipped", "register")
SHARE = (("goods-turnover", "partner-share-of-exports"), ("unit\\/USD", "unit\\/percent"))
NONSENSE = {
    "a turnover below nothing": ((("amount 5.0", "amount -5.0"),), [("AtLeast0-property MinInclusive", 15, 17)]),
    "a share of more than all": ((*SHARE, ("amount 5.0", "amount 140.0")), [("ShareWithinWhole Or", 7, 1)]),
    "a turnover in students": ((("unit\\/USD", "unit\\/student"),), [("InMoney-property MinCount", 16, 18)]),
    "realised in the future": (
        (("2023-01-01", "2031-01-01"), ("2024-01-01", "2032-01-01")),
        [("RealisedByRecord Or", 7, 1)],
    ),
    "a turnover of a person": ((("dyad\\/KZ-RU", "person\\/xa-one"),), [("MeasuredOfDyad-property Class", 12, 18)]),
    "nothing": ((), []),
    "a share": (SHARE, []),
}


@pytest.mark.parametrize("case", NONSENSE)
def test_nonsense_is_found_at_its_value(case: str, tmp_path: Path) -> None:
    changes, expected = NONSENSE[case]
    written = CLAIM
    for old, new in changes:
        assert old in written
        written = written.replace(old, new)
    (tmp_path / "claim.ttl").write_text(written, "utf-8")
    done = kg(tmp_path, "check", "claim.ttl", "--only", "shapes", *BEHIND, "--format", "json")
    found = [one for stage in json.loads(done.stdout) for one in stage["findings"]]
    assert [(one["rule"], one["line"], one["start"]) for one in found] == expected
    assert done.returncode == bool(expected)
