/// What people dial before a number so that theirs is hidden or shown: no part of it.
///
/// Codes of digits only; those with `*` and `#` are told by their marks (`NumberText`).
enum CallerCodes {
    /// What stands behind such a code of the region; `nil` where none stands in front.
    static func rest(of digits: [UInt8], in region: Region) -> [UInt8]? {
        for code in codes(of: region) where digits.starts(with: code.utf8) {
            return Array(digits.dropFirst(code.utf8.count))
        }
        return nil
    }

    /// Longest first, where one begins another.
    ///
    /// - Source: the operators' pages on calling line identification restriction.
    private static func codes(of region: Region) -> [String] {
        switch region.description {
        case "GB", "GG", "IM", "JE": ["1470", "141"]
        case "IE": ["141", "142"]
        case "AU": ["1831", "1832"]
        case "NZ": ["0196", "0197"]
        case "JP": ["184", "186"]
        case "HK": ["1357", "133"]
        case "FR": ["3651", "3654"]
        case "ES": ["067"]
        default: []
        }
    }
}
