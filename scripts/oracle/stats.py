"""Freezes distributions.json, the truth the distribution functions of @touchpoint/core/stats are tested against.

    python3 -m venv .venv && .venv/bin/pip install mpmath==1.4.1
    .venv/bin/python scripts/oracle/stats.py > packages/core/test/fixtures/distributions.json

Everything is computed with 360 digits (a tail of 1e-300 may come as a complement) from definitions (positive series, no library quantile): scipy itself is off by
up to 2e-11 in the t quantile and fails for some beta quantiles. Arguments are doubles, taken exactly.
"""

import json
from mpmath import mp, mpf, erfc, exp, log, loggamma, sqrt, pi

mp.dps = 360


def log_beta(a, b):
    return loggamma(a) + loggamma(b) - loggamma(a + b)


def lower(a, b, x):
    """I_x(a, b) = x^a (1-x)^b / (a B(a, b)) * sum (a+b)_k / (a+1)_k x^k, all terms positive."""
    term = total = mpf(1)
    k = 0
    while True:
        term *= (a + b + k) / (a + 1 + k) * x
        total += term
        k += 1
        if (a + b + k) * x < (a + 1 + k) * mpf(3) / 4 and term < total * mpf(10) ** -350:
            break
    return exp(a * log(x) + b * log(1 - x) - log(a) - log_beta(a, b)) * total


def tails(a, b, x):
    """Both tails, from the series at the smaller of x and 1 - x."""
    if x <= mpf(1) / 2:
        p = lower(a, b, x)
        return p, 1 - p
    q = lower(b, a, 1 - x)
    return 1 - q, q


def density(a, b, x):
    return exp((a - 1) * log(x) + (b - 1) * log(1 - x) - log_beta(a, b))


def quantile_row(a, b, x):
    """The probability at a double x, rounded to a double, and the exact point of that rounded probability."""
    p = tails(a, b, x)[0]
    rounded = mpf(float(p))
    return [num(rounded), num(a), num(b), num(x + (rounded - p) / density(a, b, x))]


def t_sf(t, df):
    return tails(df / 2, mpf(1) / 2, df / (df + t * t))[0] / 2


def t_row(t, df):
    q = t_sf(t, df)
    rounded = mpf(float(q))
    height = exp(-(df + 1) / 2 * log(1 + t * t / df) - log(df) / 2 - log_beta(df / 2, mpf(1) / 2))
    return [num(rounded), num(df), num(t - (rounded - q) / height)]


def normal_quantile(p):
    from mpmath import erfinv, findroot

    if p > mpf(1) / 4:
        return -sqrt(mpf(2)) * erfinv(1 - 2 * p)
    start = -sqrt(-2 * log(p * sqrt(2 * pi) * sqrt(-2 * log(p))))
    return findroot(lambda x: log(erfc(-x / sqrt(mpf(2))) / 2) - log(p), start)


def gamma_tails(a, x):
    """P(a, x) by its positive series and Q as its complement, both with all digits."""
    term = total = 1 / a
    k = 0
    while True:
        k += 1
        term *= x / (a + k)
        total += term
        if x < (a + k) * mpf(3) / 4 and term < total * mpf(10) ** -350:
            break
    p = exp(a * log(x) - x - loggamma(a)) * total
    return p, 1 - p


def gamma_rows(out):
    """Chi-squared by tails and quantiles: [x, df, lower, upper] and [p, df, x] with the exact point of a rounded p."""
    out["chiSquared"] = []
    out["chiSquaredQuantile"] = []
    out["chiSquaredUpperQuantile"] = []
    for df in (0.02, 0.5, 1, 2, 3, 7.5, 40, 999, 1e4, 2e4):
        a = mpf(df) / 2
        for z in (-20, -5, -1, -0.1, 0.2, 1.5, 6, 25):
            x = num(df + z * sqrt(mpf(2) * df))
            if x <= 0:
                x = num(mpf(df) * mpf(10) ** z)
            if x < 1e-280:
                continue
            p, q = gamma_tails(a, mpf(x) / 2)
            if min(p, q) < mpf(10) ** -300:
                continue
            out["chiSquared"].append([x, df, num(p), num(q)])
            density = exp((a - 1) * log(mpf(x) / 2) - mpf(x) / 2 - loggamma(a)) / 2
            for name, tail, sign in (("chiSquaredQuantile", p, 1), ("chiSquaredUpperQuantile", q, -1)):
                if tail < 0.9:
                    rounded = mpf(float(tail))
                    out[name].append([num(rounded), df, num(x + sign * (rounded - tail) / density)])
    out["poisson"] = []
    for k, mean in ((0, 2), (3, 0.5), (42, 30), (120, 100), (9, 40), (10000, 10100), (2, 1e-6)):
        p, q = gamma_tails(mpf(k + 1), mpf(mean))
        out["poisson"].append([k, mean, num(q), num(p)])


