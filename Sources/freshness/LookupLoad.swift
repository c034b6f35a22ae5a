import EventLoop
import Foundation
import Synchronization

/// Lookups at a fixed rate whatever the server does, on a thread of its own.
///
/// Latency runs from the moment a lookup is due, so a stall is charged to all that it delays.
final class LookupLoad: Sendable {
    private static let connectionCount = 50

    private let endpoint: Endpoint
    private let rate: Int
    private let numbers: [UInt64]
    private let latencies = Mutex<[UInt64]>([])
    private let isStopping = Atomic<Bool>(false)

    init(_ endpoint: Endpoint, rate: Int, numbers: [UInt64]) {
        self.endpoint = endpoint
        self.rate = rate
        self.numbers = numbers
    }

    func start() {
        Thread { [self] in
            guard let loop = try? Loop() else { return }
            let runner = Runner(self, loop)
            try? runner.run()
        }.start()
    }

    func stop() { isStopping.store(true, ordering: .relaxed) }

    /// What was measured since the last call.
    @discardableResult
    func takeLatencies() -> [UInt64] {
        latencies.withLock { latencies in
            defer { latencies = [] }
            return latencies
        }
    }

    /// One connection, and when the lookups that it has sent were due.
    private final class Line {
        let stream: EventLoop.Stream
        var due: [UInt64] = []
        var answered = 0

        init(_ stream: EventLoop.Stream) { self.stream = stream }

        func answer(_ now: UInt64, _ measured: inout [UInt64]) {
            guard answered < due.count else { return }
            measured.append(now - due[answered])
            answered += 1
            if answered == due.count {
                due.removeAll(keepingCapacity: true)
                answered = 0
            }
        }
    }

    private final class Runner {
        private let load: LookupLoad
        private let loop: Loop
        private var lines: [Line] = []
        private var attempts: [Connector] = []
        private var sent = 0
        private var startedAt: UInt64 = 0
        private var measured: [UInt64] = []

        init(_ load: LookupLoad, _ loop: Loop) {
            self.load = load
            self.loop = loop
        }

        func run() throws {
            for _ in 0..<LookupLoad.connectionCount {
                attempts.append(
                    try EventLoop.Stream.connect(to: load.endpoint, on: loop) {
                        [unowned self] result in
                        if case .success(let stream) = result { adopt(stream) }
                    })
            }
            let timer = try EventLoop.Timer(on: loop) { [unowned self] in tick() }
            startedAt = Loop.monotonicNanoseconds
            timer.start(every: .milliseconds(1))
            loop.run()
            timer.close()
        }

        private func adopt(_ stream: EventLoop.Stream) {
            let line = Line(stream)
            stream.onBytes = { [unowned self, unowned line] bytes in
                let now = Loop.monotonicNanoseconds
                for index in bytes.indices where bytes[index] == 0x0A {
                    line.answer(now, &measured)
                }
            }
            lines.append(line)
        }

        private func tick() {
            if load.isStopping.load(ordering: .relaxed) { return loop.stop() }
            let now = Loop.monotonicNanoseconds
            guard lines.count == LookupLoad.connectionCount else {
                startedAt = now
                return
            }
            let nanosecondsEach = 1_000_000_000 / UInt64(load.rate)
            while startedAt + UInt64(sent) * nanosecondsEach <= now {
                let line = lines[sent % lines.count]
                let number = load.numbers[sent &* 7919 % load.numbers.count]
                line.due.append(startedAt + UInt64(sent) * nanosecondsEach)
                try? line.stream.send(Array("LOOKUP +\(number)\r\n".utf8).span)
                sent += 1
            }
            load.latencies.withLock { $0 += measured }
            measured.removeAll(keepingCapacity: true)
        }
    }
}
