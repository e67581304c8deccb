# Reference values of the bivariate normal distribution: python3 make_values.py > values.json
# One integral of 40 digits a point: P(X <= a, Y <= b) = integral of phi(x) Phi((b - r x) / sqrt(1 - r^2)) from -inf to a.
import json
from mpmath import mp, mpf, quad, npdf, erfc, sqrt, inf
mp.dps = 40
def cdf(x):
    return erfc(-x / sqrt(2)) / 2
def bvn(a, b, r):
    a, b, r = mpf(a), mpf(b), mpf(r)
    s = sqrt((1 - r) * (1 + r))
    # Splits where the inner share changes fast.
    centre = b / r if r else mpf(0)
    width = s / abs(r) if r else mpf(1)
    points = sorted({mpf(-40), a} | {p for p in [centre + k * width for k in (-30, -12, -6, -3, -1, 0, 1, 3, 6, 12, 30)] + [mpf(k) for k in (-8, -4, -2, 0, 2, 4)] if -40 < p < a})
    return quad(lambda x: npdf(x) * cdf((b - r * x) / s), points)
rows = []
for r in ("0", "0.01", "-0.2", "0.39", "0.41", "-0.6", "0.75", "0.9", "-0.92", "0.93", "-0.95", "0.98", "0.999", "-0.999", "0.99999"):
    for a, b in (("0", "0"), ("0.5", "0.5"), ("-1.2", "0.7"), ("2.5", "-0.3"), ("-2", "-2.001"), ("1.5", "1.6"), ("-3.5", "1"), ("3", "-3"), ("-0.8", "0.8")):
        rows.append([float(a), float(b), float(r), float(bvn(float(a), float(b), float(r)))])
import mpmath
print('{"made_by": "make_values.py", "versions": {"mpmath": "%s"},\n "points": [' % mpmath.__version__)
print(",\n".join("  " + json.dumps(row) for row in rows))
print("]}")
