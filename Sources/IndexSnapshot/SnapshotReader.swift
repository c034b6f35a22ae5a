import CallerIndex
public import CustomerStore
public import Customers
import Foundation
public import Logging
import MemoryFile
import Synchronization

/// Reads the snapshot at the start, on the store's thread; the loop takes the index from here.
public final class SnapshotReader: Sendable {
    private let path: String
    private let settings: String
    private let suffixDigits: Int
    private let clock: @Sendable () -> Moment
    private let logger: Logger
    private let restored = Mutex<RestoredIndex?>(nil)

    /// - Parameters:
    ///   - settings: what beside the database decides what the index holds.
    ///   - suffixDigits: as the index is to have it.
    ///   - clock: what time it is.
    public init(
        path: String, settings: String, suffixDigits: Int,
        clock: @escaping @Sendable () -> Moment, logger: Logger
    ) {
        self.clock = clock
        self.path = path
        self.settings = settings
        self.suffixDigits = suffixDigits
        self.logger = logger
    }

    /// Whether a file stands there that is no snapshot, good or bad.
    public static func isForeign(_ path: String) -> Bool {
        do throws(MemoryFileError) {
            _ = try MemoryFile(path: path)
            return false
        } catch {
            return error == .foreign
        }
    }

    /// The index that was read; once.
    public func take() -> RestoredIndex? {
        restored.withLock { restored in
            defer { restored = nil }
            return restored
        }
    }

    /// Reads the snapshot if it fits; one that does not is thrown away, which is said.
    ///
    /// - Parameter fits: whether the database has come from the moment of that name.
    public func restore(
        _ fits: (FeedCut.Name) throws(StoreError) -> Bool
    ) throws(StoreError) -> FeedCut? {
        let begun = ContinuousClock.now
        MemoryFileWriting.removeRemains(of: path)
        guard let (file, heading) = open() else { return nil }
        guard heading.settings == settings else {
            return throwAway("it was made with other settings or by another version")
        }
        guard heading.savedAt <= clock().secondsSince1970 else {
            return throwAway("it is of a time that has not come")
        }
        guard try fits(heading.name) else {
            return throwAway("the database has another history")
        }
        do throws(MemoryFileError) {
            let cut = try read(file, heading)
            logger.notice(
                "the index is back from its snapshot",
                metadata: ["milliseconds": "\((ContinuousClock.now - begun) / .milliseconds(1))"])
            return cut
        } catch {
            return throwAway("\(error)")
        }
    }

    private func open() -> (MemoryFile, SnapshotHeading)? {
        do throws(MemoryFileError) {
            let file = try MemoryFile(path: path)
            guard let heading = SnapshotHeading(file.heading) else { throw .notOurs }
            return (file, heading)
        } catch .missing {
            return nil
        } catch .foreign {
            logger.warning(
                "the snapshot is somebody else's file by now", metadata: ["file": "\(path)"])
            return nil
        } catch {
            _ = throwAway("\(error)")
            return nil
        }
    }

    private func read(
        _ file: MemoryFile, _ heading: SnapshotHeading
    ) throws(MemoryFileError) -> FeedCut {
        let cutBytes = heading.cutWords.multipliedReportingOverflow(by: 4)
        // Whoever can forge checksums, too, can also write the database.
        guard !cutBytes.overflow,
            let lengths = CallerIndex.regionLengths(words: heading.indexWords),
            file.fits(regions: [cutBytes.partialValue] + lengths)
        else { throw .damaged }
        // Filled within `read(into:)` and not touched elsewhere before that returns.
        nonisolated(unsafe) let words = UnsafeMutableRawBufferPointer.allocate(
            byteCount: cutBytes.partialValue, alignment: 8)
        defer { unsafe words.deallocate() }
        let index = try unsafe CallerIndex(
            words: heading.indexWords, suffixDigits: suffixDigits
        ) { regions throws(MemoryFileError) in try unsafe file.read(into: [words] + regions) }
        guard let index else { throw .notOurs }
        let savedAt = Moment(secondsSince1970: heading.savedAt)
        let box = RestoredIndex(index, savedAt: savedAt)
        restored.withLock { $0 = box }
        return FeedCut(
            name: heading.name, schedule: unsafe Array(words.bindMemory(to: UInt32.self)))
    }

    private func throwAway(_ reason: String) -> FeedCut? {
        logger.warning("the snapshot is thrown away: \(reason)", metadata: ["file": "\(path)"])
        _ = unsafe unlink(path)
        return nil
    }
}
