"""Loans and guarantees of the World Bank's IBRD to Kazakhstan, Russia, Uzbekistan, Armenia and Belarus.

Ignored, beside what both statements leave out: the country of the guarantor by name; `Loan Type`, letters that the file
does not explain; `Interest Rate`, printed as 0.0 for a third of the loans; and what is due, owed and held at the rates
of the day.
"""

from types import MappingProxyType
from typing import Final

from kg.adapt.worldbank_loans import STAGES, LoanStatement, tables_of

# Borrowers by country and name as printed. A legal form without a name is nobody in particular.
BORROWERS: Final = MappingProxyType(
    {
        ("AM", "MINISTER OF FINANCE"): "PublicBody",
        ("BY", "Council of Ministers"): "PublicBody",
        ("BY", "Development Bank of Republic of Belarus"): "Firm",
        ("BY", "Ministry of Finance"): "PublicBody",
        ("KZ", "CLOSED JOINT STOCK COMPANY"): None,
        ("KZ", "KAZAVTOZHOL NATIONAL COMPANY JSC"): "Firm",
        ("KZ", "KZ-Electricity Grid Operating comp-KEGOC"): "Firm",
        ("KZ", "MINISTRY OF ECONOMY"): "PublicBody",
        ("KZ", "Ministry of Finance"): "PublicBody",
        ("RU", "MINISTRY OF FINANCE"): "PublicBody",
        ("UZ", "Enersok Foreign Enterprise Limited"): "Firm",
        ("UZ", "MINISTRY OF ECONOMY AND FINANCE"): "PublicBody",
        ("UZ", "Nur Bukhara Solar PV Foreign Enterprise"): "Firm",
        ("UZ", "Nur Jizzakh Solar PV FE LLC"): "Firm",
        ("UZ", "Nur Navoi Solar Foreign Enterprise"): "Firm",
        ("UZ", "Nur Samarkand Solar PV FE LLC"): "Firm",
        ("UZ", "SARIMAY SOLAR LLC FOREIGN ENTERPRISE"): "Firm",
    }
)
# A project that the file gives no name goes by its number.
NAMELESS: Final = ("P999171",)
# One loan was transferred to others: no stage that the source would tell.
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
        of_the_seven=True,
        borrowers=BORROWERS,
        nameless=NAMELESS,
        stages=LOAN_STAGES,
    )
)
