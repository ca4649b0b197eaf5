"""Freezes tails.json: the distribution functions of @touchpoint/core/stats far out and for very small and large shapes.

    python3 -m venv .venv && .venv/bin/pip install mpmath==1.4.1
    .venv/bin/python scripts/oracle/tails.py > packages/core/test/fixtures/tails.json

Like stats.py, from positive series with 400 digits, so that a tail of 1e-300 may come as a complement. Arguments are
doubles, taken exactly. Tails are at least 1e-300: below, doubles lose digits. Takes some minutes.
"""

import json
import sys
from mpmath import mp, mpf, erfc, exp, floor, log, loggamma, pi, sqrt

mp.dps = 400
ENOUGH = mpf(10) ** -380
LEAST = mpf(10) ** -300
HALF = mpf(1) / 2


def num(x):
    return float(x)


def log_beta(a, b):
    return loggamma(a) + loggamma(b) - loggamma(a + b)


def series(ratio, limit):
    """1 + r0 + r0 r1 + ..., positive terms whose ratios end up between their current value and `limit` < 1."""
    term = total = mpf(1)
    k = 0
    while True:
        r = ratio(k)
        term *= r
        total += term
        k += 1
        bound = max(r, limit)
        if bound < 1 and term * bound < total * ENOUGH * (1 - bound):
            return total


def beta_lower(a, b, x):
    total = series(lambda k: (a + b + k) / (a + 1 + k) * x, x)
    return exp(a * log(x) + b * log(1 - x) - log(a) - log_beta(a, b)) * total


def beta_tails(a, b, x):
    """Both tails: the series from the side where it converges quickly, the other as its complement."""
    if max(a, b) <= 100:
        from_below = x <= HALF
    elif min(a, b) * 20 < max(a, b) or min(a, b) <= 100:
        from_below = a < b
    else:
        from_below = x <= a / (a + b)
    if from_below:
        p = beta_lower(a, b, x)
        return p, 1 - p
    q = beta_lower(b, a, 1 - x)
    return 1 - q, q


def beta_density(a, b, x):
    return exp((a - 1) * log(x) + (b - 1) * log(1 - x) - log_beta(a, b))


def gamma_tails(a, x):
    total = series(lambda k: x / (a + 1 + k), mpf(0))
    p = exp(a * log(x) - x - loggamma(a)) * total / a
    return p, 1 - p


def gamma_density(a, x):
    return exp((a - 1) * log(x) - x - loggamma(a))


def points(out, name, tails, density, x, shapes):
    """[x, shapes..., lower, upper], and [tail, shapes..., point] of the tail rounded to a double: lower, upper."""
    p, q = tails
    if min(p, q) < LEAST:
        return
    shapes = [num(s) for s in shapes]
    out[name].append([num(x), *shapes, num(p), num(q)])
    for side, tail, sign in (("Quantile", p, 1), ("UpperQuantile", q, -1)):
        # The quantile of a tail next to 1 hangs on the last digit of the tail: nobody could keep it.
        if tail < mpf(9) / 10:
            rounded = mpf(num(tail))
            out[name + side].append([num(rounded), *shapes, num(x + sign * (rounded - tail) / density)])


def log_progress(what):
    print(what, file=sys.stderr, flush=True)


ZS = (-36, -20, -6, -1, -0.01, 0.3, 2, 9, 36)


def beta_rows(out):
    for name in ("beta", "betaQuantile", "betaUpperQuantile"):
        out[name] = []
    for a, b in ((1e-3, 1e-3), (1e-3, 5), (5, 1e-3), (0.1, 0.1), (0.5, 0.5), (1, 1), (30, 2)):
        for x in (1e-300, 1e-100, 1e-12, 1e-3, 0.25, 0.5, 0.75, 0.999, 1 - 2.0**-50):
            a_, b_, x_ = mpf(a), mpf(b), mpf(x)
            points(out, "beta", beta_tails(a_, b_, x_), beta_density(a_, b_, x_), x_, (a, b))
    large = ((1e-3, 1e4), (1e-3, 1e7), (0.5, 1e5), (0.5, 1e7), (1, 1e6), (30, 1e4), (30, 1e7), (1e4, 1e4), (1e4, 0.5), (1e4, 1e7),
             (1e5, 3e5), (1e6, 0.5), (1e6, 1e6), (1e7, 30), (1e7, 1e-3), (1e7, 1e7), (2e6, 8e6))
    for a, b in large:
        log_progress(f"beta {a} {b}")
        a_, b_ = mpf(a), mpf(b)
        mean, sd = a_ / (a_ + b_), sqrt(a_ * b_ / (a_ + b_ + 1)) / (a_ + b_)
        xs = [num(mean + z * sd) for z in ZS]
        if a <= 30:
            xs += [num(mean * mpf(10) ** e) for e in (-100, -9, -2, 0.7)]
        for x in xs:
            if 0 < x < 1:
                x_ = mpf(x)
                points(out, "beta", beta_tails(a_, b_, x_), beta_density(a_, b_, x_), x_, (a, b))


