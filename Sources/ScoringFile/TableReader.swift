import Scoring
import TOMLKit

/// Takes settings out of one table of a file, each in the form that it must have.
struct TableReader {
    private let table: TOMLTable
    private let name: String
    private let path: String

    /// - Parameter name: empty for the file itself.
    init(_ table: TOMLTable, _ name: String, _ path: String) {
        self.table = table
        self.name = name
        self.path = path
    }

    var keys: [String] { Array(table.keys) }

    /// Refuses settings that nobody reads, which are slips of the pen.
    func check(_ known: [String]) throws {
        for key in keys where !known.contains(key) {
            throw problem(key, "is unknown; known: " + known.joined(separator: ", "))
        }
    }

    func problem(_ key: String, _ what: String) -> ScoringFileError {
        ScoringFileError(description: "\(path): \(name.isEmpty ? "" : name + ".")\(key) \(what)")
    }

    func table(_ key: String) throws -> TableReader? {
        guard let value = table[key] else { return nil }
        guard let inner = value.table else { throw problem(key, "must be a table") }
        return TableReader(inner, name.isEmpty ? key : "\(name).\(key)", path)
    }

    func text(_ key: String) throws -> String? {
        guard let value = table[key] else { return nil }
        guard let text = value.string else { throw problem(key, "must be a text in quotes") }
        return text
    }

    func integer(_ key: String) throws -> Int? {
        guard let value = table[key] else { return nil }
        guard let number = value.int else { throw problem(key, "must be a whole number") }
        return number
    }

    func number(_ key: String) throws -> Double? {
        guard let value = table[key] else { return nil }
        guard let number = value.double ?? value.int.map(Double.init) else {
            throw problem(key, "must be a number")
        }
        return number
    }

    /// Three capital letters.
    func currency(_ key: String) throws -> String? {
        guard let text = try text(key) else { return nil }
        guard text.utf8.count == 3, text.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            throw problem(key, "must be three capital letters, such as GBP")
        }
        return text
    }

    /// From which figure on the grade is 2, 3, 4 and 5.
    func cutPoints(_ key: String) throws -> CutPoints? {
        guard let value = table[key] else { return nil }
        let numbers = value.array?.compactMap { $0.double ?? $0.int.map(Double.init) } ?? []
        guard numbers.count == 4, value.array?.count == 4 else {
            throw problem(key, "must be a list of four numbers")
        }
        return CutPoints(numbers[0], numbers[1], numbers[2], numbers[3])
    }
}
