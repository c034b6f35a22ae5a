import CallerIndex
import EventLoop
import FrontDesk
import Processor
import ProtocolWords

/// One ceiling for the memory of the process, and what connections take of it.
///
/// The index and what the daemon needs for itself are given; the rest is for what clients have sent
/// and have not taken. Where that is used up, whoever takes most of it is dropped: see
/// `TextDoor.relieveMemory`.
public final class MemoryGuard {
    /// What the process takes without clients and index, in bytes: the caches of SQLite, the plans
    /// of libphonenumber, buffers.
    static let ownBytes = 96 << 20
    /// Nobody is dropped for less, in bytes: of so much, what all connections may take is little.
    static let leastBytes = 4 << 10
    /// However large the index is, clients have this part of the ceiling.
    private static let clientsPart = 8

    /// How large the process may become, in bytes.
    public var limitBytes = Int.max
    /// What all connections take, in bytes, as far as it was noted.
    private(set) var owedBytes = 0
    /// Whether somebody may have to be dropped at the end of this turn.
    private(set) var isDue = false
    /// What the process is above its ceiling, in bytes, as it was looked at last.
    private(set) var excessBytes = 0
    /// Somebody has been dropped whose memory the process still has.
    private var hasFreed = false

    func add(_ bytes: Int) { owedBytes += bytes }

    /// Looks at the end of the turn.
    func setDue() { isDue = true }
    func clearDue() { isDue = false }

    /// Gives the kernel back what was freed, at the next look: that takes milliseconds, and who
    /// comes next takes it meanwhile.
    func noteFreed() { hasFreed = true }

    /// What connections may take beside an index of so many bytes.
    func allowance(indexBytes: Int) -> Int {
        let share = max(limitBytes - indexBytes - Self.ownBytes, limitBytes / Self.clientsPart)
        return max(0, share - excessBytes)
    }

    /// Looks how large the process is; called about once a second.
    func look() {
        if hasFreed { ProcessMemory.giveBack() }
        hasFreed = false
        guard owedBytes >= Self.leastBytes else {
            excessBytes = 0
            return
        }
        excessBytes = max(0, ProcessMemory.residentBytes - limitBytes)
        if excessBytes > 0 { isDue = true }
    }
}

extension TextDoor {
    /// A connection takes more or less of the memory than before.
    func note(_ session: Session) {
        let bytes = sessions[session.id] == nil ? 0 : session.memoryBytes
        let change = bytes - session.usage.owedBytes
        if change == 0 { return }
        session.usage.owedBytes = bytes
        session.peer.owedBytes += change
        memory.add(change)
        if change > 0, isOverMemory || isOverMemory(session.peer) { memory.setDue() }
    }

    private var isOverMemory: Bool {
        memory.owedBytes > memory.allowance(indexBytes: desk.index.callers.byteCount)
    }

    private func isOverMemory(_ peer: Peer) -> Bool {
        peer.owedBytes > Limits.owedBytesPerAddress
    }

    /// Drops those who take most until what is left fits; at a moment when nobody is being told
    /// anything.
    func relieveMemory() {
        guard memory.isDue else { return }
        memory.clearDue()
        // Kernels take bytes without our being told.
        for session in Array(sessions.values) where session.usage.owedBytes > 0 { note(session) }
        memory.clearDue()
        let largest = sessions.values.filter { $0.usage.owedBytes >= MemoryGuard.leastBytes }
            .sorted { $0.usage.owedBytes > $1.usage.owedBytes }
        var hasDropped = false
        for session in largest where isOverMemory || isOverMemory(session.peer) {
            dropForMemory(session)
            hasDropped = true
        }
        if hasDropped { memory.noteFreed() }
    }

    /// Tells it why, where it takes anything.
    private func dropForMemory(_ session: Session) {
        counts.overMemory += 1
        desk.calls.unwatch(session.id)
        if session.connection.unsentByteCount == 0 { say(.tooMuchMemory, andFinish: session) }
        disconnect(session)
    }
}
