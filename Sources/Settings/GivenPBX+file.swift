import TOMLKit

extension GivenPBX {
    /// All tables `[[pbx]]` of a file.
    static func all(in value: any TOMLValueConvertible, of path: String) throws -> [GivenPBX] {
        let tables = value.array?.compactMap(\.table) ?? []
        guard let count = value.array?.count, count == tables.count else {
            throw SettingError("\(path): pbx must be a list of tables: write [[pbx]] above each")
        }
        return try tables.enumerated().map { try GivenPBX($1, place: "\(path): pbx \($0 + 1)") }
    }

    private init(_ table: TOMLTable, place: String) throws {
        self.init(place: place)
        for name in table.keys {
            guard let value = table[name] else { continue }
            guard let key = Key(rawValue: name) else {
                let known = Key.allCases.map(\.rawValue).joined(separator: ", ")
                throw problem("unknown setting \(name); known: \(known)")
            }
            switch key {
            case .trunks: trunks = try texts(value, key)
            case .agents: agents = try pairs(value, key)
            default: texts[key] = try oneText(value, key)
            }
        }
    }

    private func oneText(_ value: any TOMLValueConvertible, _ key: Key) throws -> String {
        guard let text = value.string else {
            throw problem("\(key.rawValue) must be a text in quotes")
        }
        return text
    }

    /// A text alone is a list of one.
    private func texts(_ value: any TOMLValueConvertible, _ key: Key) throws -> [String] {
        if let one = value.string { return [one] }
        guard let list = value.array else {
            throw problem("\(key.rawValue) must be a list of texts")
        }
        return try list.map { item in
            guard let text = item.string else {
                throw problem("\(key.rawValue) must hold texts in quotes")
            }
            return text
        }
    }

    private func pairs(_ value: any TOMLValueConvertible, _ key: Key) throws -> [String: String] {
        guard let table = value.table else {
            throw problem("\(key.rawValue) must be a table: { \"PJSIP/anna-maria\" = \"1001\" }")
        }
        var pairs: [String: String] = [:]
        for name in table.keys {
            guard let text = table[name]?.string else {
                throw problem("\(key.rawValue).\(name) must be a text in quotes")
            }
            pairs[name] = text
        }
        return pairs
    }
}
