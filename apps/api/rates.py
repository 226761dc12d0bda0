"""The table of rates and units, and exact conversions between them."""

import re
from decimal import Decimal

# What one unit is worth in the base unit of its family. Currency rates are a fixed table: an example needs no feed.
FAMILIES = {
    "currency": {
        "EUR": Decimal("1"),
        "USD": Decimal("0.86"),
        "GBP": Decimal("1.15"),
        "CHF": Decimal("1.07"),
        "JPY": Decimal("0.0056"),
    },
    "length": {"m": Decimal("1"), "km": Decimal("1000"), "ft": Decimal("0.3048"), "mi": Decimal("1609.344")},
    "mass": {"kg": Decimal("1"), "g": Decimal("0.001"), "lb": Decimal("0.45359237")},
}

LARGEST = Decimal("1000000000")
CENT = Decimal("0.01")
MICRO = Decimal("0.000001")


class Refused(ValueError):
    """A question that its asker has to change: the message names the value and what is allowed."""


def rates():
    """The whole table, as JSON would carry it: decimals are strings, because a JSON number is a float to most readers."""
    return {family: {unit: str(value) for unit, value in units.items()} for family, units in FAMILIES.items()}


def convert(source, target, amount):
    """Converts `amount`, a string, from one unit to another of the same family."""
    family = _family(source, "from")
    if _family(target, "to") != family:
        raise Refused(f"to {target!r} is not a {family} as {source!r} is: expected one of {_listed(family)}")
    value = _amount(amount)
    units = FAMILIES[family]
    places = CENT if family == "currency" else MICRO
    result = (value * units[source] / units[target]).quantize(places)
    return {"from": source, "to": target, "amount": amount, "result": str(result)}


def _family(unit, name):
    for family, units in FAMILIES.items():
        if isinstance(unit, str) and unit in units:
            return family
    known = ", ".join(_listed(family) for family in FAMILIES)
    raise Refused(f"{name} {_shown(unit)} is not known: expected one of {known}")


def _amount(amount):
    # Stricter than Decimal, which also takes "1_000", " 1 ", "1e9" and "NaN".
    if not isinstance(amount, str) or not re.fullmatch(r"[0-9]{1,10}(\.[0-9]{1,10})?", amount) or Decimal(amount) > LARGEST:
        raise Refused(f'amount {_shown(amount)} is not allowed: expected a decimal number from 0 to {LARGEST}, such as "12.50"')
    return Decimal(amount)


def _listed(family):
    return ", ".join(FAMILIES[family])


def _shown(value):
    text = "(missing)" if value is None else repr(value)
    return text if len(text) <= 80 else f"{text[:80]}…"
