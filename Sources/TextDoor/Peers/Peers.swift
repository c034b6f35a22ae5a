import Access
public import EventLoop

/// Everybody who is connected, by address or user.
struct Peers {
    private var known: [PeerHost: Peer] = [:]

    /// Takes a connection of `host`. Whoever has a network of IPv6 has all addresses of it.
    mutating func connect(_ host: PeerHost) -> Peer {
        let name = host.share
        let peer = known[name] ?? Peer(name)
        known[name] = peer
        peer.connectionCount += 1
        return peer
    }

    /// How many connections a host has.
    func connectionCount(of host: PeerHost) -> Int { known[host.share]?.connectionCount ?? 0 }

    /// Who has the most connections.
    var largest: Peer? { known.values.max { $0.connectionCount < $1.connectionCount } }

    /// Forgets those who have gone and owe nothing of this minute.
    mutating func sweep(at now: UInt64) {
        known = known.filter { !$0.value.isIdle(at: now) }
    }
}

/// Connections that have not sent a request, the oldest first.
struct SilentSessions {
    private var ids: [Session.ID] = []
    private var first = 0

    /// Entries, those that are silent no more included, beyond which they are looked through.
    private static let entryLimit = 20_000

    /// - Parameter isSilent: whether one of before still is.
    mutating func append(_ id: Session.ID, _ isSilent: (Session.ID) -> Bool) {
        ids.append(id)
        guard ids.count >= Self.entryLimit else { return }
        ids = ids[first...].filter(isSilent)
        first = 0
    }

    /// Takes the oldest one that is still silent.
    mutating func next(_ isSilent: (Session.ID) -> Bool) -> Session.ID? {
        while first < ids.count {
            let id = ids[first]
            first += 1
            if isSilent(id) { return id }
        }
        return nil
    }
}

extension PeerHost {
    /// The host under whose name it counts: of IPv6 the network of 64 bits.
    public var share: PeerHost {
        guard case .address(let text) = self, let network = InternetAddress(text)?.network else {
            return self
        }
        return .address(network)
    }

    /// Its address, as far as rules about addresses go; `nil`: it is at a Unix-domain socket.
    var internetAddress: InternetAddress? {
        switch self {
        case .loopback: InternetAddress("127.0.0.1")
        case .address(let text): InternetAddress(text)
        case .user, .gone: nil
        }
    }
}
