@testable import AsteriskManager

/// As much of an Asterisk as is needed to list its channels: what its events say there are.
struct AsteriskModel {
    private struct Known {
        var fields: [(name: String, value: String)]
        var bridge = ""
        var isDialed = false
    }

    /// What each event says of a channel, in the order in which the list says it.
    private static let fields = [
        "Channel", "ChannelState", "ChannelStateDesc", "CallerIDNum", "CallerIDName",
        "ConnectedLineNum", "ConnectedLineName", "Language", "AccountCode", "Context", "Exten",
        "Priority", "Uniqueid", "Linkedid",
    ]

    private var channels: [String: Known] = [:]
    private var order: [String] = []

    /// Follows an event.
    mutating func take(_ event: ManagerMessage) {
        update(event, prefix: "")
        update(event, prefix: "Dest")
        guard let id = event["Uniqueid"] else { return }
        switch event.event {
        case "BridgeEnter":
            channels[id]?.bridge = event["BridgeUniqueid"] ?? ""
        case "BridgeLeave": channels[id]?.bridge = ""
        case "Hangup":
            channels[id] = nil
            order.removeAll { $0 == id }
        default: break
        }
    }

    private mutating func update(_ event: ManagerMessage, prefix: String) {
        guard let id = event["\(prefix)Uniqueid"], event.event != "Hangup" else { return }
        // Late words about a channel that has hung up do not bring it back.
        guard channels[id] != nil || event.event == "Newchannel" else { return }
        let fields = Self.fields.map { ($0, event[prefix + $0] ?? "") }
        if channels[id] == nil { order.append(id) }
        channels[id, default: Known(fields: [])].fields = fields
        if prefix == "Dest" { channels[id]?.isDialed = true }
    }

    /// Channels of that call that are dialled and have not been answered.
    func unanswered(for call: String) -> [String] {
        order.filter { id in
            let fields = Dictionary(
                uniqueKeysWithValues: channels[id]?.fields.map { ($0.name, $0.value) } ?? [])
            return fields["Linkedid"] == call && ["0", "5"].contains(fields["ChannelState"])
        }
    }

    /// The answer to `CoreShowChannels`, as Asterisk 22 gives it.
    func list(actionID: String? = nil) -> [UInt8] {
        let name = actionID.map { "ActionID: \($0)\r\n" } ?? ""
        var text =
            "Response: Success\r\n\(name)EventList: start\r\n"
            + "Message: Channels will follow\r\n\r\n"
        for channel in order.compactMap({ channels[$0] }) {
            text += "Event: CoreShowChannel\r\n\(name)"
            for (name, value) in channel.fields { text += "\(name): \(value)\r\n" }
            let (application, data) =
                channel.isDialed ? ("AppDial", "(Outgoing Line)") : ("Queue", "plain,t,,,60")
            text += "Application: \(application)\r\nApplicationData: \(data)\r\n"
            text += "Duration: 00:00:07\r\nBridgeId: \(channel.bridge)\r\n\r\n"
        }
        text +=
            "Event: CoreShowChannelsComplete\r\n\(name)EventList: Complete\r\n"
            + "ListItems: \(order.count)\r\n\r\n"
        return Array(text.utf8)
    }
}
