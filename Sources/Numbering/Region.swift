/// A country or territory whose numbering plan we know, as its ISO 3166 alpha-2 code.
public struct Region: Hashable, Sendable {
    /// Both letters, the first in the high byte.
    let code: UInt16

    init(known code: UInt16) { self.code = code }

    /// - Parameter text: two letters in any case.
    /// - Returns: `nil` unless libphonenumber has a plan for them.
    public init?(_ text: String) {
        let letters = text.utf8.map { $0 & 0xDF }
        guard letters.count == 2, letters.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            return nil
        }
        let code = UInt16(letters[0]) << 8 | UInt16(letters[1])
        guard PhoneLibrary.countryCode(of: code) != 0 else { return nil }
        self.code = code
    }

    /// Every region, in alphabetical order.
    public static let all: [Region] = PhoneLibrary.regions().map(Region.init(known:))

    /// The country code, `1 ... 999`; several regions may share one.
    public var countryCode: Int { PhoneLibrary.countryCode(of: code) }

    /// What is dialled before a national number, often `0`; empty where nothing is.
    public var trunkPrefix: String { PhoneLibrary.trunkPrefix(of: code) }
}

extension Region: CustomStringConvertible {
    /// For example `GB`.
    public var description: String {
        String(decoding: [UInt8(code >> 8), UInt8(code & 0xFF)], as: UTF8.self)
    }
}
