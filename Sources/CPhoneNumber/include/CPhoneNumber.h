/// The part of Google's libphonenumber (C++, Debian `libphonenumber-dev`) that `Numbering` uses,
/// and the numbering plans it reads numbers by, which are ours (`CPhoneNumber.plans.inc`).
///
/// Plain C on purpose: fixed-size values go in and out, the caller owns every buffer, nothing is
/// allocated across the boundary, no C++ exception leaves it.
///
/// Threads: every function may be called from any thread at any time. libphonenumber's singleton is
/// built once under `pthread_once`, is constant afterwards, and guards its only mutable part (the
/// cache of compiled patterns) with a mutex.
/// - Source: libphonenumber `base/memory/singleton_posix.h`, `regexp_cache.h`.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A region as its two ISO 3166 letters, first letter in the high byte; 0 for none.
typedef uint16_t cpn_region;

/// Whether the length of a number fits the numbering plan of its country.
///
/// - Source: libphonenumber `PhoneNumberUtil::ErrorType` and `ValidationResult`.
typedef enum cpn_status {
    CPN_POSSIBLE = 0,
    CPN_LOCAL_ONLY = 1,
    CPN_TOO_SHORT = 2,
    CPN_TOO_LONG = 3,
    CPN_IMPOSSIBLE_LENGTH = 4,
    CPN_UNKNOWN_COUNTRY_CODE = 5,
    CPN_NOT_A_NUMBER = 6,
    /// The library threw; nothing is known about the number.
    CPN_FAILED = 7,
} cpn_status;

/// What told the country of a number.
///
/// - Source: libphonenumber `PhoneNumber::CountryCodeSource`.
typedef enum cpn_source {
    CPN_FROM_PLUS = 0,
    CPN_FROM_INTERNATIONAL_PREFIX = 1,
    CPN_FROM_BARE_COUNTRY_CODE = 2,
    CPN_FROM_REGION = 3,
} cpn_source;

typedef struct cpn_number {
    /// Country code and national number as one decimal integer; 0 when there is none.
    uint64_t digits;
    cpn_status status;
    cpn_source source;
    /// Whether the number lies in a range that is in use, not only of a possible length; 0 when
    /// that was not asked.
    uint8_t is_valid;
} cpn_number;

/// What a short string of digits means when it is dialled in a region.
typedef enum cpn_short_kind {
    CPN_NOT_SHORT = 0,
    CPN_EMERGENCY = 1,
    CPN_SHORT_CODE = 2,
    /// A code one carrier or text service gives out: may as well be a PBX's own extension.
    CPN_CARRIER_CODE = 3,
} cpn_short_kind;

/// - Source: libphonenumber `PhoneNumberUtil::PhoneNumberFormat`.
typedef enum cpn_style {
    CPN_E164 = 0,
    CPN_INTERNATIONAL = 1,
    CPN_NATIONAL = 2,
    CPN_RFC3966 = 3,
} cpn_style;

/// The largest text any function writes, in bytes, without a terminating zero.
enum { CPN_TEXT_LIMIT = 64 };

/// Reads `byteCount` ASCII bytes, an optional `+` and digits, as dialled in `region`.
///
/// Stands for `ParseAndKeepRawInput`, `IsPossibleNumberWithReason` and, where `checks_validity` is
/// not 0, `IsValidNumber`, which takes as long again.
cpn_number cpn_read(
    const char *text, size_t byteCount, cpn_region region, uint8_t checks_validity);

/// Stands for `ShortNumberInfo::IsEmergencyNumber`, `IsValidShortNumberForRegion`,
/// `IsCarrierSpecificForRegion` and `IsSmsServiceForRegion`.
cpn_short_kind cpn_read_short(const char *digits, size_t byteCount, cpn_region region);

/// Writes the number `digits` for a person; returns the bytes written, 0 when it cannot.
///
/// Stands for `Format`. `text` has room for `CPN_TEXT_LIMIT` bytes.
size_t cpn_format(uint64_t digits, cpn_style style, char *text);

/// Writes up to `limit` regions, returns how many there are. Stands for `GetSupportedRegions`.
size_t cpn_regions(cpn_region *regions, size_t limit);

/// The country code of a region, 0 when unknown. Stands for `GetCountryCodeForRegion`.
uint32_t cpn_country_code(cpn_region region);

/// The main region of a country code; 0 when there is none.
///
/// Stands for `GetRegionCodeForCountryCode`.
cpn_region cpn_main_region(uint32_t countryCode);

/// Writes the trunk prefix of a region, returns its bytes. Stands for `GetNddPrefixForRegion`.
size_t cpn_trunk_prefix(cpn_region region, char *text);

/// The first of the library's 12 types.
typedef enum cpn_type {
    CPN_FIXED_LINE = 0,
    CPN_MOBILE = 1,
} cpn_type;

/// An example number of one of the library's 12 types, 0 when there is none.
///
/// `region` 0 stands for the country codes of no region (`countryCode`), where `type` is ignored.
/// Stands for `GetExampleNumberForType` and `GetExampleNumberForNonGeoEntity`.
uint64_t cpn_example(cpn_region region, uint32_t type, uint32_t countryCode);

/// A fingerprint of our numbering plans: other data, other value.
uint64_t cpn_data_fingerprint(void);

/// Writes the version of our numbering plans and its date, `9.0.20 2025-12-05`; returns its bytes.
size_t cpn_plans_version(char *text);

/// Whether the library reads our numbering plans and not those compiled into itself.
uint8_t cpn_uses_own_plans(void);

/// Whether some numbers of a country code begin with 0, which is dialled from abroad, too: Italy.
uint8_t cpn_has_zero_numbers(uint32_t countryCode);

#ifdef __cplusplus
}
#endif
