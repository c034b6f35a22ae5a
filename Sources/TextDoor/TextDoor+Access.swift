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
        let proof = Proof(name, secret)
        secret.wipe()
        let client = access.client(
            by: proof, from: session.connection.peerHost.internetAddress)
        guard let client else { return failSignIn(session) }
        counts.signIns += 1
        become(client.rights, by: proof, session)
        admission.onSignIn(client.name)
        tray.reply(to: session) { $0.signedIn(client.rights) }
    }

    /// The client is this one from now on, and sees no more calls than it may.
    ///
    /// - Parameter proof: what it has shown; `nil`: it is who it is because of where it comes from.
    func become(_ rights: Rights, by proof: Proof?, _ session: Session) {
        // What was asked before is answered as it was asked.
        tray.answerAll()
        if session.access.isStranger, rights.role != nil { strangerLeaves(session) }
        session.access.become(rights, by: proof)
        stopWatching(session)
    }

    func act(_ name: String?, _ session: Session) throws(ReplyCode) {
        guard session.access.actingRights != nil else { throw .notPermitted }
        tray.answerAll()
        if let name {
            guard let rights = rightsToAct(for: name) else { throw .notPermitted }
            session.access.act(with: rights)
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

    /// What a gateway may while it asks for a client; `nil`: nobody may ask for that one.
    private func rightsToAct(for name: String) -> Rights? {
        guard let client = ClientName(name).flatMap({ admission.list?[$0] }), client.role.isPerson
        else { return nil }
        return client.rights
    }

    /// Another list holds from now on. Who would not be let in again by what it has shown has to
    /// go; so has whoever may something else and watches, or waits for an answer that was asked for
    /// with other rights. The others may what it says.
    public func change(to list: AccessList?) {
        tray.answerAll()
        admission.list = list
        for session in Array(sessions.values) where !session.isFinished {
            let rights = rightsAgain(of: session)
            if rights == session.access.ownRights, actsAsBefore(session) { continue }
            let isInTheMiddle =
                session.usage.watched != nil || session.telling != nil
                || session.pause == .waitingForAnswer
            if rights.role == nil || isInTheMiddle {
                say(.notSignedIn, andFinish: session)
            } else {
                become(rights, by: session.access.proof, session)
            }
        }
    }

    /// What it might if it came now and showed what it has shown.
    private func rightsAgain(of session: Session) -> Rights {
        guard let proof = session.access.proof else { return rights(of: session.connection) }
        let address = session.connection.peerHost.internetAddress
        return admission.list?.client(by: proof, from: address)?.rights ?? .stranger
    }

    /// Whether the client for which it asks, if it does, is in the list and may what it might.
    private func actsAsBefore(_ session: Session) -> Bool {
        guard let name = session.access.actedName else { return true }
        return rightsToAct(for: name) == session.access.rights
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
