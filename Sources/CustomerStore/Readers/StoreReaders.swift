import Dispatch
import Foundation
import Synchronization

/// Threads that answer questions, each with a connection that cannot write, so that a slow question
/// delays neither an acknowledgement nor what the index is told.
///
///     ask ──> waiting, the first comes first ──> one of the threads ──> answer
///                                                    `──> broken off at the time limit
public final class StoreReaders: Sendable {
    /// A question. It may read as often as it has to; its time runs from its beginning.
    public typealias Question = @Sendable (CustomerReader) -> Void

    /// Questions answered at once.
    public static let threadCount = 2

    private struct State {
        var waiting: [Question] = []
        /// How many at the beginning of `waiting` have been taken.
        var takenCount = 0
        var limits: [QuestionLimit] = []
        var file: StoreFile?
        var isStopping = false

        var waitingCount: Int { waiting.count - takenCount }

        mutating func take() -> Question? {
            guard waitingCount > 0 else { return nil }
            let question = waiting[takenCount]
            takenCount += 1
            // So that neither what was taken piles up nor each taking moves the others.
            if 2 * takenCount >= waiting.count {
                waiting.removeFirst(takenCount)
                takenCount = 0
            }
            return question
        }
    }

    private let threadCount: Int
    private let waitingLimit: Int
    private let questionMilliseconds: Int
    private let state = Mutex(State())
    private let signal = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - threadCount: questions answered at once.
    ///   - waitingLimit: questions that wait at most.
    ///   - questionMilliseconds: how long one question may take.
    public init(
        threadCount: Int = threadCount, waitingLimit: Int, questionMilliseconds: Int
    ) {
        self.threadCount = threadCount
        self.waitingLimit = waitingLimit
        self.questionMilliseconds = questionMilliseconds
    }

    /// Begins to answer from the file that a store has open; once.
    public func start(_ file: StoreFile) {
        let limits = (0..<threadCount).map { _ in QuestionLimit() }
        state.withLock { ($0.limits, $0.file) = (limits, file) }
        for (number, limit) in limits.enumerated() {
            let thread = Thread { [self] in
                StoreThread.stepBack()
                run(CustomerReader(file, limit))
                ended.signal()
            }
            thread.name = "reader \(number + 1)"
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    /// Queues a question; any thread.
    ///
    /// - Returns: `false` when too many wait, or when the threads are stopping; the question is
    ///   then dropped.
    @discardableResult
    public func submit(_ question: @escaping Question) -> Bool {
        let isAccepted = state.withLock { state in
            guard !state.isStopping, state.waitingCount < waitingLimit else {
                return false
            }
            state.waiting.append(question)
            return true
        }
        if isAccepted { signal.signal() }
        return isAccepted
    }

    /// Answers by other settings from here on; any thread.
    public func change(_ scoring: ScoringSettings) {
        state.withLock { $0.file }?.change(scoring)
    }

    /// Breaks off what is under way, drops what waits, and waits for the end of the threads.
    public func stop() {
        let limits = state.withLock { state in
            state.isStopping = true
            state.waiting = []
            state.takenCount = 0
            defer { state.limits = [] }
            return state.limits
        }
        for limit in limits {
            limit.stop()
            signal.signal()
        }
        for _ in limits { ended.wait() }
    }

    private func run(_ reader: CustomerReader) {
        while true {
            signal.wait()
            let (question, isStopping) = state.withLock { ($0.take(), $0.isStopping) }
            if isStopping { return }
            guard let question else { continue }
            reader.beginQuestion(milliseconds: questionMilliseconds)
            question(reader)
        }
    }
}
