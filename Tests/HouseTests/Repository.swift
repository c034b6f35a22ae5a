import Foundation

/// The files of this package as they lie on the disk.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func url(_ path: String) -> URL { root.appending(path: path) }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: url(path), encoding: .utf8)
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: url(path).path)
    }

    /// The names in a folder, sorted, without those that begin with a dot.
    static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: url(folder).path)
            .filter { !$0.hasPrefix(".") }.sorted()
    }

    /// Paths of all files under `folders` whose names end so, sorted.
    static func files(in folders: [String], endings: [String]) -> [String] {
        folders.flatMap { folder -> [String] in
            let inside = FileManager.default.enumerator(atPath: url(folder).path)
            return (inside?.compactMap { $0 as? String } ?? []).map { "\(folder)/\($0)" }
        }
        .filter { path in endings.contains { path.hasSuffix($0) } }.sorted()
    }

    /// Every Swift file of the programs and the tests.
    static let swiftFiles: [SourceFile] = files(in: ["Sources", "Tests"], endings: [".swift"])
        .map(SourceFile.init)

    /// - Parameter folder: such as `Sources` or `Sources/EventLoop`.
    static func swiftFiles(in folder: String) -> [SourceFile] {
        swiftFiles.filter { $0.path.hasPrefix("\(folder)/") }
    }

    /// A new folder for one test; the system clears it away some day.
    static func scratchFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "screenpop-house-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}

/// One Swift file, in the views that the rules look at.
struct SourceFile: Sendable {
    let path: String
    let lines: [String]
    /// The lines with comments and the contents of texts blanked out.
    let code: [String]
    /// The lines with everything but comments blanked out.
    let comments: [String]

    init(_ path: String) {
        self.path = path
        let text = (try? Repository.text(path)) ?? ""
        let views = SwiftViews(text)
        lines = Self.lines(Array(text.utf8))
        code = Self.lines(views.code)
        comments = Self.lines(views.comments)
    }

    /// How a finding is named: `Sources/WireProtocol/Verb.swift:12`.
    func place(_ index: Int) -> String { "\(path):\(index + 1)" }

    private static func lines(_ bytes: [UInt8]) -> [String] {
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }
}
