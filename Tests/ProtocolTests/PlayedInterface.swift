import Foundation
import Glibc
import SecureChannel
import Synchronization

/// Asterisk's side of the manager interface, as a test tells it: greeting, login, lists, events.
///
/// Answers as Asterisk 22 does. One connection at a time; a further one takes its place.
final class PlayedInterface: Sendable {
    /// A channel in the list that `CoreShowChannels` gives.
    struct Channel {
        let name: String
        let id: String
        var number = "<unknown>"
        /// The call's; its own id where the channel began it.
        var linked: String?
        var state = 6
        var bridge = ""
    }

    private struct State {
        var secret = "s3cret"
        var channels: [Channel] = []
        var connection: Int32?
        /// Names of the actions that have come, in their order.
        var actions: [String] = []
        var isStopped = false
        var isSilent = false
        /// Whether the callers' numbers may not be shown.
        var isWithheld = false
    }

    private let state = Mutex(State())
    private let listener: ListeningSocket
    // Used only while the state is locked.
    nonisolated(unsafe) private var secure: SecureChannel?
    private let news = DispatchSemaphore(value: 0)
    private let context: SecureContextBox?

    /// What is read once and shared with the thread that serves.
    private final class SecureContextBox: Sendable {
        let chain: String
        let key: String

        init(_ chain: String, _ key: String) { (self.chain, self.key) = (chain, key) }
    }

    /// - Parameters:
    ///   - port: a free one unless told.
    ///   - certificate: chain and key, for an interface that is encrypted.
    init(
        port wanted: UInt16 = 0, certificate: (chain: String, key: String)? = nil
    ) throws {
        context = certificate.map { SecureContextBox($0.chain, $0.key) }
        listener = try ListeningSocket(port: wanted)
        Thread { [self] in serve() }.start()
    }

    var port: UInt16 { listener.port }

    /// What it wants to hear; another word makes every login fail.
    func want(secret: String) { state.withLock { $0.secret = secret } }

    /// What is under way, for whoever asks for the list.
    func show(_ channels: [Channel]) { state.withLock { $0.channels = channels } }

    /// Whoever asks learns that callers' numbers may not be shown.
    func withholdNumbers() { state.withLock { $0.isWithheld = true } }

    /// Answers nothing from now on, and reads on.
    func fallSilent() { state.withLock { $0.isSilent = true } }

    /// Sends bytes as they are.
    func say(_ bytes: [UInt8]) { send(bytes) }

    /// Breaks the connection, as a network or a crash does.
    func breakOff() {
        state.withLock { state in
            if let connection = state.connection { shutdown(connection, Int32(SHUT_RDWR)) }
        }
    }

    /// Ends for good: nobody answers at its port.
    func stop() {
        state.withLock { $0.isStopped = true }
        listener.end()
        breakOff()
    }

    /// Waits until an action of that name has come so often.
    func await(_ action: String, times: Int = 1) {
        while state.withLock({ state in state.actions.count { $0 == action } }) < times {
            guard news.wait(timeout: .now() + .seconds(SocketClient.patienceSeconds)) == .success
            else { return }
        }
    }

    /// How often an action has come.
    func count(_ action: String) -> Int {
        state.withLock { state in state.actions.count { $0 == action } }
    }

    private func serve() {
        while true {
            let connection = listener.take()
            guard connection >= 0 else { return }
            state.withLock { $0.connection = connection }
            talk(connection)
            state.withLock {
                $0.connection = nil
                unsafe secure = nil
            }
            close(connection)
            if state.withLock({ $0.isStopped }) { return }
        }
    }

    private func talk(_ connection: Int32) {
        if let context {
            guard let shown = try? SecureContext(showing: context.chain, key: context.key),
                let channel = try? SecureChannel(accepting: shown)
            else { return }
            state.withLock { _ in unsafe secure = channel }
        } else {
            say(Array("Asterisk Call Manager/11.0.0\r\n".utf8))
        }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var hasGreeted = context == nil
        while true {
            let count = unsafe recv(connection, &buffer, buffer.count, 0)
            guard count > 0, let plain = plain(Array(buffer[..<count])) else { return }
            if !hasGreeted, state.withLock({ _ in unsafe secure?.isReady == true }) {
                hasGreeted = true
                say(Array("Asterisk Call Manager/11.0.0\r\n".utf8))
            }
            received += plain
            while let end = received.firstRange(of: Array("\r\n\r\n".utf8)) {
                answer(String(decoding: received[..<end.lowerBound], as: UTF8.self))
                received.removeFirst(end.upperBound)
            }
        }
    }

