"""Credits and grants of the World Bank's IDA to all countries but the seven whose credits every build has.

Ignored is what `worldbank-ida-credits` ignores. Of the borrowers those are taken whose name says what they are.
"""

from types import MappingProxyType
from typing import Final

from kg.adapt.worldbank_loans import LoanStatement, tables_of

# A project that the file gives no name goes by its number.
NAMELESS: Final = ("89101556",)
# Disbursed of a grant; nobody can disburse less than nothing.
NO_AMOUNTS: Final = ("-0.01",)

TABLES = tables_of(
    LoanStatement(
        file="ida_statement_of_credits_grants_and_guarantees_latest_available_snapshot_04-18-2025.csv",
        lender="ida",
        number="Credit Number",
        status="Credit Status",
        repaid="Repaid to IDA (US$)",
        guarantor="",
        ignored=("Service Charge Rate", "Due to IDA (US$)", "Borrowers Obligation (US$)", "Credits Held (US$)"),
        last_day="2025-04-18",
        of_the_seven=False,
        borrowers=MappingProxyType({}),
        borrower="wb-ida",
        nameless=NAMELESS,
        no_amounts=NO_AMOUNTS,
    )
)
