import CallerIndex
import CustomerStore
import Customers
import FrontDesk
import IndexSnapshot

/// The file in which the index is kept: written by one, read by the other.
final class SnapshotPlace: SnapshotDoor {
    private let writer: SnapshotWriter
    private let reader: SnapshotReader

    init(_ writer: SnapshotWriter, _ reader: SnapshotReader) {
        self.writer = writer
        self.reader = reader
    }

    var status: SnapshotStatus {
        let state: SnapshotStatus.State =
            switch writer.state {
            case .off: .off
            case .none: .none
            case .saving: .saving
            case .saved: .saved
            case .failed(let reason): .failed(reason: reason)
            }
        return SnapshotStatus(
            state, savedAt: writer.savedAt, forkMicroseconds: writer.forkMicroseconds)
    }

    func save(_ index: borrowing CallerIndex, _ cut: FeedCut, now: Moment) {
        writer.save(index, cut, now: now)
    }

    func restore(into index: inout CallerIndex) -> Bool {
        guard let restored = reader.take() else { return false }
        index = restored.take()
        writer.noteRestored(restored.savedAt)
        return true
    }

    /// Keeps nothing more until the next start.
    func close() { writer.close() }
}
