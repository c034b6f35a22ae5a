#include "CPhoneNumber.h"

#include <cstring>
#include <limits>
#include <set>
#include <string>

#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>
#include <phonenumbers/shortnumberinfo.h>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;
using i18n::phonenumbers::ShortNumberInfo;

namespace {

const PhoneNumberUtil& plans() { return *PhoneNumberUtil::GetInstance(); }

// C++11 builds a local static once, whichever threads arrive; its methods are const.
const ShortNumberInfo& shortPlans() {
    static const ShortNumberInfo info;
    return info;
}

// Every entry point goes through here: what throws answers `failed`.
template <typename Answer, typename Body>
Answer guarded(Answer failed, Body body) noexcept {
    try {
        return body();
    } catch (...) {
        return failed;
    }
}

std::string text(cpn_region region) {
    if (region == 0) return "ZZ";  // The library's own word for an unknown region.
    return {static_cast<char>(region >> 8), static_cast<char>(region & 0xFF)};
}

cpn_region code(const std::string& region) {
    if (region.size() != 2 || region == "ZZ") return 0;
    return static_cast<cpn_region>(static_cast<unsigned char>(region[0]) << 8 |
                                   static_cast<unsigned char>(region[1]));
}

// 0 when the digits do not fit 18 places, three more than E.164 allows.
uint64_t joined(const PhoneNumber& number) {
    std::string national;
    plans().GetNationalSignificantNumber(number, &national);
    const std::string all = std::to_string(number.country_code()) + national;
    if (all.size() > 18) return 0;
    uint64_t digits = 0;
    for (const char digit : all) {
        if (digit < '0' || digit > '9') return 0;
        digits = digits * 10 + static_cast<uint64_t>(digit - '0');
    }
    return digits;
}

cpn_status status(PhoneNumberUtil::ErrorType error) {
    switch (error) {
        case PhoneNumberUtil::NO_PARSING_ERROR: return CPN_POSSIBLE;
        case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR: return CPN_UNKNOWN_COUNTRY_CODE;
        case PhoneNumberUtil::NOT_A_NUMBER: return CPN_NOT_A_NUMBER;
        case PhoneNumberUtil::TOO_SHORT_AFTER_IDD: return CPN_TOO_SHORT;
        case PhoneNumberUtil::TOO_SHORT_NSN: return CPN_TOO_SHORT;
        case PhoneNumberUtil::TOO_LONG_NSN: return CPN_TOO_LONG;
    }
    return CPN_FAILED;
}

cpn_status status(PhoneNumberUtil::ValidationResult result) {
    switch (result) {
        case PhoneNumberUtil::IS_POSSIBLE: return CPN_POSSIBLE;
        case PhoneNumberUtil::IS_POSSIBLE_LOCAL_ONLY: return CPN_LOCAL_ONLY;
        case PhoneNumberUtil::INVALID_COUNTRY_CODE: return CPN_UNKNOWN_COUNTRY_CODE;
        case PhoneNumberUtil::TOO_SHORT: return CPN_TOO_SHORT;
        case PhoneNumberUtil::INVALID_LENGTH: return CPN_IMPOSSIBLE_LENGTH;
        case PhoneNumberUtil::TOO_LONG: return CPN_TOO_LONG;
    }
    return CPN_FAILED;
}

cpn_source source(const PhoneNumber& number) {
    switch (number.country_code_source()) {
        case PhoneNumber::FROM_NUMBER_WITH_PLUS_SIGN: return CPN_FROM_PLUS;
        case PhoneNumber::FROM_NUMBER_WITH_IDD: return CPN_FROM_INTERNATIONAL_PREFIX;
        case PhoneNumber::FROM_NUMBER_WITHOUT_PLUS_SIGN: return CPN_FROM_BARE_COUNTRY_CODE;
        case PhoneNumber::FROM_DEFAULT_COUNTRY: return CPN_FROM_REGION;
        case PhoneNumber::UNSPECIFIED: return CPN_FROM_REGION;
    }
    return CPN_FROM_REGION;
}

PhoneNumberUtil::PhoneNumberFormat format(cpn_style style) {
    switch (style) {
        case CPN_E164: return PhoneNumberUtil::E164;
        case CPN_INTERNATIONAL: return PhoneNumberUtil::INTERNATIONAL;
        case CPN_NATIONAL: return PhoneNumberUtil::NATIONAL;
        case CPN_RFC3966: return PhoneNumberUtil::RFC3966;
    }
    return PhoneNumberUtil::E164;
}

size_t copy(const std::string& from, char* to) {
    if (from.size() > CPN_TEXT_LIMIT) return 0;
    std::memcpy(to, from.data(), from.size());
    return from.size();
}

// Canada's 310-1234 is in use, and yet too short for country code 1 as a whole.
bool isInUse(const PhoneNumber& number, const std::string& region) {
    if (region == "ZZ") return plans().IsValidNumber(number);
    return plans().IsValidNumberForRegion(number, region);
}

// A short code is not parsed: the library would strip a prefix from it.
bool makeShort(const std::string& digits, const std::string& region, PhoneNumber* number) {
    const int countryCode = plans().GetCountryCodeForRegion(region);
    if (countryCode == 0 || digits.empty() || digits.size() > 10) return false;
    const size_t zeros = digits.find_first_not_of('0');
    if (zeros == std::string::npos) return false;
    number->set_country_code(countryCode);
    number->set_national_number(std::stoull(digits));
    if (zeros > 0) {
        number->set_italian_leading_zero(true);
        number->set_number_of_leading_zeros(static_cast<int>(zeros));
    }
    return true;
}

}  // namespace

