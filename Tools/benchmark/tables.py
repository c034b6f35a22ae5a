"""Tables in Markdown that are also readable as they are."""
from budgets import BUDGETS, LIMIT, LIMIT_BEST, MEMCACHED, OURS, REDIS
from rounds import CHURN, FIFTY, PIPELINE_128, PIPELINE_16, spread


def table(rows):
    """The first row is the heading."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |"
             for row in rows]
    lines.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    return "\n".join(lines)


def short(value):
    """Three digits that count."""
    for size, unit in ((1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:.3g}{unit}"
    return f"{value:.3g}"


def with_spread(values, form="{:.2f}"):
    middle, low, high = (form.format(value) for value in spread(values))
    return f"{middle} ({low}-{high})"


OTHERS = (LIMIT, LIMIT_BEST, REDIS, MEMCACHED)
# What a row shows of a load, in words, and how one's own figure is written.
LATENCIES = (("p50", "p50 us"), ("p99", "p99 us"))
COSTS = (FIFTY, PIPELINE_16, PIPELINE_128, CHURN)


def rows_of(load):
    return LATENCIES if load.by_latency else (("rate", "a second"),)


def names_of_others(systems):
    return [name for name in OTHERS if name in {system.name for system in systems}]


def heading(others):
    return ["load", "figure", OURS] + [f"against {name}" for name in others]


def ratio_row(seen, load, figure, words, others):
    """Ours, then ours against each of the others: median, lowest and highest over the rounds."""
    cells = [load.name, words, short(spread(seen.values(load, OURS, figure))[0])]
    for name in others:
        ratios = seen.ratios(load, OURS, name, figure)
        cells.append(with_spread(ratios) if ratios else "-")
    return cells


def ratio_rows(seen, loads, others, with_costs=True):
    rows = [ratio_row(seen, load, figure, words, others)
            for load in loads for figure, words in rows_of(load)]
    if with_costs:
        rows += [ratio_row(seen, load, "cpu_ns", "server CPU ns each", others)
                 for load in loads if load in COSTS]
    return rows


def verdict(is_met):
    return {True: "met", False: "MISSED", None: "-"}[is_met]


def budget_rows(seen, budgets=BUDGETS):
    """What, must, seen, verdict; for those that were measured."""
    rows = []
    for budget in budgets:
        ratio = budget.seen(seen)
        if ratio is None:
            rows.append([budget.what, budget.must(), "not measured", "-"])
            continue
        text = "{:.2f} ({:.2f}-{:.2f})".format(*ratio)
        if budget.figure == "p99":
            text += "; lowest {:.0f} against {:.0f} us".format(*budget.lowest(seen))
        rows.append([budget.what, budget.must(), text, verdict(budget.is_met(ratio[0]))])
    return rows


def budget_table(rows):
    return table([["budget", "must", "seen", ""]] + rows)
