"""The standard report by polars: prints one line of JSON. See bench/standard/questions.ts for what is asked.

    python3 standard_polars.py FILE [ANSWERS]

FILE is Parquet or CSV. ANSWERS, where given, is written for bench/standard/compare.ts.
"""

import json
import resource
import sys
import time

try:
    import polars as pl
except ImportError:
    print(json.dumps({"skipped": "polars is not installed"}))
    sys.exit()

DAY = 86_400_000
STEPS = ["product-page", "shopping-cart", "checkout", "purchase-confirmation-email"]
SOURCES = [
    "blog-post", "email-newsletter", "landing-page", "marketing-campaign",
    "online-advertising", "peer-recommendation", "social-media", "video-tutorial",
]  # fmt: skip
MESSAGES = ["email-newsletter", "marketing-campaign", "cross-sell-email", "anniversary-greeting"]
col, length = pl.col, pl.len()




def load(file):
    """Rows in order; customers are numbered first, as sorting by integers is several times faster."""
    scan = pl.scan_csv(file, try_parse_dates=True) if file.endswith(".csv") else pl.scan_parquet(file)
    month = (col("at").dt.year().cast(pl.Int32) - 2025) * 12 + col("at").dt.month() - 1
    return (
        scan.select(
            col("customer").cast(pl.Categorical).to_physical().alias("c"),
            col("at").dt.epoch("ms").alias("t"),
            col("touchpoint").cast(pl.Categorical).alias("tp"),
            month.cast(pl.Int16).alias("m"),
            col("sequence"),
        )
        .sort("c", "t", "sequence")
        .drop("sequence")
        .with_row_index("r")
        .collect()
    )


def disc(column, q):
    """The value of rank ceil(q n), as a discrete quantile has it."""
    return column.quantile(q, interpolation="equiprobable")


def text(column):
    return col(column).cast(pl.String)


def tally(trail):
    rows = trail.filter(col("m").is_between(0, 17)).group_by(text("tp").alias("touchpoint"), month="m")
    return rows.agg(length.alias("rows"), col("c").n_unique().alias("customers")).to_dicts()


def follow(trail):
    """Every opening with the first row of each next step after the one before."""
    chain = trail.filter(col("tp") == STEPS[0]).select("c", "m", "r", t1="t", r1="r")
    for k, step in enumerate(STEPS[1:], 2):
        right = trail.filter(col("tp") == step).select("c", **{f"t{k}": "t", f"r{k}": "r"})
        before = f"r{k - 1}"
        found = chain.filter(col(before).is_not_null()).select("r", "c", before).sort(before)
        found = found.join_asof(
            right, left_on=before, right_on=f"r{k}", by="c", strategy="forward", allow_exact_matches=False,
            coalesce=False, check_sortedness=False,
        )  # fmt: skip
        chain = chain.join(found.select("r", f"t{k}", f"r{k}"), on="r", how="left")
    return chain.sort("r")


def funnel(chain, steps, within, by=()):
    times = chain.with_columns(
        pl.when(col(f"t{k}") <= col("t1") + within).then(f"t{k}").alias(f"t{k}") for k in range(2, steps + 1)
    )
    figures = [length.alias("reached 1")]
    for k in range(2, steps + 1):
        figures += [
            col(f"t{k}").count().alias(f"reached {k}"),
            disc(col(f"t{k}") - col("t1"), 0.5).alias(f"since_first {k}"),
            disc(col(f"t{k}") - col(f"t{k - 1}"), 0.5).alias(f"since_previous {k}"),
        ]
    rows = times.group_by(*by).agg(figures) if by else times.select(figures)
    return [
        {
            **({"month": row["m"]} if by else {}),
            "step": k,
            **{name: row.get(f"{name} {k}") for name in ("reached", "since_first", "since_previous")},
        }
        for row in rows.to_dicts()
        for k in range(1, steps + 1)
    ]


def funnels(trail):
    chain = follow(trail)
    months = chain.filter(col("m").is_between(0, 17)).unique(["c", "m"], keep="first", maintain_order=True)
    reached = sum((col(f"t{k}") <= col("t1") + DAY).fill_null(False).cast(pl.Int8) for k in (2, 3))
    best = chain.sort(reached, descending=True, maintain_order=True).unique("c", keep="first", maintain_order=True)
    return {
        "funnel to the order": funnel(chain.unique("c", keep="first", maintain_order=True), 4, 7 * DAY),
        "funnel to the order, by month": funnel(months, 4, 7 * DAY, ["m"]),
        "funnel to the cart, best": funnel(best, 3, DAY),
    }


def retention(trail):
    active = trail.select("c", "m").unique()
    ends = active.group_by("c").agg(col("m").min().alias("entry"), col("m").max().alias("latest"))
    active = active.join(ends.filter(col("entry").is_between(0, 17)), on="c").with_columns(index=col("m") - col("entry"))
    on = active.group_by("entry", "index").agg(length.alias("on"))
    latest = active.filter(col("m") == col("latest")).group_by("entry", "index").agg(length.alias("last"))
    cells = pl.DataFrame({"entry": [e for e in range(18) for i in range(18 - e)], "index": [i for e in range(18) for i in range(18 - e)]})
    cells = cells.cast(pl.Int16).join(on, on=["entry", "index"], how="left").join(latest, on=["entry", "index"], how="left")
    cells = cells.sort("entry", "index").with_columns(col("on", "last").fill_null(0))
    later = col("last").cum_sum(reverse=True).over("entry")
    members = col("last").sum().over("entry")
    return cells.select(col("entry").alias("month"), "index", members.alias("n"), "on", later.alias("on_or_after")).filter(col("n") > 0).to_dicts()


