import Access
import Customers
import Foundation

/// One client of the list, for people and for programs.
struct AccessLine {
    private let client: AccessClient
    /// When each was last let in; `nil`: nobody has asked.
    private let uses: ClientUses?

    init(_ client: AccessClient, _ uses: ClientUses?) {
        self.client = client
        self.uses = uses
    }

    private var lastUse: String { uses?.moments[client.name].map { "\($0)" } ?? "never" }

    /// `jo  agent  agents=1001  from=10.0.1.0/24  tokens=1`.
    var text: String {
        var parts = [client.name.text, client.role.rawValue]
        func add(_ key: String, _ values: [String]) {
            if !values.isEmpty { parts.append("\(key)=\(values.joined(separator: ","))") }
        }
        add("agents", client.agents.map(\.text))
        add("from", client.from.map(\.description))
        add("uid", client.user.map { ["\($0)"] } ?? [])
        add("certificate", client.hasCertificate ? ["yes"] : [])
        add("tokens", client.tokens.isEmpty ? [] : ["\(client.tokens.count)"])
        add("hidden", hidden)
        add("unmask", client.mayUnmask ? ["yes"] : [])
        add("lookups-per-minute", client.lookupsPerMinute.map { ["\($0)"] } ?? [])
        if uses != nil { add("last", [lastUse]) }
        return parts.joined(separator: "  ")
    }

    /// The same as an object.
    var json: String {
        var fields: [String: Any] = [
            "name": client.name.text, "role": client.role.rawValue,
            "agents": client.agents.map(\.text), "from": client.from.map(\.description),
            "tokens": client.tokens.count, "certificate": client.hasCertificate,
            "hidden": hidden, "unmask": client.mayUnmask,
        ]
        fields["uid"] = client.user
        if uses != nil { fields["last"] = lastUse }
        fields["lookups_per_minute"] = client.lookupsPerMinute
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? JSONSerialization.data(withJSONObject: fields, options: options)
        else { preconditionFailure("texts, numbers and lists of texts are JSON") }
        return String(decoding: data, as: UTF8.self)
    }

    private var hidden: [String] {
        Sight.everything.subtracting(client.sight).list.split(separator: ",").map(String.init)
    }
}
