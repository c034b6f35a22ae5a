@testable import AsteriskManager

/// A conversation, and what comes of it in words: `Login Username=pop ...`, `signed in 22.10.1`.
struct Talk {
    static let greeting = "Asterisk Call Manager/11.0.0\r\n"
    /// A call comes in.
    static let call =
        "Event: Newchannel\r\nPrivilege: call,all\r\nChannel: PJSIP/trunk-00000001\r\n"
        + "ChannelState: 4\r\nCallerIDNum: +441632960801\r\nUniqueid: 17.1\r\n"
        + "Linkedid: 17.1\r\n\r\n"

    var conversation = ManagerConversation(user: "pop", secret: "s3", agents: Story.names)
    private var reader = ManagerReader()
    private var unanswered: [String] = []

    /// One that has the answer to its sign-in.
    static func signedIn() -> Talk {
        var talk = Talk()
        _ = talk.hear(greeting)
        _ = talk.answer("Success")
        return talk
    }

    /// What is asked about that call.
    static let mayBeShown =
        "Getvar Channel=PJSIP/trunk-00000001 Variable=CALLERID(num-pres)"

    /// One that knows all calls: none.
    ///
    /// - Parameter asksForNumbers: it may ask whether a number may be shown.
    static func following(asksForNumbers: Bool = true) -> Talk {
        var talk = signedIn()
        for _ in 0..<3 { _ = talk.answer("Success", "AsteriskVersion: 22") }
        _ = talk.hear("Event: CoreShowChannelsComplete\r\n\r\n")
        guard !asksForNumbers else { return talk }
        _ = talk.hear(call.replacing("17.1", with: "17.0"))
        _ = talk.answer("Error", "Message: Permission denied")
        _ = talk.hear("Event: Hangup\r\nUniqueid: 17.0\r\n\r\n")
        return talk
    }

    /// A caller in a list.
    static func channel(_ id: String) -> String {
        "Event: CoreShowChannel\r\nChannel: PJSIP/trunk-00000009\r\nChannelState: 6\r\n"
            + "CallerIDNum: 1\r\nUniqueid: \(id)\r\nLinkedid: \(id)\r\nBridgeId: \r\n\r\n"
    }

    mutating func hear(_ text: String) -> [String] {
        var steps: [ManagerStep] = []
        // What is connected anew begins with a greeting again, and answers nothing of before.
        if text.hasPrefix("Asterisk Call") {
            reader = ManagerReader()
            unanswered = []
        }
        reader.read(Array(text.utf8).span) { steps += conversation.take($0) }
        return words(steps)
    }

    /// Answers the oldest action that has no answer.
    mutating func answer(_ response: String, _ header: String = "Message: Hm") -> [String] {
        hear("Response: \(response)\r\nActionID: \(unanswered.removeFirst())\r\n\(header)\r\n\r\n")
    }

    mutating func tick() -> [String] { words(conversation.tick()) }

    mutating func list(_ channels: [String]) -> [String] {
        hear(channels.joined() + "Event: CoreShowChannelsComplete\r\n\r\n")
    }

    /// Lets time pass until the list is asked for, and gives it.
    mutating func listNow(_ channels: [String]) -> [String] {
        while true {
            let asked = tick()
            _ = answer("Success")
            guard asked.contains("CoreShowChannels") else { continue }
            _ = answer("Success", "EventList: start")
            return list(channels)
        }
    }

    private mutating func words(_ steps: [ManagerStep]) -> [String] {
        steps.map { step in
            switch step {
            case .send(let bytes): action(bytes)
            case .signedIn(let version): "signed in \(version)"
            case .unfiltered: "unfiltered"
            case .refused(let refusal): "refused \(refusal)"
            case .isCurrent: "current"
            case .changes(let changes): "changes \(changes.count)"
            case .lost(let loss): "lost \(loss)"
            }
        }
    }

    /// The name and the headers, and notes that an answer is due.
    private mutating func action(_ bytes: [UInt8]) -> String {
        let headers = Story.messages(bytes).flatMap { message in
            message.lines.map { (message.name(of: $0), message.value(of: $0)) }
        }
        for (name, value) in headers where name == "ActionID" { unanswered.append(value) }
        let rest = headers.filter { $0.0 != "Action" && $0.0 != "ActionID" }
        return ([headers[0].1] + rest.map { "\($0.0)=\($0.1)" }).joined(separator: " ")
    }
}
