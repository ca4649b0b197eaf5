"""The standard report by pandas, vectorised: prints one line of JSON. See bench/standard/questions.ts for what is asked.

    python3 standard.py FILE [ANSWERS]

FILE is Parquet, where pandas has a library that reads it (pyarrow or fastparquet), or CSV. ANSWERS, where given, is
written for bench/standard/compare.ts.
"""

import importlib.util
import json
import math
import resource
import sys
import time

try:
    import numpy as np
    import pandas as pd
except ImportError:
    print(json.dumps({"skipped": "pandas is not installed"}))
    sys.exit()

DAY = 86_400_000
STEPS = ["product-page", "shopping-cart", "checkout", "purchase-confirmation-email"]
SOURCES = [
    "blog-post", "email-newsletter", "landing-page", "marketing-campaign",
    "online-advertising", "peer-recommendation", "social-media", "video-tutorial",
]  # fmt: skip
MESSAGES = ["email-newsletter", "marketing-campaign", "cross-sell-email", "anniversary-greeting"]


def load(file):
    columns = ["customer", "at", "touchpoint", "sequence"]
    if file.endswith(".csv"):
        df = pd.read_csv(file, usecols=columns, dtype={"touchpoint": "category", "sequence": "int32"})
        df["at"] = pd.to_datetime(df["at"], format="ISO8601", utc=True)
    else:
        df = pd.read_parquet(file, columns=columns)
        df["touchpoint"] = df["touchpoint"].astype("category")
    at = df["at"].dt.tz_localize(None).dt.as_unit("ms")
    trail = pd.DataFrame(
        {
            "c": pd.factorize(df["customer"])[0].astype("int32"),
            "t": at.astype("int64"),
            "sequence": df["sequence"],
            "tp": df["touchpoint"].cat.as_unordered(),
            "m": ((at.dt.year - 2025) * 12 + at.dt.month - 1).astype("int16"),
        }
    )
    trail = trail.sort_values(["c", "t", "sequence"], ignore_index=True)
    trail["r"] = np.arange(len(trail))
    return trail


def disc(values, q):
    """The value of rank ceil(q n), as a discrete quantile has it."""
    values = np.sort(np.asarray(values))
    return None if len(values) == 0 else float(values[max(1, math.ceil(q * len(values))) - 1])


def records(frame):
    return json.loads(frame.to_json(orient="records"))


def tally(trail):
    rows = trail[trail["m"].between(0, 17)].groupby(["tp", "m"], observed=True)["c"].agg(["size", "nunique"])
    rows = rows.reset_index().set_axis(["touchpoint", "month", "rows", "customers"], axis=1)
    return records(rows)


def follow(trail, steps):
    """Every opening with the first row of each next step after the one before."""
    of = {step: trail.loc[trail["tp"] == step, ["c", "r", "t"]] for step in steps}
    chain = trail.loc[trail["tp"] == steps[0], ["c", "r", "t", "m"]].rename(columns={"t": "t1"})
    chain["opening"] = chain["r"]
    whole = chain
    for k, step in enumerate(steps[1:], 2):
        right = of[step].rename(columns={"t": f"t{k}", "r": f"r{k}"}).assign(at=lambda one: one[f"r{k}"])
        chain = pd.merge_asof(
            chain.sort_values("r"), right, left_on="r", right_on="at", by="c", direction="forward", allow_exact_matches=False
        )
        chain = chain[chain[f"r{k}"].notna()].assign(r=lambda one: one[f"r{k}"].astype("int64"))
        whole = whole.merge(chain[["opening", f"t{k}"]], on="opening", how="left")
    return whole


def reached(chain, steps, within):
    limit = chain["t1"] + within
    return pd.DataFrame(
        {"t1": chain["t1"], **{f"t{k}": chain[f"t{k}"].where(chain[f"t{k}"] <= limit) for k in range(2, steps + 1)}}
    )


def funnel(times, steps):
    answer = [{"step": 1, "reached": len(times), "since_first": None, "since_previous": None}]
    for k in range(2, steps + 1):
        got = times[times[f"t{k}"].notna()]
        first, previous = got[f"t{k}"] - got["t1"], got[f"t{k}"] - got[f"t{k - 1}"]
        answer.append({"step": k, "reached": len(got), "since_first": disc(first, 0.5), "since_previous": disc(previous, 0.5)})
    return answer


