import Foundation
import Synchronization

/// What a program says, line by line, kept as it comes.
///
/// Read on a thread of its own: the program never waits for a reader, and a `readabilityHandler`
/// that ends itself at times crashes.
final class SaidLines: Sendable {
    private struct Content {
        var lines: [String] = []
        var readCount = 0
    }

    private let content = Mutex(Content())
    /// Raised once for each line, and once more at the end.
    private let news = DispatchSemaphore(value: 0)

    init(_ output: FileHandle) {
        Thread.detachNewThread { [self] in
            var unfinished = Data()
            while case let bytes = output.availableData, !bytes.isEmpty {
                unfinished += bytes
                while let end = unfinished.firstIndex(of: UInt8(ascii: "\n")) {
                    append(unfinished[..<end])
                    unfinished = Data(unfinished[(end + 1)...])
                }
            }
            if !unfinished.isEmpty { append(unfinished) }
            news.signal()
        }
    }

    /// All lines so far.
    var text: String { content.withLock { $0.lines.joined(separator: "\n") } }

    /// Waits for the next line; `nil` when the program has ended.
    func next() -> String? {
        news.wait()
        let line: String? = content.withLock { content in
            guard content.readCount < content.lines.count else { return nil }
            defer { content.readCount += 1 }
            return content.lines[content.readCount]
        }
        // Whoever asks again learns of the end, too.
        if line == nil { news.signal() }
        return line
    }

    /// The same, and `nil` when none comes before that moment.
    func next(before end: DispatchTime) -> String? {
        guard news.wait(timeout: end) == .success else { return nil }
        news.signal()
        return next()
    }

    private func append(_ line: Data) {
        content.withLock { $0.lines.append(String(decoding: line, as: UTF8.self)) }
        news.signal()
    }
}
