"""The command line."""
import argparse
import textwrap

PEERS = """
    Beside screenpopd it measures the limit, a bare C server that copies ready-made replies, and
    the peers that are installed, Redis and memcached. All hold the same replies, byte for byte;
    all are checked for it first, and every reply is checked while measuring. To have them all:
    apt-get install gcc libuv1-dev libsqlite3-dev redis-server memcached
    (Debian starts the two as services when it installs them; they may be stopped.)
"""
READING = """
    Figures are ratios of screenpopd to another system. Both are taken in the same round, and
    what is shown is the median over the rounds, lowest and highest in brackets. The order in a
    round is random; server and generator have a core each; a run in which other programs took
    more than 12 % of a core is made again. The machine should have nothing else to do.
"""


def size(text):
    """1000000, 1_000_000, 100k, 1M"""
    unit = {"k": 1000, "m": 1_000_000}.get(text[-1:].lower())
    try:
        count = int(text[:-1]) * unit if unit else int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no number such as 100k or 1M") from None
    if not 1000 <= count <= 20_000_000:
        raise argparse.ArgumentTypeError("must be from 1k to 20M")
    return count


def count_from(least, most):
    def parse_count(text):
        if not text.isdigit() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"must be from {least} to {most}")
        return int(text)
    return parse_count


def parse():
    parser = argparse.ArgumentParser(
        prog="Tools/bench", formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Measures screenpopd beside the fastest it could be and beside its peers.",
        epilog=textwrap.dedent(PEERS + READING))
    parser.add_argument("--customers", type=size, metavar="N", default=None,
                        help="how many, such as 100k or 1M (1M; with --short 100k)")
    parser.add_argument("--rounds", type=count_from(1, 99), metavar="N", default=None,
                        help="how often everything is repeated (5; with --short 3)")
    parser.add_argument("--seconds", type=float, metavar="S", default=None,
                        help="how long each run lasts (2; with --short 0.7)")
    parser.add_argument("--short", action="store_true",
                        help="two minutes, for CI: fails when a budget is missed by a factor of 2")
    parser.add_argument("--growth", action="store_true",
                        help="the same for 10k, 100k and 1M customers, and for 1 to 10,000 "
                        "connections")
    parser.add_argument("--sizes", type=size, nargs="+", metavar="N",
                        help="other sizes for --growth, such as 1M 10M")
    parser.add_argument("--only", nargs="+", metavar="LOAD", default=None,
                        help="only these loads, such as 50x1 or open; no other measurements")
    parser.add_argument("--again", action="store_true",
                        help="make the customers again, which are kept in .data/bench-N")
    parser.add_argument("--programs", metavar="FOLDER", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--data", metavar="FOLDER", required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.short and options.growth:
        parser.error("--short and --growth exclude each other")
    if options.sizes and not options.growth:
        parser.error("--sizes belongs to --growth")
    options.customers = options.customers or (100_000 if options.short else 1_000_000)
    options.rounds = options.rounds or (3 if options.short else 5)
    options.seconds = options.seconds or (0.7 if options.short else 2)
    if not 0.1 <= options.seconds <= 60:
        parser.error("--seconds must be from 0.1 to 60")
    return options
