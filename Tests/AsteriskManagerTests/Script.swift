@testable import AsteriskManager

/// Events in short, a line each:
///
///     new 1 PJSIP/trunk-00000001 4 +441632960801     a channel, its state and number
///     new 2/1 PJSIP/2001-00000002 0                  one that belongs to another
///     dial 1 2, end 1 2 NOANSWER                     1 dials 2, and has done so
///     in b 2, in b 2 for 3, wait b 2, out b 2        bridges; 2 in the place of 3; a waiting room
///     request 1, bye 2 26                            hanging up, with a cause
///     name 2 PJSIP/2003-00000002, number 1 +44 0, link 3 1, hand 2 4
struct Script {
    private struct Known {
        var name: String
        var state = "0"
        var number = "<unknown>"
        var linkedID: String
    }

    private var channels: [String: Known] = [:]
    private(set) var bytes: [UInt8] = []

    init(_ text: String) {
        for line in text.split(separator: "\n") {
            write(line.split(separator: " ").map(String.init))
        }
    }

    /// What comes of it.
    ///
    /// - Parameter forged: stands where the script says `FORGED`.
    static func lines(
        _ text: String, names: PhoneNames = Story.names, forged: String = ""
    ) -> [String] {
        let events = String(decoding: Script(text).bytes, as: UTF8.self)
        let bytes = Array(events.replacing("FORGED", with: forged).utf8)
        return Story.lines([bytes], names: names)
    }

    private mutating func write(_ words: [String]) {
        let (verb, first) = (words[0], words[1])
        let second = words.count > 2 ? words[2] : ""
        switch verb {
        case "new":
            let ids = first.split(separator: "/").map(String.init)
            channels[ids[0]] = Known(
                name: second, state: words[3], number: words.count > 4 ? words[4] : "<unknown>",
                linkedID: ids.last!)
            event("Newchannel", ids[0])
        case "dial": event("DialBegin", first, "Dest", second)
        case "end": event("DialEnd", first, "Dest", second, ["DialStatus: \(words[3])"])
        case "in":
            let swap = words.count > 4 ? ["SwapUniqueid: \(words[4])"] : []
            event("BridgeEnter", second, Self.bridge(first, "simple_bridge") + swap)
        case "wait": event("BridgeEnter", second, Self.bridge(first, "holding_bridge"))
        case "out": event("BridgeLeave", second, Self.bridge(first, "simple_bridge"))
        case "request": event("HangupRequest", first)
        case "bye": event("Hangup", first, ["Cause: \(second)", "Cause-txt: Hm"])
        case "number":
            channels[first]?.number = second
            event("NewCallerid", first, ["CID-CallingPres: \(words[3]) (Hm)"])
        case "name":
            let old = channels[first]!.name
            write("Rename", ["Channel: \(old)", "Newname: \(second)", "Uniqueid: \(first)"])
            channels[first]?.name = second
        case "link": channels[first]?.linkedID = second
        default:
            event("AttendedTransfer", first, "SecondTransferer", second, ["DestType: App"])
        }
    }

    private static func bridge(_ id: String, _ technology: String) -> [String] {
        ["BridgeUniqueid: \(id)", "BridgeType: basic", "BridgeTechnology: \(technology)"]
    }

    private mutating func event(_ name: String, _ id: String, _ more: [String] = []) {
        // The bridge comes before the channel.
        let isBridge = name.hasPrefix("Bridge")
        write(name, isBridge ? more + block("", id) : block("", id) + more)
    }

    private mutating func event(
        _ name: String, _ id: String, _ prefix: String, _ other: String, _ more: [String] = []
    ) {
        let first = name == "AttendedTransfer" ? "OrigTransferer" : ""
        write(name, block(first, id) + block(prefix, other) + more)
    }

    private func block(_ prefix: String, _ id: String) -> [String] {
        let channel = channels[id]!
        return [
            "Channel: \(channel.name)", "ChannelState: \(channel.state)",
            "CallerIDNum: \(channel.number)", "CallerIDName: <unknown>",
            "Uniqueid: \(id)", "Linkedid: \(channel.linkedID)",
        ].map { prefix + $0 }
    }

    private mutating func write(_ name: String, _ headers: [String]) {
        let lines = ["Event: \(name)", "Privilege: call,all"] + headers + ["", ""]
        bytes += Array(lines.joined(separator: "\r\n").utf8)
    }
}
