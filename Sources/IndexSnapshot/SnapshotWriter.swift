public import CallerIndex
public import CustomerStore
public import Customers
public import EventLoop
import Foundation
public import Logging
import MemoryFile

/// Writes the index to a file now and then, so that the next start need not read the database.
///
/// A forked child writes, so that the loop stops only for the fork.
public final class SnapshotWriter {
    /// What became of the latest attempt.
    public enum State: Equatable {
        /// Nobody keeps the index, or no more until the next start.
        case off
        case none
        case saving
        case saved
        case failed(reason: String)
    }

    /// What became of the latest attempt.
    public private(set) var state = State.none
    /// As of when the file is; `nil`: there is none that we know of.
    public private(set) var savedAt: Moment?
    /// How long the latest fork kept the loop, in microseconds.
    public private(set) var forkMicroseconds: UInt64 = 0
    /// Called when nothing was written: the store is to say when to try again.
    public var onFailure: () -> Void = {}
    private let path: String
    private let settings: String
    private let loop: Loop
    private let logger: Logger
    private var writing: MemoryFileWriting?
    private var watcher: DescriptorWatcher?
    private var isClosed = false

    /// - Parameter settings: what beside the database decides what the index holds.
    public init(path: String, settings: String, loop: Loop, logger: Logger) {
        self.path = path
        self.settings = settings
        self.loop = loop
        self.logger = logger
    }

    /// The index is as it was at this moment: its snapshot has been read.
    public func noteRestored(_ moment: Moment) {
        state = .saved
        savedAt = moment
    }

    /// Has the index written as it is now.
    public func save(_ index: borrowing CallerIndex, _ cut: FeedCut, now: Moment) {
        guard !isClosed else { return }
        // A child still writes, or a table grows: the store will come again.
        guard writing == nil, let image = index.image() else { return onFailure() }
        if SnapshotReader.isForeign(path) { return fail("somebody else's file stands there") }
        let words = cut.schedule
        let heading = SnapshotHeading(
            name: cut.name, settings: settings, savedAt: now.secondsSince1970,
            cutWords: words.count, indexWords: image.words)
        do {
            let begun = Loop.monotonicNanoseconds
            let writing = try unsafe words.withUnsafeBytes { memory in
                try unsafe MemoryFileWriting(
                    to: path, heading: heading.encoded(),
                    regions: [memory] + image.regions.map { UnsafeRawBufferPointer($0) })
            }
            forkMicroseconds = (Loop.monotonicNanoseconds - begun) / 1000
            self.writing = writing
            state = .saving
            watcher = try DescriptorWatcher(of: writing.descriptor, on: loop) { [unowned self] in
                finish(now)
            }
        } catch {
            cancel()
            fail("\(error)")
        }
    }

    /// Begins no more, and ends a child that writes.
    public func close() {
        isClosed = true
        state = .off
        cancel()
    }

    private func cancel() {
        watcher?.close()
        watcher = nil
        writing?.cancel()
        writing = nil
    }

    private func finish(_ begun: Moment) {
        watcher?.close()
        watcher = nil
        guard let writing else { return }
        self.writing = nil
        do throws(MemoryFileError) {
            try writing.finish()
            state = .saved
            savedAt = begun
            logger.info("the index is in its snapshot")
        } catch {
            fail("\(error)")
        }
    }

    private func fail(_ reason: String) {
        state = .failed(reason: reason)
        logger.warning("no snapshot of the index: \(reason)", metadata: ["file": "\(path)"])
        onFailure()
    }
}
