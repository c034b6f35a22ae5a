import Access
import Customers
import Digests

/// The list of clients of `Protocol/transcripts/signed-in/access.toml`.
enum TranscriptAccess {
    /// What whoever is `name` shows.
    static func token(_ name: String) -> String { "spt_\(name)_transcript" }

    static let list: AccessList = {
        var list = AccessList()
        func add(_ name: String, _ role: Role, _ change: (inout AccessClient) -> Void = { _ in }) {
            var client = AccessClient(ClientName(name)!, role)
            client.tokens = [Digest(of: Array(token(name).utf8))]
            change(&client)
            list.add(client)
        }
        add("pbx1", .telephony)
        add("front", .telephony) { $0.sight = .everything }
        add("jo", .agent) {
            $0.agents = [Agent("1001")!, Agent("1002")!]
            $0.sight = [.names, .numbers]
            $0.mayUnmask = true
        }
        add("kim", .agent) { $0.agents = [Agent("kim")!] }
        add("lee", .supervisor)
        add("probe", .diagnostic) { $0.mayUnmask = true }
        add("root", .admin)
        add("web", .gateway)
        add("away", .agent) {
            $0.agents = [Agent("9")!]
            $0.from = [AddressRange("192.0.2.0/24")!]
        }
        return list
    }()
}
