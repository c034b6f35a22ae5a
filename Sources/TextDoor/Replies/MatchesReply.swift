import Customers
import FrontDesk
import Numbering
import ProtocolWords
import WireProtocol

/// Several customers of one number. Shape: `Protocol/README.md`, "MATCHES".
extension ReplyWriter {
    /// The block that answers `MATCHES`.
    mutating func matches(_ findings: Findings, _ sources: LoadedSources) {
        guard let tier = findings.tier, let number = findings.number else {
            return lookup(findings.result(sources))
        }
        beginBlock()
        self.number(number)
        field("customers", findings.customerCount)
        field("match", word: tier.word)
        for hit in findings.hits {
            line("customer")
            customer(hit, sources)
        }
        endBlock()
    }

    /// The answer to `REGION`, `NUMBERS` and `ACCESS`.
    mutating func lineSettings(_ line: LineSettings) {
        begin(.done)
        if let region = line.region {
            field("region", word: region.description)
        } else {
            field(unknown: "region")
        }
        field("numbers", word: line.format.word)
        if let code = line.accessCode { field("access", word: code.description) }
        end()
    }
}
