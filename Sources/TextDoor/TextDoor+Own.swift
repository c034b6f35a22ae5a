import Access
import FrontDesk
import ProtocolWords
import WireProtocol

/// Requests that concern the connection, or the server as a whole.
extension TextDoor {
    /// - Returns: whether it is one; everything else is the desk's.
    func carryOutOwn(
        _ request: Request, _ line: Span<UInt8>, _ session: Session
    ) throws(ReplyCode) -> Bool {
        switch request {
        case .pbx(let named): setPBX(named, session)
        case .region(let word): try setRegion(word, session)
        case .numberFormat(let word): try setNumberFormat(word, session)
        case .accessCode(let word): try setAccessCode(word, session)
        case .lineSettings: tellLine(session)
        case .hello(let client):
            if let client { session.client = client }
            tray.reply(to: session) { $0.hello() }
        case .signIn(let name, let token): signIn(name, line.extracting(token), session)
        case .act(let client): try act(client, session)
        case .help(let verb): tray.reply(to: session) { $0.help(verb) }
        case .ping: tray.reply(to: session) { $0.pong() }
        case .version: tray.reply(to: session) { $0.version() }
        case .stats: tellStatistics(session)
        case .clients: tellClients(session)
        case .format(let format):
            tray.reply(to: session) { writer in
                // What was asked before is answered in the old one.
                session.format = format
                writer.format = format
                writer.reply(.done)
            }
        case .quit:
            tray.reply(to: session) { $0.reply(.bye) }
            tray.answerAll()
            finish(session)
        default: return false
        }
        return true
    }
}
