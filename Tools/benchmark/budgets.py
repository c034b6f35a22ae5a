"""What must be reached: the budgets, as ratios to systems measured in the same rounds."""
from rounds import CHURN, FIFTY, ONE, OPEN_20, OPEN_50, PIPELINE_16, PIPELINE_128, spread

LIMIT, LIMIT_BEST = "limit", "limit, prefetch"
OURS, REDIS, MEMCACHED = "screenpopd", "Redis", "memcached"
ENCRYPTED = "screenpopd, TLS"

# A gross regression: worse than the budget by this factor, also on a busy machine. With the few
# customers of a short run the limit's replies fit the cache of the processor, so that long
# pipelines are further from it there than the budget, which is meant for a million.
GROSS, GROSS_IN_CACHE = 2.0, 3.5


class Budget:
    """At least, or at most, so many times what the other system does."""

    def __init__(self, what, load, figure, other, bound, at_least, is_for_short=True,
                 ours=OURS):
        self.what = what
        self.load = load
        self.figure = figure
        self.other = other
        self.bound = bound
        self.at_least = at_least
        self.is_for_short = is_for_short
        self.ours = ours

    def seen(self, seen):
        """Median, lowest and highest ratio; None when it was not measured."""
        ratios = seen.ratios(self.load, self.ours, self.other, self.figure)
        return spread(ratios) if ratios else None

    def lowest(self, seen):
        """Ours and theirs, where the machine's stalls have disturbed least."""
        return [min(seen.values(self.load, name, self.figure)) for name in (self.ours, self.other)]

    def is_met(self, ratio):
        return ratio >= self.bound if self.at_least else ratio <= self.bound

    def is_gross(self, seen):
        """Even in the best round: the machine spoils some, a regression all."""
        _, low, high = self.seen(seen)
        ratio = high if self.at_least else low
        factor = GROSS_IN_CACHE if self.load.depth > 1 else GROSS
        if self.at_least:
            return ratio < self.bound / factor
        return ratio > self.bound * factor

    def must(self):
        return f"{'at least' if self.at_least else 'at most'} {self.bound:g} of {self.other}"


def at_least(what, load, other, bound):
    return Budget(what, load, "rate", other, bound, True)


def no_worse(load):
    """The p99 of a short run says more about the machine than about the server."""
    return [Budget(f"{load.name}, p50", load, "p50", REDIS, 1, False),
            Budget(f"{load.name}, p99", load, "p99", REDIS, 1, False, is_for_short=False)]


BUDGETS = [
    at_least("50 connections, one at a time", FIFTY, LIMIT, 0.95),
    at_least("50 connections, one at a time", FIFTY, REDIS, 1.1),
    at_least("50 connections, one at a time", FIFTY, MEMCACHED, 1.1),
    at_least("50 connections, pipelines of 16", PIPELINE_16, LIMIT, 0.85),
    at_least("50 connections, pipelines of 16", PIPELINE_16, REDIS, 1.8),
    at_least("50 connections, pipelines of 128", PIPELINE_128, LIMIT, 0.85),
    at_least("50 connections, pipelines of 128", PIPELINE_128, REDIS, 3),
    Budget("one connection, polling client, p50", ONE, "p50", LIMIT, 1.05, False),
    *no_worse(OPEN_20),
    *no_worse(OPEN_50),
    Budget("50 connections over TLS, one at a time", FIFTY, "rate", OURS, 0.8, True,
           ours=ENCRYPTED),
    Budget("50 connections over TLS, pipelines of 16", PIPELINE_16, "rate", OURS, 0.75, True,
           ours=ENCRYPTED),
    at_least("connect, one lookup, close, 50 at once", CHURN, LIMIT, 0.95),
    at_least("connect, one lookup, close, 50 at once", CHURN, REDIS, 0.9),
]

# Without Redis a short run has only this to hold the open loop against.
SHORT_GATES = [Budget(f"{OPEN_20.name}, p50", OPEN_20, "p50", LIMIT, 1.1, False)]
