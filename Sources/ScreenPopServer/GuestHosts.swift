import EventLoop

/// One address, or one network of IPv6, and its guests.
final class GuestHost {
    let name: PeerHost
    var guestCount = 0
    /// Handshakes that have begun.
    var inProgress = 0
    /// Guests who have said nothing.
    var silent = GuestQueue()
    /// Those whose handshake has not begun.
    var fresh = GuestQueue()
    /// Those whose handshake goes on.
    var begun = GuestQueue()
    /// Whether it stands in the row of those that begin, or go on.
    fileprivate var isBeginning = false
    fileprivate var isGoingOn = false

    init(_ name: PeerHost) { self.name = name }
}

/// Whose turn it is: address by address, so that one with many guests waits for itself and not
/// others for it.
struct GuestHosts {
    private var known: [PeerHost: GuestHost] = [:]
    /// Hosts that have a handshake to begin and may.
    private var beginning = HostRow()
    /// Hosts that have a handshake to go on with.
    private var goingOn = HostRow()
    /// Which row is asked first; they take turns.
    private var isBeginningFirst = false
    /// Handshakes in progress, of one host.
    let limitPerHost: Int

    init(limitPerHost: Int) { self.limitPerHost = limitPerHost }

    /// Who has the most guests.
    var largest: GuestHost? { known.values.max { $0.guestCount < $1.guestCount } }
    var hasSomethingToDo: Bool { !beginning.isEmpty || !goingOn.isEmpty }

    /// The host of this name, from its first guest to its last.
    mutating func host(_ name: PeerHost) -> GuestHost {
        if let host = known[name] { return host }
        let host = GuestHost(name)
        known[name] = host
        return host
    }

    /// Puts a host where its guests have something to do and may do it.
    mutating func line(up host: GuestHost) {
        if !host.isGoingOn, !host.begun.isEmpty {
            host.isGoingOn = true
            goingOn.append(host)
        }
        if !host.isBeginning, !host.fresh.isEmpty, host.inProgress < limitPerHost {
            host.isBeginning = true
            beginning.append(host)
        }
    }

    /// Takes the guest whose turn it is.
    ///
    /// - Parameters:
    ///   - mayBegin: whether there is a place for one more handshake.
    ///   - isHere: whether a guest has not gone.
    mutating func next(mayBegin: Bool, _ isHere: (Guest.ID) -> Bool) -> Guest.ID? {
        isBeginningFirst.toggle()
        for isFirst in [true, false] {
            let isToBegin = isFirst == isBeginningFirst
            if isToBegin, !mayBegin { continue }
            let guest = isToBegin ? nextToBegin(isHere) : nextToGoOn(isHere)
            if let guest { return guest }
        }
        return nil
    }

    private mutating func nextToBegin(_ isHere: (Guest.ID) -> Bool) -> Guest.ID? {
        while let host = beginning.next() {
            host.isBeginning = false
            // Its place may have been taken since it lined up.
            guard host.inProgress < limitPerHost else { continue }
            guard let guest = host.fresh.next(isHere) else { continue }
            return guest
        }
        return nil
    }

    private mutating func nextToGoOn(_ isHere: (Guest.ID) -> Bool) -> Guest.ID? {
        while let host = goingOn.next() {
            host.isGoingOn = false
            if let guest = host.begun.next(isHere) { return guest }
        }
        return nil
    }

    /// Forgets a host that has no guest any more.
    mutating func forgetIfEmpty(_ host: GuestHost) {
        if host.guestCount == 0 { known[host.name] = nil }
    }
}

/// Hosts in their order.
private struct HostRow {
    private var hosts: [GuestHost] = []
    private var start = 0

    var isEmpty: Bool { start == hosts.count }

    mutating func append(_ host: GuestHost) { hosts.append(host) }

    mutating func next() -> GuestHost? {
        guard start < hosts.count else { return nil }
        defer {
            start += 1
            if start == hosts.count || start > 1024 {
                hosts.removeFirst(start)
                start = 0
            }
        }
        return hosts[start]
    }
}