cpn_number cpn_read(const char* bytes, size_t byteCount, cpn_region region, uint8_t validity) {
    const cpn_number failed = {0, CPN_FAILED, CPN_FROM_REGION, 0};
    return guarded(failed, [&] {
        cpn_number answer = failed;
        PhoneNumber number;
        answer.status = status(
            plans().ParseAndKeepRawInput(std::string(bytes, byteCount), text(region), &number));
        if (answer.status != CPN_POSSIBLE) return answer;
        answer.source = source(number);
        answer.digits = joined(number);
        answer.status = status(plans().IsPossibleNumberWithReason(number));
        if (answer.status == CPN_LOCAL_ONLY && isInUse(number, text(region))) {
            answer.status = CPN_POSSIBLE;
        }
        if (answer.digits == 0) answer.status = CPN_TOO_LONG;
        const bool isAsked = validity != 0 && answer.status == CPN_POSSIBLE;
        answer.is_valid = isAsked && plans().IsValidNumber(number) ? 1 : 0;
        return answer;
    });
}

cpn_short_kind cpn_read_short(const char* bytes, size_t byteCount, cpn_region region) {
    return guarded(CPN_NOT_SHORT, [&] {
        const std::string digits(bytes, byteCount);
        const std::string where = text(region);
        if (shortPlans().IsEmergencyNumber(digits, where)) return CPN_EMERGENCY;
        PhoneNumber number;
        if (!makeShort(digits, where, &number)) return CPN_NOT_SHORT;
        if (!shortPlans().IsValidShortNumberForRegion(number, where)) return CPN_NOT_SHORT;
        const bool isCarriers = shortPlans().IsCarrierSpecificForRegion(number, where) ||
                                shortPlans().IsSmsServiceForRegion(number, where);
        return isCarriers ? CPN_CARRIER_CODE : CPN_SHORT_CODE;
    });
}

size_t cpn_format(uint64_t digits, cpn_style style, char* out) {
    return guarded(size_t{0}, [&] {
        PhoneNumber number;
        const std::string canonical = "+" + std::to_string(digits);
        if (plans().Parse(canonical, "ZZ", &number) != PhoneNumberUtil::NO_PARSING_ERROR) {
            return size_t{0};
        }
        std::string formatted;
        plans().Format(number, format(style), &formatted);
        return copy(formatted, out);
    });
}

size_t cpn_regions(cpn_region* regions, size_t limit) {
    return guarded(size_t{0}, [&] {
        std::set<std::string> names;
        plans().GetSupportedRegions(&names);
        size_t count = 0;
        for (const std::string& name : names) {
            if (code(name) == 0) continue;
            if (count < limit) regions[count] = code(name);
            ++count;
        }
        return count;
    });
}

uint32_t cpn_country_code(cpn_region region) {
    return guarded(uint32_t{0}, [&] {
        return static_cast<uint32_t>(plans().GetCountryCodeForRegion(text(region)));
    });
}

cpn_region cpn_main_region(uint32_t countryCode) {
    return guarded(cpn_region{0}, [&] {
        std::string region;
        plans().GetRegionCodeForCountryCode(static_cast<int>(countryCode), &region);
        return code(region);
    });
}

size_t cpn_trunk_prefix(cpn_region region, char* out) {
    return guarded(size_t{0}, [&] {
        std::string prefix;
        plans().GetNddPrefixForRegion(text(region), true, &prefix);
        return copy(prefix, out);
    });
}

uint64_t cpn_example(cpn_region region, uint32_t type, uint32_t countryCode) {
    return guarded(uint64_t{0}, [&] {
        if (type > PhoneNumberUtil::UNKNOWN) return uint64_t{0};
        PhoneNumber number;
        const bool isKnown =
            region == 0
                ? plans().GetExampleNumberForNonGeoEntity(static_cast<int>(countryCode), &number)
                : plans().GetExampleNumberForType(
                      text(region), static_cast<PhoneNumberUtil::PhoneNumberType>(type), &number);
        return isKnown ? joined(number) : uint64_t{0};
    });
}
