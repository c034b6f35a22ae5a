import Customers
import FrontDesk
import Numbering
import ProtocolWords
import WireProtocol

/// Several customers of one number. Shape: `Protocol/README.md`, "MATCHES".
extension ReplyWriter {
    /// The first line of the block that answers `MATCHES`, or the one line where nobody is found.
    mutating func matches(_ findings: Findings, _ sources: LoadedSources) {
        guard let tier = findings.tier, let number = findings.number else {
            return lookup(findings.result(sources))
        }
        beginBlock()
        self.number(number)
        field("customers", findings.customerCount)
        field("match", word: tier.word)
    }

    /// One of the customers.
    mutating func line(_ hit: Findings.Hit, _ sources: LoadedSources) {
        line("customer")
        customer(hit, sources)
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
