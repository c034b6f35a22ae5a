public import Customers

/// When each client was last let in, as it is kept in a file: one line a client, its name and the
/// moment with a tab between.
public struct ClientUses: Equatable, Sendable {
    public private(set) var moments: [ClientName: Moment] = [:]

    public init() {}

    /// Reads what was kept; lines that are none are passed over, as it is only told to people.
    public init(_ text: String) {
        for line in text.split(separator: "\n").prefix(AccessList.clientLimit) {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count == 2, let name = ClientName(fields[0]),
                let seconds = Int64(fields[1])
            else { continue }
            moments[name] = Moment(secondsSince1970: seconds)
        }
    }

    /// A client has been let in.
    public mutating func note(_ name: ClientName, at now: Moment) { moments[name] = now }

    /// What is kept, of clients that are still on the list.
    public func text(of list: AccessList) -> String {
        moments.filter { list[$0.key] != nil }.sorted { $0.key.text < $1.key.text }
            .map { "\($0.key)\t\($0.value.secondsSince1970)\n" }.joined()
    }

    /// Where that is kept.
    public static func path(of database: String) -> String { "\(database)-clients" }
}