def funnels(trail):
    chain = follow(trail, STEPS)
    order = funnel(reached(chain.drop_duplicates("c"), 4, 7 * DAY), 4)
    monthly = chain[chain["m"].between(0, 17)].drop_duplicates(["c", "m"])
    months = [
        {"month": int(month), **row}
        for month, own in monthly.groupby("m")
        for row in funnel(reached(own, 4, 7 * DAY), 4)
    ]
    times = reached(chain, 3, DAY)
    steps = times["t2"].notna().astype(int) + times["t3"].notna()
    best = times.assign(c=chain["c"], steps=steps).sort_values("steps", ascending=False, kind="stable").drop_duplicates("c")
    return {"funnel to the order": order, "funnel to the order, by month": months, "funnel to the cart, best": funnel(best, 3)}


def retention(trail):
    active = trail[["c", "m"]].drop_duplicates()
    ends = active.groupby("c")["m"].agg(entry="min", latest="max")
    ends = ends[ends["entry"].between(0, 17)]
    active = active.join(ends, on="c", how="inner")
    on = active.groupby(["entry", active["m"] - active["entry"]]).size()
    members = ends.groupby("entry").size()
    latest = ends.groupby(["entry", ends["latest"] - ends["entry"]]).size().unstack(fill_value=0)
    latest = latest.reindex(columns=range(18), fill_value=0).iloc[:, ::-1].cumsum(axis=1)
    return [
        {"month": e, "index": i, "n": int(n), "on": int(on.get((e, i), 0)), "on_or_after": int(latest.at[e, i])}
        for e, n in members.items()
        for i in range(18 - e)
    ]


def visits_of(trail):
    same = (trail["c"] == trail["c"].shift()) & (trail["tp"].cat.codes == trail["tp"].cat.codes.shift())
    visits = trail.loc[~same, ["c", "t", "tp"]].reset_index(drop=True)
    visits["a"] = visits["tp"].cat.codes
    visits["opens"] = visits["c"] != visits["c"].shift()
    return visits


def transitions(visits):
    names = list(visits["tp"].cat.categories)
    last = visits["c"] != visits["c"].shift(-1)
    moves = pd.DataFrame({"c": visits["c"], "a": visits["a"], "b": visits["a"].shift(-1).where(~last, -1).astype("int8")})
    moves["dwell"] = visits["t"].shift(-1).where(~last) - visits["t"]
    rows = moves.groupby(["a", "b"])["c"].agg(["size", "nunique"])
    # Discrete quantiles of all groups by one sort.
    sorted_ = moves.sort_values(["a", "b", "dwell"])["dwell"].to_numpy()
    starts = rows["size"].cumsum() - rows["size"]
    median, p95 = (sorted_[starts + np.maximum(1, np.ceil(q * rows["size"])).astype(int) - 1] for q in (0.5, 0.95))
    rows = rows.assign(median=median, p95=p95).reset_index()
    out = pd.DataFrame(
        {
            "from": [names[a] for a in rows["a"]],
            "to": [None if b < 0 else names[b] for b in rows["b"]],
            "count": rows["size"],
            "walks": rows["nunique"],
            "median": rows["median"],
            "p95": rows["p95"],
        }
    )
    opened = visits.loc[visits["opens"], "a"].value_counts()
    starts = [{"from": None, "to": names[a], "count": int(n), "walks": int(n), "median": None, "p95": None} for a, n in opened.items()]
    return records(out) + starts


def paths(visits):
    names = list(visits["tp"].cat.categories)
    place = visits.groupby("c").cumcount()
    first = place < 5
    packed = (visits["a"][first].astype("int64") + 1) * 256 ** place[first]
    counts = packed.groupby(visits["c"][first]).sum().value_counts()

    def text(key):
        codes = [(key >> (8 * k)) & 255 for k in range(5)]
        return " > ".join(names[code - 1] for code in codes if code > 0)

    # Equal counts are ordered by name, so all that are as frequent as the last have to be named.
    least = counts.iloc[min(1000, len(counts)) - 1]
    named = [(text(int(key)), int(n)) for key, n in counts[counts >= least].items()]
    return [{"path": path, "journeys": n} for path, n in sorted(named, key=lambda one: (-one[1], one[0]))[:1000]]


