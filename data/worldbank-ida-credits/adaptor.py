"""Credits and grants of the World Bank's IDA to Kyrgyzstan, Tajikistan, Armenia and Uzbekistan.

Ignored, beside what both statements leave out: `Service Charge Rate`, and what is due, owed and held at the
rates of the day.
"""

from types import MappingProxyType
from typing import Final

from kg.adapt.worldbank_loans import STAGES, LoanStatement, tables_of

# Borrowers by country and name as printed.
BORROWERS: Final = MappingProxyType(
    {
        ("AM", "MINISTER OF FINANCE"): "PublicBody",
        ("KG", "CENTRAL ADMINISTRATION"): "PublicBody",
        ("KG", "MINISTRY OF EDUCATION"): "PublicBody",
        ("KG", "MINISTRY OF TRANSPORT AND COMM"): "PublicBody",
        ("KG", "Ministry of Finance"): "PublicBody",
        ("TJ", "MINISTRY OF FINANCE - Tajikistan"): "PublicBody",
        ("UZ", "MINISTRY OF ECONOMY AND FINANCE"): "PublicBody",
    }
)
# No credit to these countries has been repaid in full, and none was terminated before it was signed.
_NOT_MET: Final = ("Fully Repaid", "Terminated")
CREDIT_STAGES: Final = MappingProxyType({status: STAGES[status] for status in STAGES if status not in _NOT_MET})

TABLES = tables_of(
    LoanStatement(
        file="ida_statement_of_credits_grants_and_guarantees_latest_available_snapshot_04-18-2025.csv",
        lender="ida",
        number="Credit Number",
        status="Credit Status",
        repaid="Repaid to IDA (US$)",
        guarantor="",
        ignored=(*("Service Charge Rate", "Due to IDA (US$)", "Borrowers Obligation (US$)", "Credits Held (US$)"),),
        last_day="2025-04-18",
        of_the_seven=True,
        borrowers=BORROWERS,
        stages=CREDIT_STAGES,
    )
)
