import TestSupport
import Testing
import WireProtocol

/// Every field of every reply, in both forms, against `Protocol/verbs.json`, and the reverse.
@Suite struct VerbFieldTests {
    private static let table = VerbTable.shared

    @Test(arguments: Verb.allCases)
    func everyFieldIsInTheTable(_ verb: Verb) throws {
        let row = try #require(Self.table.verbs.first { $0.verb == verb.rawValue })
        for (format, exchanges) in [
            (ReplyFormat.text, Exchanges.inText), (.json, Exchanges.inJSON),
        ] {
            for exchange in exchanges.all where exchange.verb == verb {
                let reply = exchange.reply
                guard let group = row.replies[reply.head] else { continue }
                check(reply, group, "\(verb.rawValue) \(reply.head)", format)
                for line in exchange.lines {
                    let group = row.lines?.first { $0.line == line.head }
                    let place = "\(verb.rawValue) \(line.head)"
                    if let group { check(line, group, place, format) }
                    #expect(group != nil, "\(place): no such line")
                }
            }
        }
    }

    @Test func everyPushedFieldIsInTheTable() {
        for (format, exchanges) in [
            (ReplyFormat.text, Exchanges.inText), (.json, Exchanges.inJSON),
        ] {
            for push in exchanges.pushes {
                let group = Self.table.pushes.first { $0.push == push.head }
                #expect(group != nil, "\(push.head)")
                if let group { check(push, group, "* \(push.head)", format) }
            }
        }
    }

    /// What the table lists is shown by some transcript, or the table says why not.
    @Test func everyFieldOfTheTableIsShown() {
        var listed: Set<String> = []
        var shown: Set<String> = []
        func note(_ line: SaidLine?, _ group: VerbTable.Fields, _ owner: String) {
            for (field, place) in Self.table.fields(group, of: owner) {
                listed.insert(place)
                if line?.values[field.name] != nil { shown.insert(place) }
            }
        }
        for row in Self.table.verbs {
            let exchanges = Exchanges.inText.all.filter { $0.verb.rawValue == row.verb }
            for (code, group) in row.replies {
                note(nil, group, "\(row.verb) \(code)")
                for exchange in exchanges where exchange.reply.head == code {
                    note(exchange.reply, group, "\(row.verb) \(code)")
                }
            }
            for group in row.lines ?? [] {
                let owner = "\(row.verb) \(group.line ?? "")"
                note(nil, group, owner)
                for line in exchanges.flatMap(\.lines) where line.head == group.line {
                    note(line, group, owner)
                }
            }
        }
        for group in Self.table.pushes {
            let owner = "* \(group.push ?? "")"
            note(nil, group, owner)
            for push in Exchanges.inText.pushes where push.head == group.push {
                note(push, group, owner)
            }
        }
        let missing = listed.subtracting(shown)
        #expect(missing.sorted() == Self.table.fieldsNotShown.keys.sorted())
    }

    private func check(
        _ line: SaidLine, _ group: VerbTable.Fields, _ place: String, _ format: ReplyFormat
    ) {
        let known = Self.table.fields(group, of: place).map(\.field)
        var values = line.values
        if format == .json {
            if Int(line.head) != nil { values["text"] = nil }
            if let key = group.key {
                let value = values.removeValue(forKey: key.replacing("?", with: ""))
                #expect(value != nil || key.hasSuffix("?"), "\(place): \(key)")
            }
        } else if let key = group.key {
            #expect(line.keyless != nil || key.hasSuffix("?"), "\(place): \(key)")
        }
        for field in known where !field.mayBeMissing {
            #expect(values[field.name] != nil, "\(place): \(field.name) is missing")
        }
        for (name, value) in values {
            guard let field = known.first(where: { $0.name == name }) else {
                if !line.isPushed || name != "text" { Issue.record("\(place): \(name)") }
                continue
            }
            #expect(fits(value, field, format), "\(place): \(name) \(value)")
        }
    }

    private func fits(
        _ value: SaidLine.Value, _ field: VerbTable.Field, _ format: ReplyFormat
    ) -> Bool {
        let isNumber = Self.table.types[field.type]?.json == "number"
        switch value {
        case .unknown: return field.unknown == true
        case .number(let digits): return isNumber && isInRange(digits, field)
        case .word(let word): return field.type != "text" && isInRange(word, field)
        case .text(let text):
            if format == .json { return !isNumber && isInRange(text, field) }
            return ["text", "phrase"].contains(field.type)
        }
    }

    private func isInRange(_ value: String, _ field: VerbTable.Field) -> Bool {
        if let words = field.words { return words.contains(value) }
        let pattern = Self.patterns[field.type] ?? ".*"
        guard value.wholeMatch(of: (try? Regex(pattern)) ?? Regex(verbatim: "")) != nil else {
            return false
        }
        guard ["count", "row"].contains(field.type), let range = field.range else { return true }
        let bounds = range.split(separator: ".").compactMap { Int($0) }
        guard let number = Int(value), let least = bounds.first else { return false }
        return number >= least && (bounds.count < 2 || number <= bounds[1])
    }

    private static let patterns = [
        "number": #"\+([1-9]\d{2,14}|\d{0,2}\*{3,}\d{0,2})"#,
        "row": #"[1-9]\d{0,9}"#, "count": #"\d+"#, "flag": "[01]",
        "moment": #"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"#, "day": #"\d{4}-\d\d-\d\d"#,
        "amount": #"-?\d+\.\d\d"#, "decimal": #"-?\d+(\.\d+)?"#, "token": #"[!#-\[\]-~]+"#,
        "account": #"[!#-\[\]-~]{1,32}"#,
    ]
}