def visits_of(trail):
    same = (col("c") == col("c").shift()) & (col("tp") == col("tp").shift())
    visits = trail.filter(~same.fill_null(False)).select("c", "t", "tp")
    return visits.with_columns((col("c") != col("c").shift()).fill_null(True).alias("opens"))


def transitions(visits):
    inside = col("c").shift(-1) == col("c")
    moves = visits.with_columns(
        pl.when(inside).then(col("tp").shift(-1)).alias("b"), pl.when(inside).then(col("t").shift(-1) - col("t")).alias("dwell")
    )
    rows = moves.group_by("tp", "b").agg(
        length.alias("count"), col("c").n_unique().alias("walks"), disc(col("dwell"), 0.5).alias("median"), disc(col("dwell"), 0.95).alias("p95")
    )
    starts = visits.filter("opens").group_by(text("tp").alias("to")).agg(length.alias("count"), length.alias("walks"))
    return [
        *rows.select(text("tp").alias("from"), text("b").alias("to"), "count", "walks", "median", "p95").to_dicts(),
        *({"from": None, **row, "median": None, "p95": None} for row in starts.to_dicts()),
    ]


def paths(visits):
    inside = [pl.when(col("c").shift(-k) == col("c")).then(col("tp").shift(-k)).alias(f"tp{k}") for k in range(5)]
    counts = visits.with_columns(inside).filter("opens").group_by(f"tp{k}" for k in range(5)).agg(length.alias("journeys"))
    path = pl.concat_str([text(f"tp{k}") for k in range(5)], separator=" > ", ignore_nulls=True)
    rows = counts.select(path.alias("path"), "journeys")
    return rows.sort("journeys", "path", descending=[True, False]).head(1000).to_dicts()


def attribution(trail):
    orders = trail.filter(col("tp") == STEPS[3]).select("c", order="r", ordered="t")
    sources = trail.filter(text("tp").is_in(SOURCES)).select("c", "r", "t", touchpoint="tp")
    both = orders.join(sources, on="c").filter(col("r") < col("order"), col("t") >= col("ordered") - 30 * DAY)
    both = both.with_columns(age=col("ordered") - col("t")).with_columns(weight=2.0 ** (-col("age") / (7 * DAY)))
    of = both.group_by("order").agg(length.alias("n"), col("r").min().alias("oldest"), col("r").max().alias("youngest"), col("weight").sum().alias("all"))
    both = both.join(of, on="order").with_columns(first=(col("r") == col("oldest")).cast(float), last=(col("r") == col("youngest")).cast(float))
    n, ends = col("n"), col("first") + col("last") > 0
    position = pl.when(n == 1).then(1.0).when(n == 2).then(0.5).when(ends).then(0.4).otherwise(0.2 / (n.cast(float) - 2))
    shares = both.group_by("order", "touchpoint").agg(
        length.alias("touches"),
        col("first", "last").sum(),
        (1 / n).sum().alias("linear"),
        position.sum().alias("position"),
        (col("weight") / col("all")).sum().alias("decay"),
    )
    rules = ["first", "last", "linear", "position", "decay"]
    rows = shares.group_by("touchpoint").agg(
        col("touches").sum(), length.alias("conversions"), col(rules).sum(), (col(rules) ** 2).sum().name.suffix("_squares")
    )
    rows = rows.join(both.group_by("touchpoint").agg(disc(col("age"), 0.5).alias("age")), on="touchpoint")
    conversions = [{"what": "all", "n": len(orders)}, {"what": "attributed", "n": len(of)}]
    return {"attribution": rows.with_columns(text("touchpoint")).to_dicts(), "attribution, conversions": conversions}


def pressure(trail):
    contacts = trail.filter(text("tp").is_in(MESSAGES)).select("c", "t")
    # Customer and instant in one number: the window begins where the number is higher than that of 7 days before.
    contacts = contacts.with_columns(key=(col("c").cast(pl.Int64) * 2**42) + col("t") - trail["t"].min() + 7 * DAY)
    place = pl.int_range(length, dtype=pl.Int64)
    begins = contacts["key"].search_sorted(contacts["key"] - 7 * DAY, side="right")
    gap = pl.when(col("c").shift() == col("c")).then(col("t") - col("t").shift()).alias("gap")
    contacts = contacts.with_columns(gap, n=place - begins.cast(pl.Int64) + 1)
    of = contacts.group_by("c").agg(peak=col("n").max(), total=length, gap=col("gap").min())
    nobody = trail["c"].n_unique() - len(of)
    rows = [
        {"what": what, "contacts": value, "n": n, "median": None}
        for what in ("peak", "total")
        for value, n in [*of.group_by(what).len().rows(), (0, nobody)]
    ]
    return [*rows, {"what": "gap", "contacts": None, "n": None, "median": disc(of["gap"].drop_nulls(), 0.5)}]


def main():
    start = time.perf_counter()
    trail = load(sys.argv[1])
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
    rows = sum(len(answer) for answer in answers.values())
    print(json.dumps({"seconds": end - start, "load": loaded - start, "peak": peak, "rows": rows, "version": pl.__version__}))


main()
