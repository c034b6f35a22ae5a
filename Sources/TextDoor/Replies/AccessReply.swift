import Access
import Customers
import ProtocolWords
import WireProtocol

/// The answers to `AUTH`, `ACT` and `UNMASK`. Shapes: `Protocol/README.md`.
extension ReplyWriter {
    /// What the client is from now on.
    mutating func signedIn(_ rights: Rights) {
        begin(.signedIn)
        if let role = rights.role { field("role", word: role.rawValue) }
        if let client = rights.client { field("client", word: client) }
        if let agents = rights.agents, !agents.isEmpty {
            let list = agents.map(\.text).joined(separator: ",")
            if agents.allSatisfy(\.isWord) {
                field("agents", word: list)
            } else {
                field("agents", quoted: list)
            }
        }
        hidden(Sight.everything.subtracting(rights.sight))
        end()
    }

    /// All of this customer is shown for a while.
    mutating func unmasked(_ account: Account) {
        begin(.done)
        field("account", word: account.text)
        field("seconds", Limits.unmaskSeconds)
        end()
    }
}
