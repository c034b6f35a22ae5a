import EventLoop
import ProtocolWords
import SecureChannel
import TextDoor

/// Clients of TLS listeners until both sides know each other; then they go on as sessions.
///
///     silent ──first bytes──> waiting ──its turn──> shaking ──known──> a session
///                                ^_______________________|
///
/// A handshake costs as much as a hundred lookups. So its bytes wait until it is their turn, a few
/// handshakes are carried on in each turn of the loop, and the wire of one that waits is not read.
/// Addresses take turns, and each has its share of places: `GuestHosts`.
final class Reception {
    /// How much at once, and how long.
    struct Limits: Equatable, Sendable {
        var perTurn = ProtocolWords.Limits.handshakesPerTurn
        var inProgress = ProtocolWords.Limits.handshakes
        var perAddress = ProtocolWords.Limits.handshakesPerAddress
        var connectionsPerAddress = ProtocolWords.Limits.connectionsPerAddress
        var milliseconds = ProtocolWords.Limits.handshakeSeconds * 1000
    }

    /// How often clocks are looked at, in milliseconds.
    private static let lookMilliseconds = 100

    let limits: Limits
    /// What new clients are shown; `nil`: there is no certificate, and none is taken.
    var context: SecureContext?
    /// One that knows us and whom we know.
    var onReady: (SecureConnection, ListenAddress) -> Void = { _, _ in }
    /// A handshake has come to an end.
    var onOutcome: (_ isDone: Bool) -> Void = { _ in }
    /// Handshakes were carried on between the turns of the sockets.
    var onTurn: () -> Void = {}
    /// How many clients may be here.
    var room: () -> Int = { 0 }
    /// How many sessions an address has.
    var sessionCount: (PeerHost) -> Int = { _ in 0 }

    /// Who is on the other side.
    private let hostOf: (Stream) -> PeerHost
    private var guests: [Guest.ID: Guest] = [:]
    private var nextID: Guest.ID = 0
    private var hosts: GuestHosts
    private var inProgress = 0
    private var work: SlicedWork?
    private var clock: Timer?

    init(
        on loop: Loop, _ limits: Limits, hostOf: @escaping (Stream) -> PeerHost
    ) throws(LoopError) {
        self.limits = limits
        self.hostOf = hostOf
        hosts = GuestHosts(limitPerHost: limits.perAddress)
        work = try SlicedWork(on: loop) { [unowned self] in takeTurn() }
        clock = try Timer(on: loop) { [unowned self] in look() }
    }

    /// Takes a new client. One too many is closed, or one in whose place it may be.
    func accept(_ stream: Stream, at address: ListenAddress) {
        guard context != nil else { return lose(stream) }
        let host = hosts.host(hostOf(stream).share)
        guard makeRoom(for: host) else {
            hosts.forgetIfEmpty(host)
            return lose(stream)
        }
        // Who made room may have been its last guest.
        let guest = Guest(nextID, stream, address, of: hosts.host(host.name), deadline: deadline)
        nextID += 1
        guests[guest.id] = guest
        guest.host.guestCount += 1
        guest.host.silent.append(guest.id)
        if guest.host.silent.count > 2 * guest.host.guestCount + 1024 {
            guest.host.silent.removeAll { guests[$0]?.step != .silent }
        }
        listen(to: guest)
        if clock?.isStarted == false { clock?.start(every: .milliseconds(Self.lookMilliseconds)) }
    }

    /// Sends somebody away where there is no place: of this address where it has its share, else of
    /// the one that has the most.
    ///
    /// - Returns: whether there is a place.
    private func makeRoom(for host: GuestHost) -> Bool {
        // Where its sessions have all, the door says so, or sends a silent one away.
        let share = max(
            limits.perAddress, limits.connectionsPerAddress - sessionCount(host.name))
        if host.guestCount >= share { return loseSilent(of: host) }
        guard guests.count >= room(), let largest = hosts.largest else {
            return guests.count < room()
        }
        if loseSilent(of: largest) { return true }
        guard largest.guestCount > host.guestCount + 1,
            let last = largest.fresh.last({ guests[$0] != nil }), let guest = guests[last]
        else { return false }
        lose(guest)
        return true
    }

    /// Sends the one away that has been silent for longest.
    private func loseSilent(of host: GuestHost) -> Bool {
        guard let oldest = host.silent.next({ guests[$0]?.step == .silent }),
            let guest = guests[oldest]
        else { return false }
        lose(guest)
        return true
    }

