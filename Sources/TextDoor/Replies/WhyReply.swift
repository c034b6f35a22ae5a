import Access
import Customers
import FrontDesk
import Numbering
import ProtocolWords
import WireProtocol

/// How a lookup came about. Shape: `Protocol/README.md`, "WHY".
extension ReplyWriter {
    /// The first line of the block that answers `WHY` where something was looked for.
    mutating func why(_ findings: Findings) {
        beginBlock()
        if let number = findings.number { self.number(number) }
        whyFields(findings)
    }

    /// The same where there was nothing to look for.
    mutating func why(_ reading: Reading, _ steps: [ReadingStep]) {
        beginBlock()
        field("match", word: reading == .withheld ? "withheld" : "none")
        for step in steps { line(step) }
        endBlock()
    }

    private mutating func whyFields(_ findings: Findings) {
        switch findings.customerCount {
        case 0: field("match", word: "none")
        case 1: field("match", word: findings.tier?.word ?? "none")
        default:
            field("match", word: "shared")
            if let tier = findings.tier { field("via", word: tier.word) }
        }
        field("customers", findings.customerCount)
    }

    mutating func line(_ step: ReadingStep) {
        line("read")
        field("step", word: step.word.word)
        if shows(.numbers) { field("text", quoted: step.text) }
    }

    /// - Parameter rejections: how many have been told of each tier.
    mutating func line(_ step: CallerSearch.Step, _ rejections: inout [Int]) {
        switch step {
        case .tried(let key, let holders):
            line("key")
            field("tier", word: key.tier.word)
            self.key(key)
            because(key)
            field("customers", holders)
        case .passedOver(let tier, let reason):
            line("passed-over")
            field("tier", word: tier.word)
            field("reason", quoted: reason)
        case .rejected(let holder, let tier, let reason):
            rejections[Int(tier.rawValue)] += 1
            guard rejections[Int(tier.rawValue)] <= Limits.listedRejections else { return }
            line("rejected")
            field("tier", word: tier.word)
            field("id", Int(holder.customer.value))
            field("number", number: holder.number)
            field("reason", quoted: reason)
        }
    }

    /// What was looked for.
    private mutating func key(_ key: NumberKey) {
        if shows(.numbers) {
            field(key.tier == .suffix ? "ending" : "number", word: key.text)
        } else if key.tier != .suffix, let number = PhoneNumber(digits: key.digits) {
            field("number", number: number)
        }
    }

    private mutating func because(_ key: NumberKey) {
        switch key.origin {
        case .asRead: field("because", quoted: "as read")
        case .variant(let reason): field("because", word: reason.word)
        case .withoutPlus: field("because", quoted: "country code without +")
        case .place(let place):
            field("because", word: place.areaCode == nil ? "neighbour" : "area-code")
            field("region", word: place.region.description)
            if let areaCode = place.areaCode { field("area_code", word: areaCode) }
        case .beginning: field("because", quoted: "head of a range")
        case .ending: field("because", quoted: "last digits")
        }
    }
}

extension NumberKey {
    fileprivate var text: String { tier == .suffix ? "\(digits)" : "+\(digits)" }
}
