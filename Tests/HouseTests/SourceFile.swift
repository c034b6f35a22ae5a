import Glibc
import TestSupport

extension Repository {
    /// Every Swift file of the programs and the tests.
    static let swiftFiles: [SourceFile] = files(in: ["Sources", "Tests"], endings: [".swift"])
        .map(SourceFile.init)

    /// - Parameter folder: such as `Sources` or `Sources/EventLoop`.
    static func swiftFiles(in folder: String) -> [SourceFile] {
        swiftFiles.filter { $0.path.hasPrefix("\(folder)/") }
    }
}

extension String {
    /// Wraps `strstr`: `contains` is slow where nothing is optimised.
    func holds(_ word: String) -> Bool { unsafe strstr(self, word) != nil }
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
