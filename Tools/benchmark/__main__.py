"""The benchmark behind Tools/bench; `Tools/bench --help` tells the options."""
import sys

from options import parse
from processes import Failure, Process, end_like_a_program_when_told
from session import run_growth, run_short, run_whole


def main():
    options = parse()
    end_like_a_program_when_told()
    try:
        if options.growth:
            return run_growth(options)
        return run_short(options) if options.short else run_whole(options)
    except Failure as failure:
        print(f"bench: {failure}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("bench: interrupted", file=sys.stderr)
        return 130
    finally:
        Process.stop_all()


sys.exit(main())
