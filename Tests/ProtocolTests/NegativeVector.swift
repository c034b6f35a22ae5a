import TestSupport
import Testing

/// A row of `Protocol/negative.tsv`: what is sent and which code it gets.
struct NegativeVector: CustomTestStringConvertible, Sendable {
    let line: String
    let code: Int
    let why: String

    var testDescription: String { "\(code) \(line.prefix(60))" }

    /// The verb as it was written; what stands there may be none.
    var verb: String { String(line.prefix { $0 != " " && $0 != "\\" }).uppercased() }

    static func all() throws -> [NegativeVector] {
        try Repository.table("Protocol/negative.tsv").map { row in
            guard row.count == 3, let code = Int(row[1]), !row[2].isEmpty else {
                throw Transcript.FormatError("negative.tsv: \(row)")
            }
            return NegativeVector(line: row[0], code: code, why: row[2])
        }
    }

    /// One step of a transcript, so that both are written and read alike.
    func bytes() throws -> [UInt8] {
        let events = try Transcript(name: "negative", text: "a> \(line)").events
        guard case .sends(let bytes)? = events.first?.step else { return [] }
        return bytes
    }
}
