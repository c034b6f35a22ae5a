import TestSupport
import Testing

/// Words that stand only in the modules that have a reason for them.
@Suite struct PlaceTests {
    private static let unsafe = [
        "AsteriskManager": "lines looked for in what has come, and copied at once",
        "CallerIndex": "tables and records in memory of its own, in huge pages",
        "CustomerRecords": "a summary packed into bytes that the index and the store share",
        "CustomerStore": "SQLite's texts and statements without a copy, and pages of files",
        "Customers": "the clock of the C library, and words compared without a copy",
        "Digests": "OpenSSL's C face, which writes digests where it is told",
        "EventLoop": "libuv's handles and callbacks, and what else the loop asks the kernel",
        "IndexSnapshot": "the index's memory, handed to the file and back",
        "MemoryFile": "memory written and read as it is",
        "Numbering": "libphonenumber's C face, in PhoneLibrary.swift",
        "Processor": "the kernel's calls about a thread's time and the size of the process",
        "SecureChannel": "OpenSSL's C face, and its bytes without a copy",
        "ScreenPopServer": "the limit of open files, and a file of its own",
        "ReplyReading": "lines looked for in what has come, and texts made of it",
        "Settings": "users of this machine, and files that are written at once or not at all",
        "TerminalScreen": "ncurses' texts",
        "WireProtocol": "lines looked for in the loop's buffer, replies written in their own",
        "screenpop": "Foundation says through a pointer whether a file is a folder",
    ]

    private static let mutex = [
        "CustomerStore": "orders to the store's thread, and slices that several threads read",
        "EventLoop": "Mailbox: what other threads leave for the loop",
        "IndexSnapshot": "an index that changes hands when a thread has read it",
        "freshness": "what the thread that measures has measured",
        "screenpopd": "lines of the log on their way to the thread that writes them",
    ]

    @Test func unsafeStandsWhereItHasAReason() { Self.hold(#/\bunsafe\b/#, Self.unsafe) }

    @Test func mutexStandsWhereItHasAReason() { Self.hold(#/\bMutex\b/#, Self.mutex) }

    /// Both ways: a module that no longer needs the word loses its reason.
    private static func hold(_ word: Regex<Substring>, _ reasons: [String: String]) {
        var modules: Set<String> = []
        for file in Repository.swiftFiles(in: "Sources") {
            let module = String(file.path.split(separator: "/")[1])
            for (index, line) in file.code.enumerated() where line.contains(word) {
                modules.insert(module)
                guard reasons[module] == nil else { continue }
                Issue.record("\(file.place(index)): \(module) has no reason here to say it")
            }
        }
        #expect(Set(reasons.keys).subtracting(modules).isEmpty)
    }
}
