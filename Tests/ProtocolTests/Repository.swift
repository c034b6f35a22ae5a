import Foundation

/// The files that the tests compare with the code.
enum Repository {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let contract = root.appending(path: "Protocol")

    /// - Parameter path: below `Protocol/`.
    static func text(_ path: String) throws -> String {
        try String(contentsOf: contract.appending(path: path), encoding: .utf8)
    }

    /// The rows of a table with tabs, without the head and without `#` lines.
    static func table(_ path: String) throws -> [[String]] {
        try text(path).split(separator: "\n").filter { $0.first != "#" }
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    }

    /// A folder of its own that nothing else uses; it is gone when the tests are through.
    static func scratchFolder() throws -> URL {
        let folder = scratch.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    private static let scratch: URL = {
        atexit { try? FileManager.default.removeItem(at: Repository.scratch) }
        return FileManager.default.temporaryDirectory
            .appending(path: "screenpop-protocol-\(getpid())")
    }()
}
