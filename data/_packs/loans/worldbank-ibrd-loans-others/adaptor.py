"""Loans and guarantees of the World Bank's IBRD to all countries but the seven whose loans every build has.

Ignored is what `worldbank-ibrd-loans` ignores. Of the borrowers those are taken whose name says what they are.
"""

from types import MappingProxyType
from typing import Final

from kg.adapt.worldbank_loans import STAGES, LoanStatement, tables_of

# Projects that the file gives no name go by their number.
NAMELESS: Final = (
    *("P004651", "P006013", "P041563", "P058697", "P999033"),
    *("P999049", "P999140", "P999169", "P999184", "P999186"),
)
# Loans that were transferred to others: no stage that the source would tell.
LOAN_STAGES: Final = MappingProxyType({**STAGES, "Fully Transferred": None})

TABLES = tables_of(
    LoanStatement(
        file="ibrd_statement_of_loans_and_guarantees_latest_available_snapshot_04-18-2025.csv",
        lender="ibrd",
        number="Loan Number",
        status="Loan Status",
        repaid="Repaid to IBRD (US$)",
        guarantor="Guarantor Country / Economy Code",
        ignored=(
            *("Guarantor", "Loan Type", "Interest Rate", "Due to IBRD (US$)"),
            *("Borrower's Obligation (US$)", "Loans Held (US$)"),
        ),
        last_day="2025-04-18",
        of_the_seven=False,
        borrowers=MappingProxyType({}),
        borrower="wb-ibrd",
        nameless=NAMELESS,
        stages=LOAN_STAGES,
    )
)
