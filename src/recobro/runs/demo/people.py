"""The customers of an invented portfolio: names, numbers, places, contacts, contracts, and how they tend to pay."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from recobro.runs.demo import numbers


class Habit(StrEnum):
    """How a customer tends to pay. Shares are in `SHARES`; what each means for an invoice stands in `fates.py`."""

    GOOD = "good"  # the debit is collected, the bill is paid in time
    TIGHT = "tight"  # the account is empty now and then; pays when reminded
    BAD = "bad"  # half of what is due comes back, half of that is paid late
    GONE = "gone"  # from some month on nothing is paid any more
    DISPUTES = "disputes"  # takes back authorised debits
    DECEASED = "deceased"  # the bank says so, recently
    ORDERS = "orders"  # pays by transfer on the due day or a little later
    SLOW = "slow"  # pays by transfer, weeks late


@dataclass(frozen=True, slots=True)
class Client:
    """One customer with one contract, as the billing system knows it."""

    ref: str  # contract code
    name: str
    tax_id: str
    segment: str  # household | business | public_body
    supply: str  # CUPS, or service number
    address: str
    town: str
    region: str
    postcode: str
    email: str
    phone: str
    product: str
    mandate: str  # "" for the telecom, whose customers pay themselves
    account: str  # IBAN, "" for the telecom
    bank: int  # which of our banks presents its debits: 0, 1, 2
    cycle: int  # which of the month's billing runs
    mean_cents: int  # of a monthly invoice
    habit: Habit
    turn: int  # month of the year (0 …) at which `GONE` and `DECEASED` begin


HOME_SHARES = {Habit.GOOD: 87, Habit.TIGHT: 5, Habit.BAD: 3, Habit.GONE: 2, Habit.DISPUTES: 1, Habit.DECEASED: 1}
BUSINESS_SHARES = {Habit.GOOD: 77, Habit.TIGHT: 10, Habit.BAD: 7, Habit.GONE: 6}
PUBLIC_SHARES = {Habit.GOOD: 45, Habit.TIGHT: 20, Habit.BAD: 35}
TELECOM_SHARES = {Habit.ORDERS: 66, Habit.SLOW: 19, Habit.BAD: 8, Habit.GONE: 7}
PRODUCTS = (  # product, share, mean amount of a month in cents
    ("Internet fijo", 45, 3190),
    ("Telefonía fija", 15, 1480),
    ("Móvil pospago", 25, 2640),
    ("Televisión satelital", 15, 2875),
)


@cache
def words(country: str) -> dict[str, Any]:
    """The words of a country from `names.toml`."""
    text = files("recobro.runs.demo").joinpath("names.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(text)[country]
    return found


def spanish(count: int, chance: Random) -> list[Client]:
    """`count` customers of the electricity retailer: of a hundred 2 are public bodies and 15 businesses."""
    return [_spaniard(serial, chance) for serial in range(1, count + 1)]


def ecuadorian(count: int, chance: Random, first: int = 1) -> list[Client]:
    """`count` customers of the telecom; one in eight is a business."""
    return [_ecuadorian(serial, chance) for serial in range(first, first + count)]


def _spaniard(serial: int, chance: Random) -> Client:
    lexicon = words("ES")
    kind = serial % 100
    if kind in (7, 57):
        name, tax_id, segment = _public_body(serial, lexicon)
        mean, habits = chance.randint(42_000, 140_000), PUBLIC_SHARES
    elif kind % 20 in (3, 9, 16):
        nth = serial // 20 * 3 + (3, 9, 16).index(kind % 20)
        name, tax_id, segment = _company(lexicon, nth, chance), numbers.spanish_company(serial), "business"
        mean, habits = chance.choice((12_000, 18_000, 30_000, 52_000, 95_000, 160_000)), BUSINESS_SHARES
    else:
        name, tax_id = _home(serial, lexicon, chance)
        segment, mean, habits = "household", chance.randint(3_800, 11_500), HOME_SHARES
    habit = _pick(habits, chance)
    postcode, town, region = chance.choice(lexicon["towns"])
    return Client(
        ref=f"C-{100_000 + serial * 37}",
        name=name,
        tax_id=tax_id,
        segment=segment,
        supply=numbers.supply_point(serial),
        address=f"{chance.choice(lexicon['streets'])}, {chance.randint(1, 88)}",
        town=town,
        region=region,
        postcode=postcode,
        email=_email(name, serial, segment, "example.es", chance),
        phone=numbers.spanish_phone(serial, landline=segment != "household"),
        product="2.0TD" if mean < 40_000 else "3.0TD",
        mandate=f"MND-{200_000 + serial * 11}",
        account=numbers.spanish_account(1000 + serial % 700, serial),
        bank=serial % 3,
        cycle=serial % 2,
        mean_cents=mean,
        habit=habit,
        turn=chance.randint(3, 8) if habit is Habit.GONE else 12 - serial % 2,  # the last debit before the demo's day
    )


def _ecuadorian(serial: int, chance: Random) -> Client:
    lexicon = words("EC")
    region, town, area, prefix = chance.choice(lexicon["towns"])
    business = serial % 8 == 3
    if business:
        name, tax_id = _company(lexicon, serial // 8, chance), numbers.ecuadorian_company(prefix, serial)
    else:
        name, tax_id = _person(lexicon, chance), numbers.cedula(prefix, serial)
    product, _, mean = chance.choices(PRODUCTS, [share for _, share, _ in PRODUCTS])[0]
    habit = _pick(TELECOM_SHARES, chance)
    mobile = numbers.ecuadorian_mobile(serial)
    return Client(
        ref=f"TA-{500_000 + serial * 41}",
        name=name,
        tax_id=tax_id,
        segment="business" if business else "household",
        supply=mobile if product.startswith("Móvil") else numbers.ecuadorian_landline(area, serial),
        address=f"{chance.choice(lexicon['streets'])} N{chance.randint(10, 78)}-{chance.randint(10, 320)}",
        town=town,
        region=region,
        postcode="",
        email=_email(name, serial, "business" if business else "household", "example.com", chance),
        phone=mobile,
        product=product,
        mandate="",
        account="",
        bank=0,
        cycle=serial % 3,
        mean_cents=mean * (chance.randint(4, 9) if business else 1) + chance.randint(-4, 9) * 75,
        habit=habit,
        turn=chance.randint(2, 9),
    )


def _home(serial: int, lexicon: dict[str, Any], chance: Random) -> tuple[str, str]:
    if serial % 23 == 5:
        return str(chance.choice(lexicon["foreign"])), numbers.foreign_person(serial)
    return _person(lexicon, chance), numbers.spanish_person(serial)


def _person(lexicon: dict[str, Any], chance: Random) -> str:
    first = chance.choice(lexicon["women"] + lexicon["men"])
    left, right = chance.sample(lexicon["surnames"], 2)
    return f"{first} {left} {right}"


def _company(lexicon: dict[str, Any], nth: int, chance: Random) -> str:
    """No two of the first trades × fancies companies have the same name."""
    trades, fancies = lexicon["trades"], lexicon["fancies"]
    place = nth * 7 % (len(trades) * len(fancies))
    form = chance.choice(lexicon["forms"])
    comma = "," if form.startswith("S.L") else ""
    return f"{trades[place % len(trades)]} {fancies[place // len(trades)]}{comma} {form}"


def _public_body(serial: int, lexicon: dict[str, Any]) -> tuple[str, str, str]:
    names = lexicon["public_bodies"]
    return names[(serial // 50) % len(names)], numbers.spanish_company(serial, "P"), "public_body"


def _pick(shares: dict[Habit, int], chance: Random) -> Habit:
    return chance.choices(list(shares), list(shares.values()))[0]


def _email(name: str, serial: int, segment: str, domain: str, chance: Random) -> str:
    """One in fourteen has given none: its notices have to find another way."""
    if chance.randrange(14) == 0:
        return ""
    plain = unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode().lower()
    parts = [part for part in "".join(c if c.isalpha() else " " for c in plain).split() if len(part) > 2]
    if segment != "household":
        return f"facturas@{''.join(parts[:3])}{serial}.{domain}"
    return f"{parts[0]}.{parts[-2] if len(parts) > 2 else parts[-1]}{serial}@{domain}"
