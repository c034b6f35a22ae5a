import CallerIndex
import CustomerStore
import Customers
import Foundation
import Logging
import MemoryFile
import Synchronization

/// Reads the snapshot at the start, on the store's thread; the loop takes the index from here.
final class SnapshotReader: Sendable {
    private let path: String
    private let settings: String
    private let suffixDigits: Int
    private let logger: Logger
    private let restored = Mutex<RestoredIndex?>(nil)

    init(path: String, settings: String, suffixDigits: Int, logger: Logger) {
        self.path = path
        self.settings = settings
        self.suffixDigits = suffixDigits
        self.logger = logger
    }

    /// The index that was read; once.
    func take() -> RestoredIndex? {
        restored.withLock { restored in
            defer { restored = nil }
            return restored
        }
    }

    /// Reads the snapshot if it fits; one that does not is thrown away, which is said.
    func restore(
        _ fits: (FeedCut.Name) throws(StoreError) -> Bool
    ) throws(StoreError) -> FeedCut? {
        do throws(MemoryFileError) {
            let begun = ContinuousClock.now
            let file = try MemoryFile(path: path)
            guard let heading = SnapshotHeading(file.heading) else { throw .notOurs }
            guard heading.settings == settings else {
                return throwAway("it was made with other settings")
            }
            guard try isOf(heading.name, fits) else {
                return throwAway("the database has another history")
            }
            guard let cut = try read(file, heading) else { throw .notOurs }
            logger.notice(
                "the index is back from its snapshot",
                metadata: ["milliseconds": "\((ContinuousClock.now - begun) / .milliseconds(1))"])
            return cut
        } catch .missing {
            return nil
        } catch {
            return throwAway("\(error)")
        }
    }

    /// - Throws: nothing; a database that can't be read has no history that fits.
    private func isOf(
        _ name: FeedCut.Name, _ fits: (FeedCut.Name) throws(StoreError) -> Bool
    ) throws(MemoryFileError) -> Bool {
        (try? fits(name)) ?? false
    }

    private func read(
        _ file: MemoryFile, _ heading: SnapshotHeading
    ) throws(MemoryFileError) -> FeedCut? {
        let words = UnsafeMutableRawBufferPointer.allocate(
            byteCount: heading.cutWords * MemoryLayout<UInt32>.size, alignment: 8)
        defer { unsafe words.deallocate() }
        let index = try unsafe CallerIndex(
            words: heading.indexWords, suffixDigits: suffixDigits
        ) { regions throws(MemoryFileError) in try unsafe file.read(into: [words] + regions) }
        let cutWords = unsafe Array(words.bindMemory(to: UInt32.self))
        guard let index, let cut = FeedCut(name: heading.name, words: cutWords) else { return nil }
        let savedAt = Moment(secondsSince1970: heading.savedAt)
        let box = RestoredIndex(index, savedAt: savedAt)
        restored.withLock { $0 = box }
        return cut
    }

    private func throwAway(_ reason: String) -> FeedCut? {
        logger.warning("the snapshot is thrown away: \(reason)", metadata: ["file": "\(path)"])
        _ = unsafe unlink(path)
        return nil
    }
}

/// An index on its way from one thread to the other.
///
/// Safe to send: whoever takes it out is the only one to have it.
final class RestoredIndex: @unchecked Sendable {
    let savedAt: Moment
    private var index: CallerIndex?

    init(_ index: consuming CallerIndex, savedAt: Moment) {
        self.index = consume index
        self.savedAt = savedAt
    }

    /// - Precondition: only once.
    func take() -> CallerIndex {
        guard let taken = index.take() else { preconditionFailure("taken twice") }
        return taken
    }
}
