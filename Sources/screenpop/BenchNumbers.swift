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
                "\(path), line \(line): too long for a request or not plain text"
            }
        }
    }

    static func tape(
        keys: String?, database: String?, _ language: LoadLanguage
    ) throws -> RequestTape {
        if let keys { return try fromFile(keys, language) }
        let path = database ?? ""
        let numbers = try NumberSample.draw(path: path, limit: drawnLimit)
        guard !numbers.isEmpty else { throw Problem.noNumbers(path) }
        return try RequestTape(numbers.lazy.map { "+\($0)" }, language)
    }

    private static func fromFile(_ path: String, _ language: LoadLanguage) throws -> RequestTape {
        var lines: [(number: String, line: Int)] = []
        let text = try bytes(of: path)
        for (index, line) in text.split(separator: 0x0A, omittingEmptySubsequences: false)
            .enumerated()
        {
            let number = trimmed(line)
            if !number.isEmpty {
                lines.append((String(decoding: number, as: UTF8.self), index + 1))
            }
        }
        guard !lines.isEmpty else { throw Problem.noNumbers(path) }
        do {
            return try RequestTape(lines.lazy.map(\.number), language)
        } catch LoadError.badNumber(let position, _) {
            throw Problem.badLine(path, line: lines[position - 1].line)
        }
    }

    /// Without spaces, and without the CR of a file from Windows.
    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let blanks: [UInt8] = [0x20, 0x09, 0x0D]
        var rest = line
        while let byte = rest.first, blanks.contains(byte) { rest.removeFirst() }
        while let byte = rest.last, blanks.contains(byte) { rest.removeLast() }
        return rest
    }

    private static func bytes(of path: String) throws -> [UInt8] {
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
        return [UInt8](bytes)
    }
}