def gamma_rows(out):
    for name in ("chiSquared", "chiSquaredQuantile", "chiSquaredUpperQuantile"):
        out[name] = []
    for df in (2e-3, 0.2, 1, 3, 60, 2e4, 2e5, 2e6, 2e7):
        log_progress(f"chi-squared {df}")
        a = mpf(df) / 2
        xs = [num(df + z * sqrt(2 * mpf(df))) for z in ZS]
        if df <= 60:
            xs += [1e-290, 1e-100, 1e-9, 1e-3, 5.0, 90.0, 700.0, 1300.0]
        for x in xs:
            if x > 0:
                half = mpf(x) / 2
                points(out, "chiSquared", gamma_tails(a, half), gamma_density(a, half) / 2, mpf(x), (df,))


def student_rows(out):
    """[t, df, upper tail] and [upper tail, df, t] of the tail rounded to a double."""
    out["studentT"] = []
    out["studentTUpperQuantile"] = []
    for df in (0.002, 0.1, 1, 2, 7.5, 1e4, 1e5, 1e6, 2e7):
        log_progress(f"t {df}")
        ts = (1e-9, 0.01, 0.7, 3, 8, 20, 36) + ((1e3, 1e50, 1e150, 1e200, 1e290) if df < 10 else ())
        for t in ts:
            d, t_ = mpf(df), mpf(t)
            q = beta_tails(d / 2, HALF, d / (d + t_ * t_))[0] / 2
            if q < LEAST:
                continue
            out["studentT"].append([t, df, num(q)])
            rounded = mpf(num(q))
            height = exp(-(d + 1) / 2 * log(1 + t_ * t_ / d) - log(d) / 2 - log_beta(d / 2, HALF))
            # Next to the middle t hangs on the last digit of the tail.
            if q < mpf(45) / 100:
                out["studentTUpperQuantile"].append([num(rounded), df, num(t_ - (rounded - q) / height)])


def count_rows(out):
    """[k, n, p, lower, upper] and [k, mean, lower, upper]; the tails of whole numbers say where the quantiles are."""
    out["binomial"] = []
    for n, p in ((50, 0.01), (1e4, 0.5), (1e4, 1e-3), (1e5, 0.2), (1e6, 1e-6), (1e6, 0.9), (1e7, 0.5), (1e7, 1e-4), (1e7, 1 - 2.0**-20)):
        log_progress(f"binomial {n} {p}")
        p_, n_ = mpf(p), mpf(n)
        sd = sqrt(n_ * p_ * (1 - p_))
        for k in sorted({num(floor(n_ * p_ + z * sd)) for z in ZS}):
            if 0 <= k < n:
                up, low = beta_tails(mpf(k + 1), n_ - k, p_)
                if min(up, low) >= LEAST:
                    out["binomial"].append([k, n, p, num(low), num(up)])
    out["poisson"] = []
    for mean in (1e-9, 1e-3, 1, 30, 1e4, 1e5, 1e6, 1e7):
        log_progress(f"poisson {mean}")
        m = mpf(mean)
        for k in sorted({num(floor(m + z * sqrt(m))) for z in ZS} | ({0.0, 1.0, 5.0, 20.0} if mean <= 30 else set())):
            if k >= 0:
                p, q = gamma_tails(mpf(k + 1), m)
                if min(p, q) >= LEAST:
                    out["poisson"].append([k, mean, num(q), num(p)])


def normal_rows(out):
    """[x, lower, upper] and [tail, x] of the upper tail rounded to a double."""
    out["normal"] = []
    out["normalUpperQuantile"] = []
    for x in (0, 1e-300, 1e-5, 0.2, 0.9, 1.4999, 1.5001, 2.5, 5, 8.3, 15, 26, 33.3, 37):
        q = erfc(mpf(x) / sqrt(mpf(2))) / 2
        out["normal"].append([x, num(1 - q), num(q)])
        rounded = mpf(num(q))
        if 0 < q < mpf(45) / 100:
            height = exp(-mpf(x) ** 2 / 2) / sqrt(2 * pi)
            out["normalUpperQuantile"].append([num(rounded), num(mpf(x) - (rounded - q) / height)])


table = {}
normal_rows(table)
beta_rows(table)
gamma_rows(table)
student_rows(table)
count_rows(table)
print("{")
print(",\n".join(
    f'  "{name}": [\n' + ",\n".join("    " + json.dumps(row) for row in table[name]) + "\n  ]" for name in table
))
print("}")
