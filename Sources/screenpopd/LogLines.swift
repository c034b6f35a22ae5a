import Customers
import Dispatch
import Foundation
import Logging
import Synchronization

/// Lines of the log on their way to whoever reads them, written by a thread of their own: who
/// reads may stop for as long as he likes, and lookups must not.
final class LogLines: Sendable {
    /// Lines that may wait; what comes beyond is dropped and counted.
    private static let limit = 10_000

    private struct State {
        var lines: [String] = []
        var droppedCount = 0
        var isWriting = false
    }

    private let state = Mutex(State())
    private let news = DispatchSemaphore(value: 0)
    private let idle = DispatchSemaphore(value: 0)

    /// - Parameter file: where they go; it may block.
    init(to file: FileHandle) {
        Thread.detachNewThread { [self] in
            while true {
                news.wait()
                let (lines, droppedCount) = take()
                for line in lines { try? file.write(contentsOf: Data(line.utf8)) }
                if droppedCount > 0 {
                    let text = "\(Moment.now) warning: \(droppedCount) lines of the log are lost\n"
                    try? file.write(contentsOf: Data(text.utf8))
                }
                state.withLock { $0.isWriting = false }
                idle.signal()
            }
        }
    }

    /// Queues a line, with its ending; any thread.
    func write(_ line: String) {
        state.withLock { state in
            if state.lines.count < Self.limit {
                state.lines.append(line)
            } else {
                state.droppedCount += 1
            }
        }
        news.signal()
    }

    /// Waits until all lines are written, but for a second at most.
    func finish() {
        let end = DispatchTime.now() + .seconds(1)
        while state.withLock({ $0.isWriting || !$0.lines.isEmpty }) {
            guard idle.wait(timeout: end) == .success else { return }
        }
    }

    private func take() -> (lines: [String], droppedCount: Int) {
        state.withLock { state in
            state.isWriting = true
            defer { (state.lines, state.droppedCount) = ([], 0) }
            return (state.lines, state.droppedCount)
        }
    }
}

/// Puts events into the lines of a log: moment, level, label, what it is about, module and words.
struct LineLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel = Logger.Level.info
    private let label: String
    private let lines: LogLines

    init(label: String, _ lines: LogLines) {
        self.label = label
        self.lines = lines
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let about = metadata.merging(event.metadata ?? [:]) { $1 }
            .sorted { $0.key < $1.key }.map { " \($0)=\($1)" }.joined()
        lines.write(
            "\(Moment.now) \(event.level) \(label):\(about) [\(event.source)] \(event.message)\n")
    }
}
