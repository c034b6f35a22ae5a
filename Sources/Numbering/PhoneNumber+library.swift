import CPhoneNumber
public import Customers

/// What the numbering plans know about a number.
extension PhoneNumber {
    /// As written in its own country, for people: `020 7946 0958`.
    public var nationalFormat: String { formatted(CPN_NATIONAL) }

    /// As written in other countries, for people: `+44 20 7946 0958`.
    public var internationalFormat: String { formatted(CPN_INTERNATIONAL) }

    /// As a `tel:` URI: `tel:+44-20-7946-0958`.
    public var telephoneURI: String { formatted(CPN_RFC3966) }

    /// In canonical form where the library knows no better.
    private func formatted(_ style: cpn_style) -> String {
        let text = PhoneLibrary.format(digits, style: style)
        return text.isEmpty ? description : text
    }

    /// Whether its country's plan has numbers like it in use; costs as much as a reading.
    var isInUse: Bool {
        PhoneLibrary.read(
            Array(description.utf8), region: nil, checkingValidity: true
        ).validNumber == self
    }

    /// Why no such number can exist, or `nil` if its length is possible.
    public var problem: Unreadable.Reason? {
        let answer = PhoneLibrary.read(Array(description.utf8), region: nil)
        return answer.possibleNumber == nil ? answer.reason : nil
    }
}

/// The data that every reading rests on.
public enum NumberingData {
    /// The version of the numbering plans, as `Tools/plans` has fetched them: `9.0.43`.
    public static let plans: String = String(words[0])

    /// The day on which that version was made: `2026-11-06`.
    public static let plansDate: String = words.count > 1 ? String(words[1]) : ""

    /// For people: which plans these are.
    public static let description = "numbering plans \(plans) of \(plansDate)"

    /// Whether the library reads these plans, and not the older ones that come with it.
    public static let isInUse: Bool = PhoneLibrary.usesOwnPlans()

    /// Counts up when our own rules read a stored number in another way.
    private static let rules: UInt64 = 2

    private static let words = PhoneLibrary.plansVersion().split(
        separator: " ", omittingEmptySubsequences: false)

    /// Changes whenever the numbering plans or our rules change, and only then: 16 hexadecimal
    /// digits, a fingerprint.
    public static let version: String = {
        let digits = String(PhoneLibrary.dataFingerprint() ^ rules, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }()
}

extension PhoneNumber {
    /// Whether both numbers begin with the same country code; arithmetic only.
    public func hasCountryCode(of other: PhoneNumber) -> Bool { countryCode == other.countryCode }

    /// The region that gives the country code its plan: the largest where several share it; `nil`
    /// for the country codes of no region.
    public var homeRegion: Region? {
        let code = PhoneLibrary.mainRegion(of: countryCode)
        return code == 0 ? nil : Region(known: code)
    }

    private var countryCode: Int {
        let decimals = Decimals(self)
        return decimals.prefix(CountryCodes.length(of: decimals))
    }
}
