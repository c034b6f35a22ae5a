import Foundation
import ScreenPopServer
import Testing
import TestSupport

/// A conversation from `Protocol/transcripts`; the format is in its `README.md`.
struct Transcript: CustomTestStringConvertible, Sendable {
    enum Step: Sendable {
        case sends([UInt8])
        case receives(LinePattern)
        /// The client ends its side.
        case halfCloses
        /// The server has ended the connection, and nothing is left unread.
        case isClosed
    }

    /// A step with the client that takes it and its line in the file.
    struct Event: Sendable {
        let line: Int
        let client: String
        let step: Step
    }

    let name: String
    let events: [Event]
    /// Whether the server asks clients who they are.
    var hasAccess = false

    var testDescription: String { name }

    /// Every transcript in the repository, sorted by file name.
    static let all = files(in: "transcripts") + files(in: "transcripts/signed-in", hasAccess: true)

    /// A static cannot throw; a file that is missing is to stop the tests.
    private static func files(in folder: String, hasAccess: Bool = false) -> [Transcript] {
        let files = try! FileManager.default.contentsOfDirectory(
            at: Repository.contract.appending(path: folder), includingPropertiesForKeys: nil)
        return files.filter { $0.pathExtension == "txt" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
            .map { file in
                var transcript = try! Transcript(file: file)
                transcript.hasAccess = hasAccess
                return transcript
            }
    }

    /// What a server is to be that answers as written.
    func configure(_ configuration: inout Configuration) {
        if hasAccess { configuration.access = TranscriptAccess.list }
    }

    init(file: URL) throws {
        let text = try String(contentsOf: file, encoding: .utf8)
        try self.init(name: file.deletingPathExtension().lastPathComponent, text: text)
    }

    init(name: String, text: String) throws {
        self.name = name
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        events = try lines.enumerated().compactMap { index, line in
            guard !line.isEmpty, line.first != "#" else { return nil }
            let (client, step) = try Self.step(line, "\(name):\(index + 1)")
            return Event(line: index + 1, client: client, step: step)
        }
    }

    private static func step(_ line: Substring, _ place: String) throws -> (String, Step) {
        let client = line.prefix { $0.isLetter || $0.isNumber }
        var said = line.dropFirst(client.count)
        guard !client.isEmpty, let mark = said.popFirst() else { throw FormatError(place) }
        switch mark {
        case "/" where said.isEmpty: return (String(client), .halfCloses)
        case "." where said.isEmpty: return (String(client), .isClosed)
        case ">" where said.first == "-":
            return (String(client), .sends(try bytes(words(said.dropFirst(), place), place)))
        case ">":
            let bytes = try bytes(words(said, place), place)
            return (String(client), .sends(bytes + Array("\r\n".utf8)))
        case "<": return (String(client), .receives(LinePattern(try words(said, place))))
        default: throw FormatError(place)
        }
    }

    /// What stands after the mark and one space.
    private static func words(_ said: Substring, _ place: String) throws -> Substring {
        guard said.isEmpty || said.first == " " else { throw FormatError(place) }
        return said.dropFirst()
    }

    /// Replaces `\xHH` and `\\`, each possibly repeated as in `\x41{1025}`.
    private static func bytes(_ text: Substring, _ place: String) throws -> [UInt8] {
        let escape = /\\(?:x([0-9A-Fa-f]{2})|(\\))(?:\{([0-9]+)\})?/
        var bytes: [UInt8] = []
        var rest = text
        while let mark = rest.firstIndex(of: "\\") {
            bytes += rest[..<mark].utf8
            guard let match = try escape.prefixMatch(in: rest[mark...]) else {
                throw FormatError(place)
            }
            let byte = match.1.flatMap { UInt8($0, radix: 16) } ?? UInt8(ascii: "\\")
            bytes += Array(repeating: byte, count: match.3.flatMap { Int($0) } ?? 1)
            rest = rest[match.range.upperBound...]
        }
        return bytes + rest.utf8
    }
}

extension Transcript {
    struct FormatError: Error {
        let place: String
        init(_ place: String) { self.place = place }
    }

    /// Each client's conversation: what it sends and what it receives, in order.
    var clients: [String] {
        events.map(\.client).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The expected lines of all clients.
    var received: [LinePattern] {
        events.compactMap { if case .receives(let line) = $0.step { line } else { nil } }
    }

    /// The lines that clients send, as far as they are text, without their endings.
    var sentLines: [String] {
        events.flatMap { event -> [String] in
            guard case .sends(let bytes) = event.step else { return [] }
            return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
                .map(String.init)
        }
    }
}

/// An expected line in which `<digits>` and `<text>` stand for what differs from run to run.
struct LinePattern: CustomStringConvertible, Sendable {
    let description: String

    init(_ text: some StringProtocol) { description = String(text) }

    func matches(_ line: String) -> Bool { Self.matches(description[...], line[...]) }

    private static func matches(_ pattern: Substring, _ line: Substring) -> Bool {
        guard let gap = pattern.firstMatch(of: /<digits>|<text>/) else { return pattern == line }
        let before = pattern[..<gap.range.lowerBound]
        guard line.hasPrefix(before) else { return false }
        let rest = line.dropFirst(before.count)
        let after = pattern[gap.range.upperBound...]
        let isDigits = gap.output == "<digits>"
        let filling = isDigits ? rest.prefix { $0.isASCII && $0.isNumber } : rest
        guard !filling.isEmpty else { return false }
        if isDigits { return matches(after, rest.dropFirst(filling.count)) }
        return rest.indices.dropFirst().contains { matches(after, rest[$0...]) }
            || after.isEmpty
    }
}
