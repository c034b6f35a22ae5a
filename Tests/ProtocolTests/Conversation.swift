import Foundation

/// Requests and replies over one connection, one at a time.
final class Conversation {
    private let client: SocketClient

    init(_ server: RunningServer) throws { client = try SocketClient(port: server.port) }

    /// The reply to one request; a block's lines with the first.
    func ask(_ request: String) -> [String] {
        client.send(Array("\(request)\n".utf8))
        guard let first = client.nextLine() else { return [] }
        guard first.hasPrefix("210") else { return [first] }
        var lines = [first]
        while let line = client.nextLine(), line != "." { lines.append(line) }
        return lines
    }

    /// The one line that answers `request`.
    func line(_ request: String) -> String { ask(request).first ?? "no reply" }
}

extension String {
    /// The value of ` key=value`; `nil` when it is not there.
    func value(_ key: String) -> String? {
        guard let start = range(of: " \(key)=") else { return nil }
        return String(self[start.upperBound...].prefix { $0 != " " })
    }
}
