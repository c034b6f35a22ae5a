import CustomerStore
import Foundation
import LoadGenerator

/// What a load asks for.
enum BenchNumbers {
    /// Requests that are made ready; a larger base is asked for a part of it.
    private static let drawnLimit = 1 << 20
    /// Bytes of a file of numbers, all of which is in memory.
    private static let fileByteLimit = 256 << 20

    /// Why there is nothing to ask for.
    enum Problem: Error, CustomStringConvertible {
        case unreadable(String, reason: String)
        case tooLarge(String)
        case noNumbers(String)
        case badLine(String, line: Int)

        var description: String {
            switch self {
            case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)"
            case .tooLarge(let path): "\(path) is larger than \(fileByteLimit >> 20) MiB"
            case .noNumbers(let path): "there are no numbers in \(path)"
            case .badLine(let path, let line):
                "\(path), line \(line): longer than \(RequestTape.numberByteLimit) bytes "
                    + "or not plain text"
            }
        }
    }

    static func tape(keys: String?, database: String?) throws -> RequestTape {
        if let keys { return try fromFile(keys) }
        let path = database ?? ""
        let numbers = try NumberSample.draw(path: path, limit: drawnLimit)
        guard !numbers.isEmpty else { throw Problem.noNumbers(path) }
        return try RequestTape(numbers.lazy.map { "+\($0)" })
    }

    private static func fromFile(_ path: String) throws -> RequestTape {
        var lines: [(number: String, line: Int)] = []
        for (index, line) in try text(path).split(
            separator: "\n", omittingEmptySubsequences: false
        ).enumerated() {
            let number = line.trimmingCharacters(in: .whitespacesAndNewlines)
            if !number.isEmpty { lines.append((number, index + 1)) }
        }
        guard !lines.isEmpty else { throw Problem.noNumbers(path) }
        do {
            return try RequestTape(lines.lazy.map(\.number))
        } catch LoadError.badNumber(let position) {
            throw Problem.badLine(path, line: lines[position - 1].line)
        }
    }

    private static func text(_ path: String) throws -> String {
        var isFolder: ObjCBool = false
        guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw Problem.unreadable(path, reason: "there is no such file")
        }
        guard !isFolder.boolValue else {
            throw Problem.unreadable(path, reason: "it is a folder")
        }
        let bytes: Data
        do {
            let file = try FileHandle(forReadingFrom: URL(filePath: path))
            bytes = try file.read(upToCount: fileByteLimit + 1) ?? Data()
        } catch {
            throw Problem.unreadable(path, reason: error.localizedDescription)
        }
        guard bytes.count <= fileByteLimit else { throw Problem.tooLarge(path) }
        // Swift takes CRLF for one character, which no split by a newline would find.
        return String(decoding: bytes.filter { $0 != 0x0D }, as: UTF8.self)
    }
}
