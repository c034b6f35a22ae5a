public import Foundation

/// The files of this package as they lie on the disk.
public enum Repository {
    public static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The folder of the protocol: documents, tables, transcripts.
    public static let contract = root.appending(path: "Protocol")

    public static func url(_ path: String) -> URL { root.appending(path: path) }

    /// - Parameter path: from the top of the repository.
    public static func text(_ path: String) throws -> String {
        try String(contentsOf: url(path), encoding: .utf8)
    }

    /// The rows of a table with tabs, without the head and without `#` lines.
    public static func table(_ path: String) throws -> [[String]] {
        try text(path).split(separator: "\n").filter { $0.first != "#" }
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    }

    public static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: url(path).path)
    }

    /// The names in a folder, sorted, without those that begin with a dot.
    public static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: url(folder).path)
            .filter { !$0.hasPrefix(".") }.sorted()
    }

    /// Paths of all files under `folders` whose names end so, sorted.
    public static func files(in folders: [String], endings: [String]) -> [String] {
        folders.flatMap { folder -> [String] in
            let inside = FileManager.default.enumerator(atPath: url(folder).path)
            return (inside?.compactMap { $0 as? String } ?? []).map { "\(folder)/\($0)" }
        }
        .filter { path in endings.contains { path.hasSuffix($0) } }.sorted()
    }

    /// A folder of its own that nothing else uses; it is gone when the tests are through.
    public static func scratchFolder() throws -> URL {
        let folder = scratch.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    private static let scratch: URL = {
        atexit { try? FileManager.default.removeItem(at: Repository.scratch) }
        return FileManager.default.temporaryDirectory.appending(path: "screenpop-\(getpid())")
    }()
}
