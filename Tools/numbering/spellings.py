"""Numbers of all plans, and how each is written: what the oracle knows."""
import phonenumbers as oracle

from patterns import made_up

TYPES = [
    "fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "personal_number", "voip",
    "pager", "uan", "voicemail",
]
E164_DIGITS = 15
# Lines on which somebody abroad dials: one for each way of beginning an international number.
ABROAD = ["DE", "US", "AU", "JP", "BR"]


class Spelling:
    """A text as a line receives it or somebody enters it, and the number that it is.

    `line_format` is None for what no line delivers. Where `may_be_guessed`, the text alone does not
    tell which number of its country it is, so that one may be reported, but never become another
    country's.
    """

    def __init__(
            self, form, text, region, line_format, number, is_stored=True, may_be_guessed=False):
        self.form, self.text, self.region = form, text, region
        self.line_format, self.number, self.is_stored = line_format, number, is_stored
        self.may_be_guessed = may_be_guessed

    def is_of_country(self, number):
        """Whether `number` begins with the country code of the text's region."""
        return number.startswith(f"+{oracle.country_code_for_region(self.region)}")


def plans(only):
    """Every plan with the region of its lines; None for codes of no region."""
    for region in sorted(oracle.SUPPORTED_REGIONS):
        if not only or region in only:
            yield region, oracle.PhoneMetadata.metadata_for_region(region)
    for code in sorted(oracle.COUNTRY_CODES_FOR_NON_GEO_REGIONS):
        if not only:
            yield None, oracle.PhoneMetadata.metadata_for_nongeo_region(code)


def numbers(plan, count, random):
    """Valid numbers of a plan: its examples, and `count` made up for each type's pattern."""
    found = {}
    for name in TYPES:
        desc = getattr(plan, name)
        if desc is None or not desc.national_number_pattern:
            continue
        texts = [desc.example_number] if desc.example_number else []
        texts += [made_up(desc.national_number_pattern, random) for _ in range(count)]
        for text in texts:
            number = parsed(f"+{plan.country_code}{text}", None)
            if number is None or not oracle.is_valid_number(number):
                continue
            # The oracle's plans have a few that are longer than E.164 allows: no network has them.
            if len(e164(number)) <= len("+") + E164_DIGITS:
                found[e164(number)] = number
    return [found[key] for key in sorted(found)]


def parsed(text, region):
    try:
        return oracle.parse(text, region)
    except oracle.NumberParseException:
        return None


def e164(number):
    return oracle.format_number(number, oracle.PhoneNumberFormat.E164)


def spellings(number, region):
    """How `number` is written, in its region and from abroad."""
    formats = oracle.PhoneNumberFormat
    whole = e164(number)
    home = region or "DE"
    yield Spelling("E.164", whole, home, "auto", whole)
    yield Spelling(
        "international", oracle.format_number(number, formats.INTERNATIONAL), home, "auto", whole)
    yield Spelling("tel URI", oracle.format_number(number, formats.RFC3966), home, "auto", whole)
    yield Spelling("without plus", whole[1:], home, "e164-no-plus", whole, False)
    if region:
        national = oracle.format_number(number, formats.NATIONAL)
        yield Spelling("national", national, region, "auto", whole)
        yield Spelling("national, told", national, region, "national", whole, False)
        yield Spelling("no plus, stored", whole[1:], region, None, whole, may_be_guessed=True)
        digits = oracle.national_significant_number(number)
        if not digits.startswith("0") and len(digits) > 6:
            yield Spelling("spreadsheet", f"{digits}.0", region, None, whole, may_be_guessed=True)
    for other in ABROAD:
        if other != region and oracle.country_code_for_region(other) != number.country_code:
            text = oracle.format_out_of_country_calling_number(number, other)
            if not text.startswith("+"):
                yield Spelling(f"from {other}", text, other, "auto", whole, other == "DE")


def expected(spelling):
    """All numbers that the oracle lets the text be."""
    answers = {spelling.number}
    number = parsed(spelling.text.removesuffix(".0"), spelling.region)
    if number is not None and spelling.line_format != "e164-no-plus":
        answers.add(e164(number))
    return answers
