import Foundation

/// One reply as a strict client reads it: any byte out of place is an error.
struct ClientReply: Equatable {
    struct SyntaxError: Error {
        let line: String
    }

    let code: Int
    let fields: [String: String]
    let blockLines: [String]

    /// Takes the next whole reply off `lines`; `nil` when there is none.
    static func next(_ lines: inout ReceivedLines) throws -> ClientReply? {
        guard let first = lines.next() else { return nil }
        return try first.hasPrefix("{") ? json(first) : text(first, &lines)
    }

    private static func text(_ first: String, _ lines: inout ReceivedLines) throws -> ClientReply {
        guard let code = Int(first.prefix(3)), (200...599).contains(code),
            first.dropFirst(3).first == " ", first.count > 4
        else { throw SyntaxError(line: first) }
        let rest = first.dropFirst(4)
        let hasFields = code < 500 && rest.contains("=")
        var blockLines: [String] = []
        while code == 210 {
            guard let line = lines.next() else { throw SyntaxError(line: "block without end") }
            if line == "." { break }
            _ = try fields(line[...])
            blockLines.append(line)
        }
        return ClientReply(
            code: code, fields: hasFields ? try fields(rest) : [:], blockLines: blockLines)
    }

    private static func json(_ line: String) throws -> ClientReply {
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
        guard let members = object as? [String: Any], let code = members["code"] as? Int else {
            throw SyntaxError(line: line)
        }
        let blockLines = (members["lines"] as? [Any]) ?? []
        return ClientReply(
            code: code, fields: members.compactMapValues { $0 as? String },
            blockLines: blockLines.map { "\($0)" })
    }

    /// `word key=value key="quoted"`; the word may be missing.
    private static func fields(_ text: Substring) throws -> [String: String] {
        var fields: [String: String] = [:]
        var rest = text
        let field = /([a-z][a-z0-9_]*)=(?:"((?:[^"\\]|\\["\\])*)"|([!#-\[\]-~]+))(?: |$)/
        if let word = try /[^ ="]+(?: |$)/.prefixMatch(in: rest) {
            rest = rest[word.range.upperBound...]
        }
        while !rest.isEmpty {
            guard let match = try field.prefixMatch(in: rest) else {
                throw SyntaxError(line: String(text))
            }
            fields[String(match.1)] = String(match.2 ?? match.3 ?? "")
            rest = rest[match.range.upperBound...]
        }
        return fields
    }
}