def attribution(trail):
    orders = trail.loc[trail["tp"] == STEPS[3], ["c", "r", "t"]]
    sources = trail.loc[trail["tp"].isin(SOURCES), ["c", "r", "t", "tp"]]
    both = orders.merge(sources, on="c", suffixes=("_order", ""))
    both = both[(both["r"] < both["r_order"]) & (both["t"] >= both["t_order"] - 30 * DAY)]
    both = both.sort_values(["r_order", "r"])
    by = both.groupby("r_order")
    n, place = by["r"].transform("size"), by.cumcount()
    age = both["t_order"] - both["t"]
    weight = 2.0 ** (-age / (7 * DAY))
    ends = (place == 0) | (place == n - 1)
    position = np.where(n == 1, 1.0, np.where(n == 2, 0.5, np.where(ends, 0.4, 0.2 / np.maximum(1, n - 2))))
    shares = pd.DataFrame(
        {
            "order": both["r_order"],
            "touchpoint": both["tp"],
            "touches": 1,
            "first": (place == 0).astype(float),
            "last": (place == n - 1).astype(float),
            "linear": 1 / n,
            "position": position,
            "decay": weight / weight.groupby(both["r_order"]).transform("sum"),
        }
    )
    rules = ["first", "last", "linear", "position", "decay"]
    shares = shares.groupby(["order", "touchpoint"], observed=True).sum().reset_index()
    shares = shares.assign(conversions=1, **{f"{rule}_squares": shares[rule] ** 2 for rule in rules})
    out = shares.drop(columns="order").groupby("touchpoint", observed=True).sum()
    out["age"] = age.groupby(both["tp"], observed=True).agg(lambda ages: disc(ages, 0.5))
    conversions = [{"what": "all", "n": len(orders)}, {"what": "attributed", "n": int(both["r_order"].nunique())}]
    return {"attribution": records(out.reset_index()), "attribution, conversions": conversions}


def pressure(trail):
    contacts = trail.loc[trail["tp"].isin(MESSAGES), ["c", "t"]]
    # Customer and instant in one number: the window begins where the number is higher than that of 7 days before.
    key = (contacts["c"].to_numpy(dtype="int64") << 42) + contacts["t"].to_numpy() - trail["t"].min() + 7 * DAY
    in_window = np.arange(len(key)) - np.searchsorted(key, key - 7 * DAY, side="right") + 1
    contacts = contacts.assign(n=in_window, gap=contacts.groupby("c")["t"].diff())
    of = contacts.groupby("c").agg(peak=("n", "max"), total=("n", "size"), gap=("gap", "min"))
    nobody = int(trail["c"].nunique()) - len(of)
    rows = [
        {"what": what, "contacts": int(value), "n": int(n), "median": None}
        for what in ("peak", "total")
        for value, n in [*of[what].value_counts().items(), (0, nobody)]
    ]
    return [*rows, {"what": "gap", "contacts": None, "n": None, "median": disc(of["gap"].dropna(), 0.5)}]


def main():
    file = sys.argv[1]
    if not file.endswith(".csv") and not any(importlib.util.find_spec(name) for name in ("pyarrow", "fastparquet")):
        print(json.dumps({"skipped": "pandas has no library that reads Parquet"}))
        return
    start = time.perf_counter()
    trail = load(file)
    loaded = time.perf_counter()
    visits = visits_of(trail)
    answers = {
        "tally": tally(trail),
        **funnels(trail),
        "retention": retention(trail),
        "transitions": transitions(visits),
        "paths": paths(visits),
        **attribution(trail),
        "pressure": pressure(trail),
    }
    end = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if len(sys.argv) > 2:
        with open(sys.argv[2], "w", encoding="utf-8") as out:
            json.dump({"answers": answers}, out)
    figures = sum(len(rows) for rows in answers.values())
    print(json.dumps({"seconds": end - start, "load": loaded - start, "peak": peak, "rows": figures, "version": pd.__version__}))


main()