def num(x):
    return float(x)


def rows():
    out = {}
    xs = [1e-12, 0.1, 0.5, 1, 1.4999, 1.5, 1.96, 3, 6, 10, 20, 37.5]
    out["normal"] = [[x, num(erfc(-mpf(x) / sqrt(mpf(2))) / 2), num(erfc(mpf(x) / sqrt(mpf(2))) / 2)] for x in xs]
    ps = [1e-300, 1e-100, 1e-20, 1e-9, 1e-4, 0.02, 0.0749, 0.0751, 0.3, 0.5000001, 0.7, 0.95, 0.975, 0.9995, 1 - 1e-12]
    out["normalQuantile"] = [[p, num(normal_quantile(mpf(p)))] for p in ps]
    zs = [1e-10, 0.001, 0.5, 0.71, 0.999999, 1.0000001, 1.29, 1.31, 1.9999999, 2.000001, 2.5, 7.3, 11.99, 12.01, 100.5, 1e4, 1e8, 1e15]
    out["lgamma"] = [[z, num(loggamma(mpf(z)))] for z in zs]
    shapes = [(1e-3, 5), (0.5, 0.5), (0.5, 3), (1, 1e4), (2.5, 1.5), (30, 1e4), (1e4, 1e4), (1e4, 0.5), (1e6, 0.5), (1e6, 1e6), (3, 1e12)]
    out["logBeta"] = [[a, b, num(log_beta(mpf(a), mpf(b)))] for a, b in shapes]

    shapes = [(0.5, 0.5), (0.5, 3), (3, 0.5), (0.01, 2), (2.5, 40), (100, 0.5), (500.5, 1500.5), (1e4, 0.5), (1e4, 1e4), (7, 1e4), (1e4, 37)]
    out["beta"] = []
    out["betaQuantile"] = []
    for a, b in shapes:
        a, b = mpf(a), mpf(b)
        mean, sd = a / (a + b), sqrt(a * b / (a + b + 1)) / (a + b)
        for z in (-30, -8, -2, -0.3, 0.4, 2, 9):
            x = num(mean + z * sd)
            if not 0 < x < 1:
                x = num(mean * mpf(10) ** z) if z < 0 else 0
            if 0 < x < 1:
                p, q = tails(a, b, mpf(x))
                if min(p, q) > mpf(10) ** -300:
                    out["beta"].append([x, num(a), num(b), num(p), num(q)])
                    if p < 0.99:
                        out["betaQuantile"].append(quantile_row(a, b, mpf(x)))
    # Jeffreys and Clopper-Pearson of a million trials: beyond the promised range, still held
    for a, b, x in ((0.5, 1000000.5, 5e-10), (1, 1e6, 2.5e-8), (250.5, 999750.5, 2.2e-4)):
        out["betaQuantile"].append(quantile_row(mpf(a), mpf(b), mpf(x)))

    out["studentT"] = []
    out["studentTQuantile"] = []
    for df in (1, 1.5, 3, 12.42712977424846, 99, 5841.742032093565, 2e4):
        for t in (1e-8, 0.3, 1.7, 1.8, 4, 12, 60):
            q = t_sf(mpf(t), mpf(df))
            if q > mpf(10) ** -300:
                out["studentT"].append([t, df, num(q)])
                out["studentTQuantile"].append(t_row(mpf(t), mpf(df)))

    out["binomial"] = []
    for k, n, p in ((0, 10, 0.3), (94, 100, 0.97), (3, 1000, 0.05), (49, 100, 0.5), (120, 2400, 0.03), (9990, 10000, 0.5), (5000, 10000, 0.5), (1, 10000, 1e-6)):
        up, low = tails(mpf(k + 1), mpf(n - k), mpf(p))
        out["binomial"].append([k, n, p, num(low), num(up)])
    gamma_rows(out)
    return out


table = rows()
print("{")
print(",\n".join(
    f'  "{name}": [\n' + ",\n".join("    " + json.dumps(row) for row in table[name]) + "\n  ]" for name in table
))
print("}")
