import Customers
import Scoring

/// The words of `EXPLAIN`; `Protocol/README.md` explains each.
extension ComplaintVerdict {
    var word: StaticString {
        switch self {
        case .countsAsRecent: "recent"
        case .countsAsOpen: "open"
        case .leftWindow: "too-old"
        case .merged: "merged"
        case .loggedInError: "error"
        case .notYetReceived: "future"
        }
    }
}

extension ReferralVerdict {
    var word: StaticString {
        switch self {
        case .counts: "qualified"
        case .pending: "pending"
        case .duplicate: "same-party"
        case .toSelf: "self"
        case .withinGroup: "same-group"
        }
    }
}

extension InterruptionVerdict {
    var word: StaticString {
        switch self {
        case .countsAsRecent: "recent"
        case .countsAsUnderWay: "under-way"
        case .notLongEnough: "not-long-yet"
        case .momentary: "momentary"
        case .planned: "planned"
        case .leftWindow: "too-old"
        case .notYetBegun: "future"
        case .sameIncident: "same-incident"
        }
    }

    /// When the verdict changes though nothing is written.
    var until: Moment? {
        switch self {
        case .countsAsRecent(let until), .notLongEnough(let until), .notYetBegun(let until): until
        case .countsAsUnderWay, .momentary, .planned, .leftWindow, .sameIncident: nil
        }
    }
}

extension ValueStanding.Origin {
    var word: StaticString {
        switch self {
        case .objection: "objection"
        case .overridden: "overridden"
        case .computed: "computed"
        }
    }
}

/// Numbers with a dot, without an exponent.
enum DecimalText {
    /// - Parameter digits: behind the dot at most; trailing zeros are left out.
    static func of(_ value: Double, digits: Int) -> String {
        guard value.isFinite, value.magnitude < 1e14 else { return "\(value)" }
        let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
        let scaled = (value.magnitude * scale).rounded()
        guard scaled < 9e18, scaled > 0 else { return "0" }
        let whole = Int64(scaled)
        let sign = value < 0 ? "-" : ""
        var fraction = String(whole % Int64(scale))
        fraction = String(repeating: "0", count: max(0, digits - fraction.count)) + fraction
        while fraction.last == "0" { fraction.removeLast() }
        return "\(sign)\(whole / Int64(scale))" + (fraction.isEmpty ? "" : ".\(fraction)")
    }
}
