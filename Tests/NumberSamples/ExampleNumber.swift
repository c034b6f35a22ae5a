import CPhoneNumber
public import Customers
public import Numbering

/// The library's example numbers: one for each region and type, where it has one.
public struct ExampleNumber: Sendable {
    /// `nil` for the country codes of no region.
    public let region: Region?
    public let number: PhoneNumber

    public static let all: [ExampleNumber] = ofRegions + ofNoRegion

    private static let ofRegions = Region.all.flatMap { region in
        let letters = Array(region.description.utf8)
        let code = UInt16(letters[0]) << 8 | UInt16(letters[1])
        return Set((0..<12).map { cpn_example(code, $0, 0) }).sorted()
            .compactMap(PhoneNumber.init(digits:))
            .map { ExampleNumber(region: region, number: $0) }
    }

    private static let ofNoRegion = (1...999).compactMap { code in
        PhoneNumber(digits: cpn_example(0, 0, code))
            .map { ExampleNumber(region: nil, number: $0) }
    }

    /// A Dutch city, Kiribati and a service of Uruguay: five digits, dialled without the trunk
    /// prefix of their country. Where a PBX has extensions of five digits, nobody can tell them
    /// apart.
    public static let dialledLikeExtensions: Set<String> = [
        "+3114020", "+59821123", "+68631234",
    ]

    /// Every spelling that a line in `region` may receive, with the name of its form.
    public var spellings: [(form: String, text: String)] {
        var spellings = [
            ("E.164", number.description), ("international", number.internationalFormat),
            ("RFC 3966", number.telephoneURI),
        ]
        if region != nil { spellings.append(("national", number.nationalFormat)) }
        return spellings
    }
}
