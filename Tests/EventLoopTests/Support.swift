import EventLoop
import Glibc
import Testing

import class Foundation.FileManager

/// How long a test may wait for something that should take milliseconds.
let patience = Duration.seconds(30)

/// Lends a fresh loop and checks afterwards that everything on it was let go.
func withLoop(_ body: (Loop) throws -> Void) throws {
    weak var leftover: Loop?
    do {
        let loop = try Loop()
        leftover = loop
        try body(loop)
    }
    #expect(leftover == nil, "something still holds the loop")
}

extension Loop {
    /// Runs until a callback calls `stop()`.
    func runUntilStopped() throws {
        let watchdog = try Timer(on: self) { [unowned self] in
            Issue.record("nothing stopped the loop within \(patience)")
            stop()
        }
        watchdog.start(after: patience)
        run()
        watchdog.close()
    }

    /// Runs until `condition` holds, checked once per turn.
    func run(until condition: @escaping () -> Bool) throws {
        let check = try SlicedWork(on: self) { [unowned self] in
            if condition() { stop() }
            return true
        }
        check.start()
        try runUntilStopped()
        check.close()
    }
}

/// The transports a stream may use.
enum Transport: CaseIterable, CustomTestStringConvertible {
    case version4, version6, unix

    var testDescription: String { "\(self)" }

    func endpoint(in folder: borrowing ScratchFolder) -> Endpoint {
        switch self {
        case .version4: .tcp(host: "127.0.0.1", port: 0)
        case .version6: .tcp(host: "::1", port: 0)
        case .unix: .unix(path: folder.path + "/socket")
        }
    }
}

/// A folder of the test's own, removed at its end.
struct ScratchFolder: ~Copyable {
    let path: String

    init() {
        // mkdtemp puts letters in the place of each X.
        var template = Array("/tmp/eventloop-XXXXXX".utf8CString)
        path = unsafe String(cString: mkdtemp(&template))
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}

/// Both ends of one connection on one loop.
final class Pair {
    let listener: Listener
    var server: EventLoop.Stream
    var client: EventLoop.Stream

    init(on loop: Loop, at endpoint: Endpoint = .tcp(host: "127.0.0.1", port: 0)) throws {
        var accepted: EventLoop.Stream?
        var connected: EventLoop.Stream?
        listener = try Listener(on: loop, endpoint: endpoint) { accepted = $0 }
        let connector = try Stream.connect(to: listener.endpoint, on: loop) {
            connected = try? $0.get()
        }
        try loop.run { accepted != nil && connected != nil }
        connector.cancel()
        // The callbacks must not keep what they handed over.
        let (first, second) = (accepted.take(), connected.take())
        server = try #require(first)
        client = try #require(second)
    }
}

/// Collects what a stream receives.
final class Inbox {
    private(set) var bytes: [UInt8] = []
    private(set) var ends: [LoopError?] = []

    init(of stream: EventLoop.Stream) {
        stream.onBytes = { [unowned self] in append($0) }
        stream.onEnd = { [unowned self] in ends.append($0) }
    }

    private func append(_ more: Span<UInt8>) {
        unsafe more.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }
}

/// Bytes in which every displacement shows; they repeat at a prime distance.
func pattern(_ count: Int) -> [UInt8] {
    let block = (0..<min(count, 65_521)).map {
        UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + block.count)
    while bytes.count < count { bytes += block }
    bytes.removeLast(bytes.count - count)
    return bytes
}
