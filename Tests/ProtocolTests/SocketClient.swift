import Glibc
import SecureChannel

/// A plain blocking TCP connection; nothing waits longer than `patienceSeconds`.
final class SocketClient {
    struct Failure: Error {
        let call: StaticString
        let number: Int32
    }

    static let patienceSeconds = 30

    /// For another thread that writes while this one reads; no longer than the client lives.
    var outlet: Outlet { Outlet(descriptor: descriptor) }

    private let descriptor: Int32
    private var received = ReceivedLines()
    private var hasEnded = false
    /// Plain bytes on their way from the channel.
    private var decrypted: [UInt8] = []
    /// What undoes the layer that the server has put over its sockets.
    private var framing: Framing?
    /// What encrypts it.
    private var channel: SecureChannel?

    /// - Parameters:
    ///   - isFramed: whether the server has put a layer over its sockets.
    ///   - secure: speaks TLS, by what it trusts.
    ///   - source: its own address, of this machine; the system's choice when nothing is said.
    init(
        host: String = "127.0.0.1", port: UInt16, isFramed: Bool = false,
        secure: SecureContext? = nil, from source: String? = nil
    ) throws {
        framing = isFramed ? Framing() : nil
        channel = try secure.map { try SecureChannel(to: host, $0) }
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(call: "socket", number: errno) }
        set(SOL_SOCKET, SO_RCVTIMEO, timeval(tv_sec: Self.patienceSeconds, tv_usec: 0))
        set(SOL_SOCKET, SO_SNDTIMEO, timeval(tv_sec: Self.patienceSeconds, tv_usec: 0))
        // Without it the kernel would join bytes that a test sends one by one.
        set(Int32(IPPROTO_TCP), TCP_NODELAY, Int32(1))
        if let source {
            let status = try unsafe Self.call(Glibc.bind, descriptor, source, 0)
            guard status == 0 else { throw Failure(call: "bind", number: errno) }
        }
        let status = try unsafe Self.call(Glibc.connect, descriptor, host, port)
        guard status == 0 else { throw Failure(call: "connect", number: errno) }
        if let channel { try shakeHands(channel) }
    }

    /// `bind` or `connect` with an address of IPv4.
    private static func call(
        _ call: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32, _ descriptor: Int32,
        _ host: String, _ port: UInt16
    ) throws -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        guard unsafe inet_pton(AF_INET, host, &address.sin_addr) == 1 else {
            throw Failure(call: "inet_pton", number: EINVAL)
        }
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        return unsafe withUnsafePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe call(descriptor, $0, size)
            }
        }
    }

    private func shakeHands(_ channel: SecureChannel) throws {
        flush(channel)
        while !channel.isReady {
            var buffer = [UInt8](repeating: 0, count: 1 << 14)
            let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { throw Failure(call: "recv", number: errno) }
            try channel.receive(buffer.span.extracting(first: count), into: &decrypted)
            flush(channel)
        }
    }

    private func flush(_ channel: SecureChannel) {
        var bytes: [UInt8] = []
        channel.takeBytesToSend(into: &bytes)
        outlet.send(bytes)
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) {
        guard let channel else {
            return outlet.send(framing == nil ? bytes : Framing.framed(bytes))
        }
        try? channel.send(bytes.span)
        flush(channel)
    }

    func sendWithoutWaiting(_ bytes: [UInt8]) -> Int { outlet.sendWithoutWaiting(bytes) }

    func endInput() {
        if framing != nil { outlet.send(Framing.end) }
        if let channel {
            channel.close()
            flush(channel)
        }
        outlet.endInput()
    }

    /// The next line; `nil` when the server has ended or nothing came in time.
    func nextLine() -> String? {
        while true {
            if let line = received.next() { return line }
            if !receive() { return nil }
        }
    }

    /// Whether there is something to read, now.
    var hasMore: Bool {
        var byte: UInt8 = 0
        return unsafe !received.isEmpty
            || recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) >= 0
    }

    /// Waits until there is something to read.
    func awaitBytes() -> Bool {
        var byte: UInt8 = 0
        return unsafe recv(descriptor, &byte, 1, Int32(MSG_PEEK)) > 0
    }

    /// Everything until the server ends.
    func rest() -> [UInt8] {
        while receive() {}
        return received.takeAll()
    }

    /// Whether the server has ended and nothing is left to read.
    func isAtEnd() -> Bool {
        while received.isEmpty { if !receive() { return hasEnded } }
        return false
    }

    /// - Returns: whether bytes came.
    private func receive() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
        if count == 0 || (count < 0 && errno == ECONNRESET) { hasEnded = true }
        guard count > 0 else { return false }
        if let channel {
            try? channel.receive(buffer.span.extracting(first: count), into: &decrypted)
            received.append(contentsOf: decrypted[...])
            decrypted = []
            return true
        }
        let bytes = framing?.unframed(Array(buffer[..<count]))
        received.append(contentsOf: bytes?[...] ?? buffer[..<count])
        return true
    }

    private func set(_ level: Int32, _ option: Int32, _ value: some BitwiseCopyable) {
        var value = value
        unsafe withUnsafeBytes(of: &value) {
            _ = unsafe setsockopt(
                descriptor, level, option, $0.baseAddress, socklen_t($0.count))
        }
    }
}

/// The writing side of a connection.
struct Outlet: Sendable {
    fileprivate let descriptor: Int32

    /// Sends all of it; a connection that the server has ended swallows it.
    func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = send(some: bytes, from: sent, flags: 0)
            if count <= 0 { return }
            sent += count
        }
    }

    /// Sends what fits without waiting.
    ///
    /// - Returns: how many bytes went; 0 when the way is blocked.
    func sendWithoutWaiting(_ bytes: [UInt8]) -> Int {
        max(0, send(some: bytes, from: 0, flags: Int32(MSG_DONTWAIT)))
    }

    func endInput() { shutdown(descriptor, Int32(SHUT_WR)) }

    private func send(some bytes: [UInt8], from start: Int, flags: Int32) -> Int {
        unsafe bytes.withUnsafeBytes { buffer in
            unsafe Glibc.send(
                descriptor, buffer.baseAddress! + start, buffer.count - start,
                flags | Int32(MSG_NOSIGNAL))
        }
    }
}
