import Configuration
import Foundation
import TOMLKit

/// The configuration file, each setting in the form that it must have; anything else in it is an
/// error.
struct SettingsFile {
    private let path: String
    private(set) var words: [AbsoluteConfigKey: ConfigValue] = [:]
    /// Telephone systems, in the order of the file.
    private(set) var pbxs: [GivenPBX] = []

    init(path: String) throws {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw SettingError("\(path): the file cannot be read")
        }
        try self.init(text, path: path)
    }

    /// - Parameter path: for messages.
    init(_ text: String, path: String) throws {
        self.path = path
        do {
            try take(TOMLTable(string: text), in: [])
        } catch let error as TOMLParseError {
            throw SettingError("\(path): \(error)")
        }
    }

    /// Takes one table: its settings and the tables in it.
    private mutating func take(_ table: TOMLTable, in place: [String]) throws {
        let inside = Setting.all.filter { $0.isInFile && $0.path.starts(with: place) }
        for name in table.keys {
            let here = place + [name]
            guard let value = table[name] else { continue }
            if here == ["pbx"] {
                pbxs = try GivenPBX.all(in: value, of: path)
            } else if let setting = inside.first(where: { $0.path == here }) {
                words[AbsoluteConfigKey(here)] = ConfigValue(
                    try content(value, of: setting), isSecret: false)
            } else if inside.contains(where: { $0.path.starts(with: here) }) {
                guard let inner = value.table else { throw problem(here, "must be a table") }
                try take(inner, in: here)
            } else {
                let tables = place.isEmpty ? ["pbx"] : []
                throw unknown(here, known: inside.map { $0.path[place.count] } + tables)
            }
        }
    }

    /// Where a setting stands; `nil`: it is not in the file.
    func place(_ setting: Setting) -> String? {
        words[AbsoluteConfigKey(setting.path)].map { _ in "\(path): \(setting.key)" }
    }

    private func content(
        _ value: any TOMLValueConvertible, of setting: Setting
    ) throws -> ConfigContent {
        switch setting.kind {
        case .text:
            guard let text = value.string else {
                throw problem(setting.path, "must be a text in quotes")
            }
            return .string(text)
        case .wholeNumber:
            guard let number = value.int else {
                throw problem(setting.path, "must be a whole number")
            }
            return .string("\(number)")
        case .number:
            guard let text = Self.number(value) else {
                throw problem(setting.path, "must be a number")
            }
            return .string(text)
        case .list, .addresses: return .stringArray(try texts(value, of: setting))
        case .cutPoints:
            let numbers = value.array?.compactMap { Self.number($0) } ?? []
            guard numbers.count == 4, value.array?.count == 4 else {
                throw problem(setting.path, "must be a list of four numbers")
            }
            return .stringArray(numbers)
        case .table: return .stringArray(try pairs(value, of: setting))
        }
    }

    /// A text alone is a list of one.
    private func texts(
        _ value: any TOMLValueConvertible, of setting: Setting
    ) throws -> [String] {
        if let one = value.string { return [one] }
        guard let list = value.array else {
            throw problem(setting.path, "must be a list of texts")
        }
        return try list.map { item in
            guard let text = item.string else { throw problem(setting.path, "must hold texts") }
            return text
        }
    }

    private func pairs(
        _ value: any TOMLValueConvertible, of setting: Setting
    ) throws -> [String] {
        guard let table = value.table else { throw problem(setting.path, "must be a table") }
        return try table.keys.map { name in
            guard let number = table[name].flatMap({ Self.number($0) }) else {
                throw problem(setting.path + [name], "must be a number")
            }
            return "\(name)=\(number)"
        }
    }

    /// Swift writes the shortest digits that read back as the same `Double`.
    private static func number(_ value: any TOMLValueConvertible) -> String? {
        value.int.map { "\($0)" } ?? value.double.map { "\($0)" }
    }

    private func problem(_ place: [String], _ what: String) -> SettingError {
        SettingError("\(path): \(place.joined(separator: ".")) \(what)")
    }

    private func unknown(_ place: [String], known: [String]) -> SettingError {
        var names: [String] = []
        for name in known where !names.contains(name) { names.append(name) }
        return SettingError(
            "\(path): unknown setting \(place.joined(separator: ".")); known: "
                + names.joined(separator: ", "))
    }
}
