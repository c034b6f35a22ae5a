/// A channel of a played Asterisk.
final class PlayedChannel {
    let name: String
    /// The name of the call: that of its first channel.
    let call: String
    let uniqueID: String
    var number: String
    var callerName = ""
    var presentation = "allowed_not_screened"
    var plan = "0"
    /// Why it has ended, as a number of Q.850.
    var cause = "16"
    private(set) var variables: [String: String] = [:]
    private var inherited: Set<String> = []
    /// What is to be run at its end, the latest first.
    private(set) var handlers: [String] = []
    var curlOptions: [String: String] = [:]

    init(_ name: String, call: String, uniqueID: String? = nil, number: String) {
        self.name = name
        self.call = call
        self.uniqueID = uniqueID ?? call
        self.number = number
    }

    /// A leg that this channel dials: it shows the number of whoever is there.
    func leg(_ name: String) -> PlayedChannel {
        let number = String(name.split(separator: "/")[1].prefix { $0.isNumber })
        let leg = PlayedChannel(
            name, call: call, uniqueID: "\(call)-\(name)", number: number.isEmpty ? "1000" : number)
        for name in inherited { leg.set("__\(name)", variables[name] ?? "") }
        return leg
    }

    /// What stands behind `__` is seen by the legs, too.
    func set(_ name: String, _ value: String) {
        let bare = name.hasPrefix("__") ? String(name.dropFirst(2)) : name
        if bare != name { inherited.insert(bare) }
        variables[bare] = value
    }

    func pushHandler(_ handler: String) { handlers.insert(handler, at: 0) }

    func popHandler() { if !handlers.isEmpty { handlers.removeFirst() } }

    func clearHash(_ hash: String) {
        for name in variables.keys where name.hasPrefix("~HASH~\(hash)~") { variables[name] = nil }
    }
}
