import CPhoneNumber

/// libphonenumber, seen through `CPhoneNumber`: the only file of this module with `unsafe`.
///
/// Safe from any thread: see the statement in `CPhoneNumber.h`. All state is the library's.
enum PhoneLibrary {
    /// What the library makes of a `+` and digits.
    struct Answer {
        let status: cpn_status
        /// Country code and national number as an integer; 0 when there is none.
        let digits: UInt64
        let source: cpn_source
        /// Known only when asked for.
        let isValid: Bool
    }

    /// Wraps `cpn_read`: one `std::string` and one protocol buffer per call, nothing kept.
    static func read(_ text: [UInt8], region: Region?, checkingValidity: Bool = false) -> Answer {
        let answer = unsafe withText(text) { text, byteCount in
            unsafe cpn_read(text, byteCount, region?.code ?? 0, checkingValidity ? 1 : 0)
        }
        return Answer(
            status: answer.status, digits: answer.digits, source: answer.source,
            isValid: answer.is_valid != 0)
    }

    /// Wraps `cpn_read_short`.
    static func shortKind(of digits: [UInt8], region: Region) -> cpn_short_kind {
        unsafe withText(digits) { text, byteCount in
            unsafe cpn_read_short(text, byteCount, region.code)
        }
    }

    /// Wraps `cpn_format`; empty when the library cannot.
    static func format(_ digits: UInt64, style: cpn_style) -> String {
        unsafe string { text in unsafe cpn_format(digits, style, text) }
    }

    /// Wraps `cpn_trunk_prefix`.
    static func trunkPrefix(of region: UInt16) -> String {
        unsafe string { text in unsafe cpn_trunk_prefix(region, text) }
    }

    /// Wraps `cpn_country_code`; 0 for an unknown region.
    static func countryCode(of region: UInt16) -> Int { Int(cpn_country_code(region)) }

    /// Wraps `cpn_main_region`; 0 for a country code of no region.
    static func mainRegion(of countryCode: Int) -> UInt16 { cpn_main_region(UInt32(countryCode)) }

    /// Wraps `cpn_regions`.
    static func regions() -> [UInt16] {
        let limit = 26 * 26
        return unsafe [UInt16](unsafeUninitializedCapacity: limit) { buffer, count in
            unsafe count = min(limit, cpn_regions(buffer.baseAddress, limit))
        }
    }

    /// The length of a region's numbers without country code, if its fixed lines and its mobiles
    /// have the same; `nil` where lengths differ. Wraps `cpn_example`.
    static func commonLength(of region: Region) -> Int? {
        let code = "\(region.countryCode)".utf8.count
        let lengths = [CPN_FIXED_LINE, CPN_MOBILE].map { type in
            "\(cpn_example(region.code, UInt32(type.rawValue), 0))".utf8.count - code
        }
        return lengths[0] == lengths[1] && lengths[0] > 1 ? lengths[0] : nil
    }

    /// Wraps `cpn_has_zero_numbers`.
    static func hasZeroNumbers(_ countryCode: Int) -> Bool {
        cpn_has_zero_numbers(UInt32(countryCode)) != 0
    }

    /// Wraps `cpn_plans_version`: the version and the date, a space between them.
    static func plansVersion() -> String {
        unsafe string { text in unsafe cpn_plans_version(text) }
    }

    /// Wraps `cpn_uses_own_plans`.
    static func usesOwnPlans() -> Bool { cpn_uses_own_plans() != 0 }

    /// Wraps `cpn_data_fingerprint`.
    static func dataFingerprint() -> UInt64 { cpn_data_fingerprint() }

    private static func withText<Result>(
        _ bytes: [UInt8], _ body: (UnsafePointer<CChar>?, Int) -> Result
    ) -> Result {
        unsafe bytes.withUnsafeBytes { bytes in
            unsafe body(bytes.assumingMemoryBound(to: CChar.self).baseAddress, bytes.count)
        }
    }

    private static func string(_ write: (UnsafeMutablePointer<CChar>) -> Int) -> String {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(CPN_TEXT_LIMIT)) {
            let byteCount = unsafe write($0.baseAddress!)
            let text = unsafe UnsafeRawBufferPointer($0).prefix(byteCount)
            return unsafe String(decoding: text, as: UTF8.self)
        }
    }
}