    /// Sends all away that are still here.
    func stop() {
        for guest in guests.values { guest.close() }
        guests = [:]
        work?.close()
        clock?.close()
        context = nil
    }

    private var deadline: UInt64 {
        Loop.monotonicNanoseconds + UInt64(limits.milliseconds) * 1_000_000
    }

    /// The guest's closures do not keep it: who is here stands in `guests`.
    private func listen(to guest: Guest) {
        let stream = guest.stream
        stream.onBytes = { [unowned self, unowned guest] in hear($0, from: guest) }
        stream.onEnd = { [unowned self, unowned guest] _ in lose(guest) }
    }

    private func hear(_ bytes: Span<UInt8>, from guest: Guest) {
        // Plain text or HTTP: TLS begins with a record of the handshake's kind.
        if guest.step == .silent, bytes[0] != Guest.handshakeRecord { return lose(guest) }
        // Of those whose turn has not come there may be thousands.
        if guest.step == .silent, bytes.count > ProtocolWords.Limits.helloBytes {
            return lose(guest)
        }
        guest.keep(bytes)
        guest.stream.pauseReading()
        if guest.step == .silent {
            guest.step = .waiting
            guest.host.fresh.append(guest.id)
        } else {
            guest.host.begun.append(guest.id)
        }
        hosts.line(up: guest.host)
        if work?.isStarted == false { work?.start() }
    }

    /// - Returns: whether somebody waits whose turn can come.
    private func takeTurn() -> Bool {
        // The loop may sleep before the turn ends, and who came in may have asked already.
        defer { onTurn() }
        for _ in 0..<limits.perTurn {
            guard let guest = nextGuest() else { return false }
            if guest.step == .waiting { begin(guest) }
            hosts.line(up: guest.host)
            guard let secure = guest.secure else { lose(guest); continue }
            // It may lose the guest, or hand it on.
            guest.use { secure.receive($0) }
            if guests[guest.id] != nil { guest.stream.resumeReading() }
        }
        return true
    }

    private func nextGuest() -> Guest? {
        let mayBegin = inProgress < limits.inProgress
        return hosts.next(mayBegin: mayBegin) { guests[$0] != nil }.flatMap { guests[$0] }
    }

    private func begin(_ guest: Guest) {
        guest.step = .shaking
        guest.deadline = deadline
        inProgress += 1
        guest.host.inProgress += 1
        guard let context, let channel = try? SecureChannel(accepting: context) else { return }
        let secure = SecureConnection(channel, over: guest.stream)
        guest.secure = secure
        secure.onReady = { [unowned self, unowned guest] in handOn(guest) }
        secure.onEnd = { [unowned self, unowned guest] _ in lose(guest) }
        // Whose turn it is, is decided here.
        guest.stream.onBytes = { [unowned self, unowned guest] in hear($0, from: guest) }
    }

    private func handOn(_ guest: Guest) {
        guard let secure = guest.secure, forget(guest) else { return }
        onOutcome(true)
        secure.onReady = {}
        secure.attach()
        // With TLS 1.3 the client speaks last, and then asks.
        guest.stream.acknowledge()
        guest.stream.resumeReading()
        onReady(secure, guest.address)
    }

    private func lose(_ guest: Guest) {
        guard forget(guest) else { return }
        guest.close()
        onOutcome(false)
    }

    private func lose(_ stream: Stream) {
        stream.close()
        onOutcome(false)
    }

    /// - Returns: whether it was here.
    private func forget(_ guest: Guest) -> Bool {
        guard guests.removeValue(forKey: guest.id) != nil else { return false }
        guest.host.guestCount -= 1
        if guest.step == .shaking {
            inProgress -= 1
            guest.host.inProgress -= 1
        }
        // Others may have waited for its place.
        hosts.line(up: guest.host)
        hosts.forgetIfEmpty(guest.host)
        if hosts.hasSomethingToDo, work?.isStarted == false { work?.start() }
        if guests.isEmpty { clock?.stop() }
        return true
    }

    /// Ends what takes too long; who waits for its turn does so through no fault of its own.
    private func look() {
        let now = Loop.monotonicNanoseconds
        for guest in guests.values where guest.step != .waiting && now >= guest.deadline {
            lose(guest)
        }
    }
}
