"""Student's .975 quantile at any number of degrees of freedom, by bisection on the incomplete beta function."""

from __future__ import annotations

from functools import cache
from math import exp, lgamma, log, log1p, sqrt
from typing import Final

NORMAL: Final = 1.96
"""What the quantile falls to with ever more degrees of freedom; taken where their number is unknown."""

_MANY: Final = 100_000


@cache
def quantile(freedom: float) -> float:
    """Return t so that 95 of 100 draws of Student's distribution lie between -t and t: 12.706 at 1, 2.262 at 9.

    Good to nine digits. Raises ValueError below one degree of freedom.
    """
    if freedom < 1:
        raise ValueError(f"{freedom} degrees of freedom")
    if freedom > _MANY:
        return NORMAL
    low, high = 1.9, 13.0
    for _ in range(48):
        middle = (low + high) / 2
        low, high = (middle, high) if _outside(middle, freedom) > 0.05 else (low, middle)
    return (low + high) / 2


def _outside(t: float, freedom: float) -> float:
    """Return the share of draws beyond -t and t: the regularized incomplete beta I_x(freedom/2, 1/2)."""
    x = freedom / (freedom + t * t)
    a, b = freedom / 2, 0.5
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1 - front * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    """Return the continued fraction of the incomplete beta, by Lentz (Numerical Recipes 6.4; NIST DLMF 8.17.22)."""
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, int(100 + sqrt(max(a, b)) * 5)):
        for step in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / (1 + step * d)
            c = 1 + step / c
            value *= c * d
        if abs(c * d - 1) < 1e-14:
            break
    return value
