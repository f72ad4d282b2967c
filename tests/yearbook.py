"""A yearbook of two invented economies: the smallest source with everything that a source needs."""

from pathlib import Path

SOURCE = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix dyad: <https://w3id.org/dyad/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/dyad/id/source/yearbook> a dyad:Source ; rdfs:label "Yearbook of XA"@en ;
    dcterms:publisher <https://w3id.org/dyad/id/organisation/xa-office> ; dcterms:issued "2031-05-01"^^xsd:date ;
    dcterms:license <https://w3id.org/dyad/id/licence/CC0-1.0> ; dcat:landingPage <https://example.org/> ;
    dyad:retrievedOn "2031-06-01"^^xsd:date ; dyad:hasReadingManner <https://w3id.org/dyad/id/manner/first-hand>"""
DESCRIPTION = f"""{SOURCE} ;
    dyad:rowKey "Measurement is_about_dyad period" ;
    dyad:rowValue "Measurement has_indicator goods-turnover", "Measurement has_stage realised",
        "Measurement has_bound stated", "Measurement has_unit USD",
        "Measurement has_attribution_mode statistical", "Measurement claim_status accepted" .
"""
ENTITIES = {
    "Organisation": "key,label_en\nxa-office,Office of XA\n",
    "Country": "key,iso_code,iso_alpha3,label_en,label_kk,label_ru,valid_until\nXA,XA,XAA,A,А,А,\nXB,XB,XBB,B,Б,Б,\n"
    "XCHH,XCHH,,C,С,С,1992-01-01\n",
    "Dyad": "key,has_first_economy,has_second_economy\nXA-XB,XA,XB\nXA-XCHH,XA,XCHH\n",
    "Region": "key,iso_code,official_name,is_within,former_code\nXA-XB,XA-XB,Namesake of the dyad,XA,\n"
    "XA-01,XA-01,North,XA,XA-NOR|XA-N\n",
}
MEASUREMENT = "is_about_dyad,period,amount\nXA-XB,2029,12.50\nXA-XB,2030,30\n"


def write_yearbook(data: Path, description: str = DESCRIPTION, **tables: str) -> Path:
    """Write the folder of a source: the tables given, beside what they stand on; return the folder."""
    folder = data / "yearbook"
    folder.mkdir(parents=True)
    (folder / "source.ttl").write_text(description, encoding="utf-8")
    for name, text in (ENTITIES | tables).items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    return folder
