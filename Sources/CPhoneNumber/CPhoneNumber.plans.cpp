// Hands our own numbering plans to libphonenumber, whose compiled ones are as old as its package.
//
// The library asks for its plans through four exported functions, and the linker lets a program's
// own definition of a function go before a library's: these here are found first. That the library
// has really asked them is known (`cpn_uses_own_plans`) and held by `NumberReader` at start.

#include "CPhoneNumber.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <phonenumbers/phonemetadata.pb.h>

using i18n::phonenumbers::NumberFormat;
using i18n::phonenumbers::PhoneMetadata;
using i18n::phonenumbers::PhoneMetadataCollection;
using i18n::phonenumbers::PhoneNumberDesc;

namespace {

constexpr std::string_view table =
#include "CPhoneNumber.plans.inc"
    ;

using Words = std::vector<std::string>;

// The words of a line; "-" is nothing.
Words words(std::string_view line, char separator) {
    Words words;
    while (true) {
        const size_t end = line.find(separator);
        words.emplace_back(line.substr(0, end));
        if (words.back() == "-") words.back().clear();
        if (end == std::string_view::npos) return words;
        line.remove_prefix(end + 1);
    }
}

template <typename Body>
void forEachLine(Body body) {
    std::string_view rest = table;
    while (!rest.empty()) {
        const size_t end = std::min(rest.find('\n'), rest.size());
        if (end > 0) body(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
}

using Desc = PhoneNumberDesc* (PhoneMetadata::*)();
constexpr std::array<std::pair<std::string_view, Desc>, 17> types = {{
    {"general", &PhoneMetadata::mutable_general_desc},
    {"fixed", &PhoneMetadata::mutable_fixed_line},
    {"mobile", &PhoneMetadata::mutable_mobile},
    {"toll-free", &PhoneMetadata::mutable_toll_free},
    {"premium", &PhoneMetadata::mutable_premium_rate},
    {"shared-cost", &PhoneMetadata::mutable_shared_cost},
    {"personal", &PhoneMetadata::mutable_personal_number},
    {"voip", &PhoneMetadata::mutable_voip},
    {"pager", &PhoneMetadata::mutable_pager},
    {"uan", &PhoneMetadata::mutable_uan},
    {"emergency", &PhoneMetadata::mutable_emergency},
    {"voicemail", &PhoneMetadata::mutable_voicemail},
    {"short-code", &PhoneMetadata::mutable_short_code},
    {"standard-rate", &PhoneMetadata::mutable_standard_rate},
    {"carrier", &PhoneMetadata::mutable_carrier_specific},
    {"sms", &PhoneMetadata::mutable_sms_services},
    {"home-only", &PhoneMetadata::mutable_no_international_dialling},
}};

using Text = std::string* (PhoneMetadata::*)();
constexpr std::array<std::pair<std::string_view, Text>, 7> texts = {{
    {"idd", &PhoneMetadata::mutable_international_prefix},
    {"idd-preferred", &PhoneMetadata::mutable_preferred_international_prefix},
    {"trunk", &PhoneMetadata::mutable_national_prefix},
    {"trunk-parsing", &PhoneMetadata::mutable_national_prefix_for_parsing},
    {"trunk-becomes", &PhoneMetadata::mutable_national_prefix_transform_rule},
    {"extension", &PhoneMetadata::mutable_preferred_extn_prefix},
    {"leads", &PhoneMetadata::mutable_leading_digits},
}};

using Flag = void (PhoneMetadata::*)(bool);
constexpr std::array<std::pair<std::string_view, Flag>, 4> flags = {{
    {"main", &PhoneMetadata::set_main_country_for_code},
    {"zero", &PhoneMetadata::set_leading_zero_possible},
    {"portable", &PhoneMetadata::set_mobile_number_portable_region},
    {"mobile-is-fixed", &PhoneMetadata::set_same_mobile_and_fixed_line_pattern},
}};

template <typename Names>
auto find(const Names& names, std::string_view name) {
    const auto row = std::find_if(
        names.begin(), names.end(), [&](const auto& row) { return row.first == name; });
    return row == names.end() ? nullptr : row->second;
}

// The table is compiled in and written by our own script: a line that nobody knows is a mistake
// of ours, and reading numbers by half a plan would be worse than not to start.
[[noreturn]] void refuse() { std::abort(); }

void describe(PhoneNumberDesc* desc, const Words& line) {
    if (line.size() != 5) refuse();
    if (!line[1].empty()) desc->set_national_number_pattern(line[1]);
    if (!line[2].empty()) {
        for (const auto& length : words(line[2], ',')) {
            desc->add_possible_length(std::atoi(length.c_str()));
        }
    }
    if (!line[3].empty()) {
        for (const auto& length : words(line[3], ',')) {
            desc->add_possible_length_local_only(std::atoi(length.c_str()));
        }
    }
    if (!line[4].empty()) desc->set_example_number(line[4]);
}

void arrange(NumberFormat* format, const Words& line) {
    if (line.size() != 7) refuse();
    format->set_pattern(line[1]);
    format->set_format(line[2]);
    if (!line[3].empty()) {
        for (const auto& beginning : words(line[3], ' ')) {
            format->add_leading_digits_pattern(beginning);
        }
    }
    if (!line[4].empty()) format->set_national_prefix_formatting_rule(line[4]);
    if (!line[5].empty()) format->set_domestic_carrier_code_formatting_rule(line[5]);
    if (!line[6].empty()) format->set_national_prefix_optional_when_formatting(true);
}

void add(PhoneMetadata* plan, const Words& line) {
    const std::string& name = line[0];
    if (name == "format") return arrange(plan->add_number_format(), line);
    if (name == "format-abroad") return arrange(plan->add_intl_number_format(), line);
    if (const Desc desc = find(types, name)) return describe((plan->*desc)(), line);
    if (const Flag flag = find(flags, name)) return (plan->*flag)(true);
    const Text text = find(texts, name);
    if (text == nullptr || line.size() != 2) refuse();
    *(plan->*text)() = line[1];
}

constexpr std::array<std::string_view, 11> typesOfNumbers = {
    "fixed", "mobile", "toll-free", "premium", "shared-cost", "personal", "voip", "pager", "uan",
    "voicemail", "home-only",
};
constexpr std::array<std::string_view, 7> typesOfShortNumbers = {
    "toll-free", "premium", "emergency", "short-code", "standard-rate", "carrier", "sms",
};

// A type that a plan does not have says so by one length of -1; nothing said would be every length
// of the plan.
template <typename Names>
void complete(PhoneMetadata* plan, const Names& names) {
    for (const std::string_view name : names) {
        PhoneNumberDesc* desc = (plan->*find(types, name))();
        if (desc->has_national_number_pattern() || desc->possible_length_size() > 0) continue;
        desc->add_possible_length(-1);
    }
}

struct Plans {
    std::string numbers;
    std::string shortNumbers;
    // Country codes of which some numbers begin with 0.
    std::array<bool, 1000> hasZeros = {};

    Plans() {
        PhoneMetadataCollection all;
        PhoneMetadataCollection allShort;
        PhoneMetadata* plan = nullptr;
        bool isShort = false;
        forEachLine([&](std::string_view text) {
            const Words line = words(text, '\t');
            if (line[0] == "version") return;
            if (line[0] == "plan" || line[0] == "short") {
                isShort = line[0] == "short";
                plan = (isShort ? allShort : all).add_metadata();
                plan->set_id(line.at(1));
                if (!isShort) plan->set_country_code(std::atoi(line.at(2).c_str()));
                return;
            }
            if (plan == nullptr) refuse();
            add(plan, line);
            if (!isShort && line.size() == 5 && line[4].substr(0, 1) == "0") {
                hasZeros.at(static_cast<size_t>(plan->country_code())) = true;
            }
        });
        for (auto& plan : *all.mutable_metadata()) complete(&plan, typesOfNumbers);
        for (auto& plan : *allShort.mutable_metadata()) complete(&plan, typesOfShortNumbers);
        numbers = all.SerializeAsString();
        shortNumbers = allShort.SerializeAsString();
    }
};

// C++11 builds a local static once, whichever threads arrive.
const Plans& plans() {
    static const Plans plans;
    return plans;
}

std::atomic<bool> wereNumbersAsked{false};
std::atomic<bool> wereShortNumbersAsked{false};

}  // namespace

// Declared in headers that Debian does not install; called by the library when it is set up.
namespace i18n {
namespace phonenumbers {

int metadata_size() { return static_cast<int>(plans().numbers.size()); }

const void* metadata_get() {
    wereNumbersAsked = true;
    return plans().numbers.data();
}

int short_metadata_size() { return static_cast<int>(plans().shortNumbers.size()); }

const void* short_metadata_get() {
    wereShortNumbersAsked = true;
    return plans().shortNumbers.data();
}

}  // namespace phonenumbers
}  // namespace i18n

uint8_t cpn_uses_own_plans(void) {
    // What is asked of either part sets it up.
    cpn_country_code('G' << 8 | 'B');
    cpn_read_short("112", 3, 'G' << 8 | 'B');
    return wereNumbersAsked && wereShortNumbersAsked ? 1 : 0;
}

size_t cpn_plans_version(char* text) {
    size_t count = 0;
    const std::string_view line = table.substr(0, table.find('\n', 1));
    const size_t start = line.find('\t');
    if (start == std::string_view::npos) return 0;
    for (const char byte : line.substr(start + 1)) {
        if (count == CPN_TEXT_LIMIT) return 0;
        text[count++] = byte == '\t' ? ' ' : byte;
    }
    return count;
}

uint8_t cpn_has_zero_numbers(uint32_t countryCode) {
    return countryCode < 1000 && plans().hasZeros[countryCode] ? 1 : 0;
}

uint64_t cpn_data_fingerprint(void) {
    // FNV-1a, 64 bits.
    uint64_t hash = 0xCBF29CE484222325ULL;
    for (const char byte : table) {
        hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3ULL;
    }
    return hash;
}
