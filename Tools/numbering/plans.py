"""Writes the numbering plans of the package `phonenumbers` as the table that we compile in."""
import re
import sys

import library

TABLE = "Sources/CPhoneNumber/CPhoneNumber.plans.inc"

HEAD = """\
// The numbering plans of the world, one fact a line, as Google's libphonenumber publishes them:
// https://github.com/google/libphonenumber (Apache License 2.0), through the package
// `phonenumbers` {version} of PyPI. Written by Tools/plans: never edit it, run that again.
//
// A line is words separated by one TAB. `plan` begins the plan of a region or, with 001, of a
// country code of no region; `short` begins what is dialled shorter. Below it stand its facts:
//   idd, idd-preferred        the international prefix as a pattern; the one to write
//   trunk, trunk-parsing,     the national prefix; the pattern to read it by, and what it becomes
//   trunk-becomes
//   extension                 what is written before an extension
//   main, zero, portable,     flags: leads its country code; numbers may begin with 0; mobile
//   mobile-is-fixed           numbers can be taken along; mobile and fixed lines look the same
//   leads                     how numbers begin that belong here and not elsewhere
//   TYPE pattern lengths lengths-dialled-locally example
//   format, format-abroad     pattern, result, beginnings, rule of the prefix, rule of the
//                             carrier's code, "optional" where the prefix may be left out
// "-" stands for nothing.
"""

FLAGS = [
    ("main", "main_country_for_code"), ("zero", "leading_zero_possible"),
    ("portable", "mobile_number_portable_region"),
    ("mobile-is-fixed", "same_mobile_and_fixed_line_pattern"),
]
TEXTS = [
    ("idd", "international_prefix"), ("idd-preferred", "preferred_international_prefix"),
    ("trunk", "national_prefix"), ("trunk-parsing", "national_prefix_for_parsing"),
    ("trunk-becomes", "national_prefix_transform_rule"),
    ("extension", "preferred_extn_prefix"), ("leads", "leading_digits"),
]
TYPES = [
    ("general", "general_desc"), ("fixed", "fixed_line"), ("mobile", "mobile"),
    ("toll-free", "toll_free"), ("premium", "premium_rate"), ("shared-cost", "shared_cost"),
    ("personal", "personal_number"), ("voip", "voip"), ("pager", "pager"), ("uan", "uan"),
    ("emergency", "emergency"), ("voicemail", "voicemail"), ("short-code", "short_code"),
    ("standard-rate", "standard_rate"), ("carrier", "carrier_specific"), ("sms", "sms_services"),
    ("home-only", "no_international_dialling"),
]


def word(text):
    """A word of the table; back-references as the C++ library writes them."""
    if text is None or text == "":
        return "-"
    text = re.sub(r"\\([0-9])", r"$\1", text) if isinstance(text, str) else str(text)
    if "\t" in text or "\n" in text or ')plans"' in text:
        raise ValueError(f"{text!r} cannot stand in the table")
    return text


def lengths(counts):
    return ",".join(str(count) for count in counts) or "-"


def described(name, desc):
    """The line of a type of numbers; None where the plan does not have it."""
    if desc is None or (desc.national_number_pattern is None and not desc.possible_length):
        return None
    words = [
        name, desc.national_number_pattern or "-", lengths(desc.possible_length),
        lengths(desc.possible_length_local_only), desc.example_number or "-",
    ]
    return "\t".join(words)


def formatted(name, form):
    words = [
        name, form.pattern, word(form.format),
        # Beginnings get longer and more exact; patterns have no blanks.
        " ".join(form.leading_digits_pattern) or "-", word(form.national_prefix_formatting_rule),
        word(form.domestic_carrier_code_formatting_rule),
        "optional" if form.national_prefix_optional_when_formatting else "-",
    ]
    return "\t".join(words)


def lines_of(kind, plan):
    yield "\t".join([kind, plan.id, str(plan.country_code or 0)])
    for name, attribute in TEXTS:
        text = getattr(plan, attribute)
        if text is not None:
            yield f"{name}\t{word(text)}"
    for name, attribute in FLAGS:
        if getattr(plan, attribute):
            yield name
    for name, attribute in TYPES:
        line = described(name, getattr(plan, attribute))
        if line:
            yield line
    for form in plan.number_format or []:
        yield formatted("format", form)
    for form in plan.intl_number_format or []:
        yield formatted("format-abroad", form)


def plans():
    """All plans in the order in which the library is to see them: by region, then by code."""
    from phonenumbers import PhoneMetadata, SUPPORTED_REGIONS
    from phonenumbers import COUNTRY_CODES_FOR_NON_GEO_REGIONS, SUPPORTED_SHORT_REGIONS
    for region in sorted(SUPPORTED_REGIONS):
        yield from lines_of("plan", PhoneMetadata.metadata_for_region(region))
    for code in sorted(COUNTRY_CODES_FOR_NON_GEO_REGIONS):
        yield from lines_of("plan", PhoneMetadata.metadata_for_nongeo_region(code))
    for region in sorted(SUPPORTED_SHORT_REGIONS):
        yield from lines_of("short", PhoneMetadata.short_metadata_for_region(region))


def version():
    """The version of the plans that are compiled in."""
    with open(TABLE, encoding="utf-8") as table:
        for line in table:
            if line.startswith("version\t"):
                return line.split("\t")[1]
    raise ValueError(f"{TABLE} tells no version")


def main(arguments):
    try:
        wheel = library.fetch(arguments[0] if arguments else None)
    except library.Unreachable as error:
        print(f"plans: {error}", file=sys.stderr)
        return 3
    made, date = library.use(wheel)
    with open(TABLE, "w", encoding="utf-8") as table:
        table.write(HEAD.format(version=made))
        table.write('R"plans(\n')
        table.write(f"version\t{made}\t{date}\n")
        for line in plans():
            table.write(line + "\n")
        table.write(')plans"\n')
    print(f"plans: {TABLE} holds the plans of {made}, {date}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