    /// What came, without its encryption; `nil`: it cannot be read.
    private func plain(_ bytes: [UInt8]) -> [UInt8]? {
        state.withLock { state in
            guard let secure = unsafe secure else { return bytes }
            var plain: [UInt8] = []
            do {
                try secure.receive(bytes.span, into: &plain)
            } catch {
                return nil
            }
            var answer: [UInt8] = []
            secure.takeBytesToSend(into: &answer)
            if let connection = state.connection { Self.write(answer, to: connection) }
            return plain
        }
    }

    private func send(_ bytes: [UInt8]) {
        state.withLock { state in
            guard let connection = state.connection else { return }
            guard let secure = unsafe secure else { return Self.write(bytes, to: connection) }
            try? secure.send(bytes.span)
            var sealed: [UInt8] = []
            secure.takeBytesToSend(into: &sealed)
            Self.write(sealed, to: connection)
        }
    }

    private static func write(_ bytes: [UInt8], to connection: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return }
            rest = rest.dropFirst(count)
        }
    }
}

extension PlayedInterface {
    private func answer(_ action: String) {
        var headers: [String: String] = [:]
        for line in action.split(separator: "\r\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            headers[String(parts[0])] = parts[1].drop { $0 == " " }.description
        }
        let name = headers["Action"] ?? ""
        let id = headers["ActionID"] ?? ""
        let (isSilent, secret, channels) = state.withLock { state in
            (state.isSilent, state.secret, state.channels)
        }
        // Whoever waits for it speaks behind the answer.
        defer {
            state.withLock { $0.actions.append(name) }
            news.signal()
        }
        if isSilent { return }
        switch name {
        case "Login" where headers["Secret"] != secret:
            say(reply("Error", id, ["Message: Authentication failed"]))
            breakOff()
        case "Login": say(reply("Success", id, ["Message: Authentication accepted"]))
        case "CoreSettings":
            say(reply("Success", id, ["AMIversion: 11.0.0", "AsteriskVersion: 22.10.1"]))
        case "ListCommands":
            say(
                reply(
                    "Success", id,
                    [
                        "CoreShowChannels: List currently active channels.  (Priv: reporting,all)",
                        "Ping: Keepalive command.  (Priv: <none>)",
                    ]))
        case "PJSIPShowEndpoints": say(list(["trunk", "2001", "anna-maria"], id))
        case "SIPpeers", "IAXpeerlist":
            say(reply("Error", id, ["Message: Invalid/unknown command: \(name)."]))
        case "Getvar":
            let isWithheld = state.withLock { $0.isWithheld }
            let value = isWithheld ? "prohib_passed_screen" : "allowed_not_screened"
            say(reply("Success", id, ["Variable: CALLERID(num-pres)", "Value: \(value)"]))
        case "Ping": say(reply("Success", id, ["Ping: Pong", "Timestamp: 1795697415.000000"]))
        case "CoreShowChannels":
            say(
                reply(
                    "Success", id, ["EventList: start", "Message: Channels will follow"])
                    + channels.flatMap { bytes(of: $0, id) }
                    + event([
                        "Event: CoreShowChannelsComplete", "EventList: Complete",
                        "ListItems: \(channels.count)", "ActionID: \(id)",
                    ]))
        default: say(reply("Success", id, ["Message: done"]))
        }
    }

    private func list(_ endpoints: [String], _ id: String) -> [UInt8] {
        reply("Success", id, ["EventList: start", "Message: Following are Events"])
            + endpoints.flatMap { name in
                event([
                    "Event: EndpointList", "ActionID: \(id)", "ObjectType: endpoint",
                    "ObjectName: \(name)",
                ])
            }
            + event([
                "Event: EndpointListComplete", "ActionID: \(id)", "EventList: Complete",
                "ListItems: \(endpoints.count)",
            ])
    }

    private func reply(_ response: String, _ id: String, _ rest: [String]) -> [UInt8] {
        event(["Response: \(response)", "ActionID: \(id)"] + rest)
    }

    private func bytes(of channel: Channel, _ id: String) -> [UInt8] {
        event([
            "Event: CoreShowChannel", "ActionID: \(id)", "Channel: \(channel.name)",
            "ChannelState: \(channel.state)", "CallerIDNum: \(channel.number)",
            "ConnectedLineNum: <unknown>", "Context: plain", "Exten: 3", "Priority: 1",
            "Uniqueid: \(channel.id)", "Linkedid: \(channel.linked ?? channel.id)",
            "Application: Queue", "ApplicationData: plain", "Duration: 00:00:10",
            "BridgeId: \(channel.bridge)",
        ])
    }

    private func event(_ lines: [String]) -> [UInt8] {
        Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }
}
