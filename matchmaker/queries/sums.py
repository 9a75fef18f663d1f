"""What can be met with a sum of money: the sizes that begin below it."""

from collections.abc import Mapping

from matchmaker.vocabulary import BudgetBand

LEAST: Mapping[BudgetBand, int] = {
    BudgetBand.IN_KIND: 0,
    BudgetBand.UNDER_50K: 0,
    BudgetBand.FROM_50K: 50_000,
    BudgetBand.FROM_250K: 250_000,
    BudgetBand.OVER_1M: 1_000_000,
}
MOST: Mapping[BudgetBand | None, int] = {
    BudgetBand.UNDER_50K: 50_000,
    BudgetBand.FROM_50K: 250_000,
    BudgetBand.FROM_250K: 1_000_000,
}
# Dollars for one: rough and meant to last for years, good enough to tell one size from the next. Shown to nobody.
COMPARED: Mapping[str, float] = {
    "USD": 1.0,
    "EUR": 1.1,
    "GBP": 1.3,
    "CHF": 1.15,
    "JPY": 0.007,
    "CNY": 0.14,
    "AUD": 0.65,
    "CAD": 0.73,
    "NOK": 0.1,
    "SEK": 0.1,
}


def in_reach(amount: int, currency: str) -> dict[str, list[BudgetBand]]:
    """Each of COMPARED -> the sizes in it that begin at or below *amount*, which is in one of them."""
    dollars = amount * COMPARED[currency]
    return {
        other: [band for band, least in LEAST.items() if least * rate <= dollars]
        for other, rate in COMPARED.items()
    }
