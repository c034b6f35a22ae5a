public import Access
import Customers
import EventLoop
import FrontDesk
import ProtocolWords
import WireProtocol

/// Who clients are.
extension TextDoor {
    /// What whoever has just connected may before saying anything.
    func rights(of connection: any Connection) -> Rights {
        guard let access = admission.list else { return .unrestricted }
        let host = connection.peerHost
        if case .user(let user) = host { return access.rights(ofUser: user) }
        if let name = connection.certifiedName,
            let client = access.client(certified: name, from: host.internetAddress)
        {
            return client.rights
        }
        return host == .loopback ? access.loopbackRights : .stranger
    }

    /// What the door carries out itself is admitted here; everything else where the desk is asked.
    func admit(_ request: Request, _ session: Session) throws(ReplyCode) {
        do throws(Refusal) {
            if let permission = request.permission {
                try desk.admit(permission, session.access.rights)
            }
        } catch {
            throw error.code
        }
    }

    func signIn(_ name: String, _ token: Span<UInt8>, _ session: Session) {
        guard let access = admission.list else {
            return tray.reply(to: session) { $0.signedIn(session.access.rights) }
        }
        var secret: [UInt8] = []
        secret.append(copying: token)
        let client = access.client(
            named: name, with: secret, from: session.connection.peerHost.internetAddress)
        secret.wipe()
        guard let client else { return failSignIn(session) }
        counts.signIns += 1
        become(client.rights, session)
        admission.onSignIn(client.name)
        tray.reply(to: session) { $0.signedIn(client.rights) }
    }

    /// The client is this one from now on, and sees no more calls than it may.
    func become(_ rights: Rights, _ session: Session) {
        // What was asked before is answered as it was asked.
        tray.answerAll()
        if session.access.isStranger, rights.role != nil { strangerLeaves(session) }
        session.access.become(rights)
        stopWatching(session)
    }

    func act(_ name: String?, _ session: Session) throws(ReplyCode) {
        guard session.access.actingRights != nil else { throw .notPermitted }
        tray.answerAll()
        if let name {
            guard let client = ClientName(name).flatMap({ self.admission.list?[$0] }),
                client.role.isPerson
            else { throw .notPermitted }
            session.access.act(with: client.rights)
        } else {
            session.access.act(with: nil)
        }
        stopWatching(session)
        tray.reply(to: session) { $0.signedIn(session.access.rights) }
    }

    private func stopWatching(_ session: Session) {
        _ = pushes.takeAll(of: session.id)
        session.peer.change(from: session.usage.watched, to: nil)
        session.usage.watched = nil
        desk.calls.unwatch(session.id)
    }

    /// Another list holds from now on: who is in it no more has to sign in again, the others may
    /// what it says.
    public func change(to list: AccessList?) {
        tray.answerAll()
        admission.list = list
        for session in Array(sessions.values) where !session.isFinished {
            let name = session.access.signedInName
            let rights =
                name.flatMap { name in ClientName(name).flatMap { list?[$0]?.rights } }
                ?? (name == nil ? rights(of: session.connection) : .stranger)
            if rights == session.access.rights { continue }
            if rights.role == nil {
                say(.notSignedIn, andFinish: session)
            } else {
                become(rights, session)
            }
        }
    }
}

extension Role {
    /// Whether a gateway may ask for such clients.
    fileprivate var isPerson: Bool {
        switch self {
        case .agent, .supervisor, .telephony, .diagnostic: true
        case .admin, .gateway: false
        }
    }
}

extension Request {
    /// The class of what the door carries out itself; `nil`: it is the desk's.
    fileprivate var permission: Permissions? {
        switch self {
        case .help, .hello, .ping, .version, .format, .quit, .signIn, .act, .block: .session
        case .pbx, .region, .numberFormat, .accessCode, .lineSettings: .line
        case .stats: .observe
        case .clients: .administer
        case .lookup, .lookupSpelled, .matches, .why, .badNumbers, .changedNumbers, .link, .card,
            .history, .explain, .score, .verify, .write, .call, .watch, .unmask:
            nil
        }
    }
}
