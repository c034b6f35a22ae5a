import AsteriskManager
import Customers

/// What a telephony system says of its endpoints and of what its user may ask; answers in, lines
/// for people out.
struct PBXInventory {
    /// What is asked for, and what the answers bear.
    private enum Question: String, CaseIterable {
        case rights = "check-rights"
        case pjsip = "check-pjsip"
        case sip = "check-sip"
        case iax = "check-iax"

        var action: String {
            switch self {
            case .rights: "ListCommands"
            case .pjsip: "PJSIPShowEndpoints"
            case .sip: "SIPpeers"
            case .iax: "IAXpeerlist"
            }
        }

        /// What its answers call a channel.
        var technology: String {
            switch self {
            case .rights: ""
            case .pjsip: "PJSIP"
            case .sip: "SIP"
            case .iax: "IAX2"
            }
        }
    }

    /// Actions that following asks, what for, and what it means where it may not.
    private static let asked = [
        (
            action: "CoreShowChannels", granted: "interruptions are made good",
            refused: "it CANNOT BE FOLLOWED; manager.conf needs write = reporting"
        ),
        (
            action: "Filter", granted: "only the events that are needed are sent",
            refused: "all events of calls are sent, which harms nothing"
        ),
    ]

    private let names: PhoneNames
    private var open = Set(Question.allCases)
    private var rights: Set<String> = []
    private var endpoints: [(name: String, kind: ChannelKind)] = []

    init(_ names: PhoneNames) { self.names = names }

    var isComplete: Bool { open.isEmpty }

    /// What is to be asked.
    var questions: [ManagerAction] {
        Question.allCases.map { ManagerAction($0.action, id: $0.rawValue) }
    }

    mutating func take(_ message: ManagerMessage) {
        guard let question = message.actionID.flatMap(Question.init), open.contains(question) else {
            return
        }
        if question == .rights {
            for (action, _, _) in Self.asked where message[action] != nil {
                rights.insert(action)
            }
            open.remove(question)
        } else if message.response != nil {
            // A list follows, unless this kind of endpoint is unknown there.
            if message["EventList"]?.lowercased() != "start" { open.remove(question) }
        } else if message["EventList"]?.lowercased() == "complete" {
            open.remove(question)
        } else if let name = message["ObjectName"] {
            let full = "\(question.technology)/\(name)"
            endpoints.append((full, names.kind(of: "\(full)-00000000")))
        }
    }

    /// What was found, for people.
    var lines: [String] {
        Self.asked.map { action, granted, refused in
            rights.contains(action)
                ? "it may ask \(action): \(granted)" : "it may not ask \(action): \(refused)"
        } + endpointLines
    }

    private var endpointLines: [String] {
        if endpoints.isEmpty { return ["its endpoints cannot be listed by this user"] }
        let trunks = endpoints.filter { $0.kind == .trunk }.map(\.name)
        let agents = endpoints.compactMap { endpoint -> String? in
            guard case .agent(let agent) = endpoint.kind else { return nil }
            return endpoint.name.hasSuffix("/\(agent.text)")
                ? endpoint.name : "\(endpoint.name) (as \(agent.text))"
        }
        let none = "none; name them: trunks = [...]"
        return [
            "trunks: \(trunks.isEmpty ? none : trunks.joined(separator: ", "))",
            "agents: \(agents.isEmpty ? "none" : agents.joined(separator: ", "))",
        ]
    }
}
