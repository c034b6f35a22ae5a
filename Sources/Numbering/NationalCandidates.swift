import CPhoneNumber
public import Customers

/// A number that a caller without country may have.
public struct NationalCandidate: Hashable, Sendable {
    public let number: PhoneNumber
    /// The region whose plan makes this number of the digits.
    public let region: Region
    /// The area code put before them; `nil` when they have one of their own.
    public let areaCode: String?
}

extension NumberReader {
    /// What digits of a number at home are if a country code stands in front, though the line does
    /// not say that it leaves the `+` away; `nil` where that is impossible, or what `read` says.
    public func internationalCandidate(
        for received: Span<UInt8>, on line: LineSettings
    ) -> PhoneNumber? {
        guard line.format == .auto, let dialled = bareDigits(of: received) else { return nil }
        let digits = line.accessCode?.digitsBehind(dialled) ?? dialled
        guard digits.first != UInt8(ascii: "0"), digits.count <= PhoneNumber.digitLimit,
            let number = PhoneLibrary.read(DialString.plus(digits), region: nil).possibleNumber,
            !plan.withheld.contains(number)
        else { return nil }
        if case .number(let read) = read(received, on: line), read.number == number { return nil }
        return number
    }

    /// The numbers that digits without a country can be, the most likely first: with each area code
    /// of the plan, then as dialled in each neighbour.
    ///
    /// At most one reading for each; no number twice, and not the number that `read` makes of them.
    public func nationalCandidates(
        for received: Span<UInt8>, on line: LineSettings
    ) -> [NationalCandidate] {
        guard let digits = bareDigits(of: received) else { return [] }
        var candidates: [NationalCandidate] = []
        let known: PhoneNumber? =
            if case .number(let read) = read(received, on: line) { read.number } else { nil }
        func add(_ number: PhoneNumber?, _ region: Region, _ areaCode: String?) {
            guard let number, number != known, !plan.withheld.contains(number),
                !candidates.contains(where: { $0.number == number })
            else { return }
            candidates.append(
                NationalCandidate(number: number, region: region, areaCode: areaCode))
        }
        if let region = line.region, !Self.hasTrunkPrefix(digits, in: region) {
            for areaCode in plan.areaCodes {
                add(Self.number(areaCode: areaCode, digits, in: region), region, areaCode)
            }
        }
        for region in plan.neighbours where region != line.region {
            let answer = PhoneLibrary.read(digits, region: region)
            add(answer.source == CPN_FROM_REGION ? answer.possibleNumber : nil, region, nil)
        }
        return candidates
    }

    private static func hasTrunkPrefix(_ digits: [UInt8], in region: Region) -> Bool {
        let prefix = region.trunkPrefix
        return !prefix.isEmpty && digits.starts(with: prefix.utf8)
    }

    private static func number(
        areaCode: String, _ digits: [UInt8], in region: Region
    ) -> PhoneNumber? {
        let prefix = Array("\(region.countryCode)\(areaCode)".utf8)
        return PhoneLibrary.read(DialString.plus(prefix + digits), region: nil).possibleNumber
    }
}
