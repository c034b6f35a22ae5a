"""Strings that a regular expression of a numbering plan matches, made up by a seeded chooser."""
import re

try:
    from re import _parser as parser
except ImportError:  # Python before 3.11.
    import sre_parse as parser

DIGITS = "0123456789"


def made_up(pattern, random):
    """One string that `pattern` matches; plans use digits, classes, groups and counts only."""
    return "".join(_text(parser.parse(pattern), random))


def _text(parsed, random):
    for operation, value in parsed:
        name = str(operation)
        if name == "LITERAL":
            yield chr(value)
        elif name == "IN":
            yield random.choice(_members(value))
        elif name == "BRANCH":
            yield from _text(random.choice(value[1]), random)
        elif name == "SUBPATTERN":
            yield from _text(value[3], random)
        elif name in ("MAX_REPEAT", "MIN_REPEAT"):
            least, most, inner = value
            for _ in range(random.randint(least, min(most, least + 8))):
                yield from _text(inner, random)
        elif name == "ASSERT_NOT" or name == "AT":
            continue  # What it forbids is sorted out by the plan's own check.
        else:
            raise ValueError(f"{name} in a pattern of a plan")


def _members(members):
    found = []
    for operation, value in members:
        name = str(operation)
        if name == "LITERAL":
            found.append(chr(value))
        elif name == "RANGE":
            found += [chr(code) for code in range(value[0], value[1] + 1)]
        elif name == "CATEGORY":
            found += list(DIGITS)
        else:
            raise ValueError(f"{name} in a class of a pattern")
    return found


def fits(pattern, text):
    """Whether all of `text` matches."""
    return re.fullmatch(pattern, text) is not None
