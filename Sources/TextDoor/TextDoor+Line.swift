import Customers
import FrontDesk
import Numbering
import ProtocolWords
import Switchboard
import WireProtocol

/// What a connection says of its line.
extension TextDoor {
    /// The settings of a connection's line: its own, else its listener's, else the daemon's.
    func line(of session: Session) -> LineSettings { session.line.over(desk.callers.line) }

    func setRegion(_ word: String?, _ session: Session) throws(ReplyCode) {
        let region = word.flatMap { Region($0) }
        guard word == nil || region != nil else { throw .badArgument }
        session.line.place = LineOverride.Place(region)
        tellLine(session)
    }

    func setNumberFormat(_ word: String, _ session: Session) throws(ReplyCode) {
        guard let format = NumberFormat(word: word) else { throw .badArgument }
        session.line.format = format
        tellLine(session)
    }

    func setAccessCode(_ word: String?, _ session: Session) throws(ReplyCode) {
        let code = word.flatMap { AccessCode($0) }
        guard word == nil || code != nil else { throw .badArgument }
        session.line.access = LineOverride.Access(code)
        tellLine(session)
    }

    func setPBX(_ named: NamedPBX?, _ session: Session) {
        switch named {
        case .pbx(let pbx): session.pbx = pbx
        case NamedPBX.none?: session.pbx = nil
        case nil: break
        }
        let name = session.pbx
        tray.reply(to: session) { $0.pbx(name) }
    }

    func tellLine(_ session: Session) {
        let line = line(of: session)
        tray.reply(to: session) { $0.lineSettings(line) }
    }
}
