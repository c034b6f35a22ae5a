import ProtocolWords
import ReplyReading
import ScreenPopClient

/// Somebody who tells an outage through the protocol, with all whom it touches.
struct OutageReporter {
    /// A block's bytes at most, without its first line and the dot, and those after which a line
    /// ends: both with room for one more customer.
    private static let blockBytes = Limits.blockBytes - 384
    private static let lineBytes = Limits.requestLineBytes - 24

    private let client: Client
    private let reference: String
    private let blocks: [String]

    /// - Parameter reference: one that the database does not know.
    init(_ client: Client, _ reference: String, _ customers: [UInt32]) {
        self.client = client
        self.reference = reference
        var (blocks, block, line) = ([String](), "", "")
        for customer in customers {
            line += line.isEmpty ? "#\(customer)" : " #\(customer)"
            guard line.utf8.count > Self.lineBytes else { continue }
            block += "\(line)\r\n"
            line = ""
            guard block.utf8.count + Self.lineBytes > Self.blockBytes else { continue }
            blocks.append(block)
            block = ""
        }
        if !line.isEmpty { block += "\(line)\r\n" }
        if !block.isEmpty { blocks.append(block) }
        self.blocks = blocks
    }

    /// Each request waits for the acknowledgement of the one before, as an adapter's would.
    func begin() throws {
        try tell("OUTAGE BEGIN freshness reference=\(reference)")
        for block in blocks { try tell("OUTAGE ADD \(reference) <<\r\n\(block).") }
    }

    func end() throws { try tell("OUTAGE END \(reference)") }

    private func tell(_ request: String) throws {
        let reply = try client.request(request)
        guard reply.isDone else {
            throw ClientError.notUnderstood(reply.text[0])
        }
    }
}
