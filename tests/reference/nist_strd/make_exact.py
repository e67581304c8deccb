#!/usr/bin/env python3
"""What exact arithmetic makes of the doubles nearest to NIST's decimals: make_exact.py > exact.json

Certified values are those of the decimals. Where a set has many constant digits, its doubles are other numbers, and no
program that reads doubles can reach the certified value: exact.json holds the best that is possible, from fractions
(Python 3.11, no library)."""
import decimal
import fractions
import json

decimal.getcontext().prec = 60


def decimal_of(fraction):
    return decimal.Decimal(fraction.numerator) / decimal.Decimal(fraction.denominator)


def moments(values):
    exact = [fractions.Fraction(value) for value in values]
    mean = sum(exact) / len(exact)
    variance = sum((value - mean) ** 2 for value in exact) / (len(exact) - 1)
    return {"mean": float(mean), "sd": float(decimal_of(variance).sqrt())}


def anova(groups):
    exact = [[fractions.Fraction(value) for value in group] for group in groups]
    n_values = sum(len(group) for group in exact)
    mean = sum(sum(group) for group in exact) / n_values
    means = [sum(group) / len(group) for group in exact]
    between = sum(len(group) * (m - mean) ** 2 for group, m in zip(exact, means))
    within = sum((value - m) ** 2 for group, m in zip(exact, means) for value in group)
    f = (between / (len(exact) - 1)) / (within / (n_values - len(exact)))
    return {"between": float(between), "within": float(within), "f": float(f)}


def alternating(base):
    """base + .2, then base + .1 and base + .3 five hundred times, as the doubles nearest to those decimals."""
    return [float(f"{base}.2")] + [float(f"{base}.{tenth}") for _ in range(500) for tenth in (1, 3)]


def simon_lesage(offset, n_replicates):
    replicates = [0] + [-1, 1] * (n_replicates // 2)
    return [[(10 * offset + tenths + r) / 10 for r in replicates] for tenths in (14, 13, 15, 13, 15, 13, 15, 13, 15)]


sizes = {1: 21, 2: 201, 0: 2001}
sets = {"source": "make_exact.py",
        "univariate": {f"NumAcc{k}": moments(alternating(base)) for k, base in ((2, 1), (3, 1000000), (4, 10000000))},
        "anova": {f"SmLs0{k}": anova(simon_lesage(1000000 ** ((k - 1) // 3) if k > 3 else 0, sizes[k % 3]))
                  for k in range(1, 10)}}
with open("values.json", encoding="utf-8") as file:
    published = json.load(file)
for one in published["univariate"]:
    sets["univariate"][one["id"]] = moments(one["values"])
for one in published["anova"]:
    sets["anova"][one["id"]] = anova(one["groups"])
print(json.dumps(sets, indent=1))
