import Foundation
import ProtocolWords
import TestSupport
import Testing
import WireProtocol

/// Holds `Protocol/verbs.json` against the code, `HELP`, the grammar, the prose and the codes.
@Suite struct VerbTableTests {
    private static let table = VerbTable.shared

    @Test func verbsAreThoseOfTheCode() {
        #expect(Self.table.verbs.map(\.verb) == Verb.allCases.map(\.rawValue))
        for (row, verb) in zip(Self.table.verbs, Verb.allCases) {
            #expect(row.does == "\(verb.summary)")
            #expect(row.forms.map(\.shape).joined(separator: " | ") == verb.shape)
            for (said, form) in zip(row.forms, verb.forms) {
                #expect(said.options == form.options.map(\.rawValue), "\(said.shape)")
                #expect((said.block ?? false) == form.takesBlock, "\(said.shape)")
            }
        }
    }

    @Test func optionsAreThoseOfTheCode() {
        #expect(Self.table.options.map(\.name) == VerbOption.allCases.map(\.rawValue))
        for (said, option) in zip(Self.table.options, VerbOption.allCases) {
            switch option.kind {
            case .text(let bytes):
                #expect(said.type == "text")
                #expect(said.range == "\(bytes.lowerBound)..\(bytes.upperBound)", "\(option)")
                #expect(said.unit == "bytes", "\(option)")
            case .characters(let counts):
                #expect(said.type == "text")
                #expect(said.range == "\(counts.lowerBound)..\(counts.upperBound)", "\(option)")
                #expect(said.unit == "characters", "\(option)")
            case .moment: #expect(said.type == "moment", "\(option)")
            case .flag: #expect(said.type == "flag", "\(option)")
            case .oneOf(let words): #expect(said.words == words, "\(option)")
            }
        }
    }

    @Test func everyOptionHasAVerb() {
        let used = Set(Verb.allCases.flatMap(\.forms).flatMap(\.options))
        #expect(used == Set(VerbOption.allCases))
    }

    @Test func everyVerbSaysWhoMayAsk() {
        let roles = Set(Self.table.roles)
        for row in Self.table.verbs {
            #expect(roles.isSuperset(of: row.roles) && row.roles.contains(row.class), "\(row.verb)")
            #expect(row.roles.contains("admin") || row.roles == ["gateway"], "\(row.verb)")
            for only in row.forms.compactMap(\.only).flatMap(\.values) {
                #expect(!only.isEmpty && Set(row.roles).isSuperset(of: only), "\(row.verb)")
            }
        }
    }

    @Test func codesAreThoseOfTheCode() {
        let table = Self.table
        let used = table.verbs.reduce(Set(table.anyLine + table.connection)) {
            $0.union($1.codes)
        }
        #expect(used == Set(ReplyCode.allCases.map { Int($0.rawValue) }))
    }

    /// Where codes.tsv names the verbs that a code is for, it names all of them and no others.
    @Test func theTableOfCodesNamesTheSameVerbs() throws {
        for row in try Repository.table("Protocol/codes.tsv") {
            let beginning = row[3].prefix { $0 != ":" }
            let named = beginning.matches(of: #/\b[A-Z]{3,}\b/#)
                .compactMap { Verb(rawValue: String($0.output))?.rawValue }
            guard beginning.count < row[3].count, !named.isEmpty, let code = Int(row[0]) else {
                continue
            }
            let answering = Self.table.verbs.filter { $0.codes.contains(code) }.map(\.verb)
            #expect(Set(named) == Set(answering), "\(code)")
        }
    }

    @Test func everyFeatureIsExplained() throws {
        let section = try Self.section(of: Verb.hello.rawValue)
        let explained = section.matches(of: #/\n  \| `(\w+)` \|/#).map { String($0.1) }
        #expect(explained == Feature.allCases.map(\.rawValue))
    }

    /// The grammar's two lists of verbs are the table's.
    @Test func theGrammarHasTheSameVerbs() throws {
        let text = try Repository.text("Protocol/grammar.abnf")
        for (name, pattern) in [("verb", #/"([A-Z]+)"/#), ("request", #/[(\/] ([a-z]+)/#)] {
            let rule = try #require(text.firstMatch(of: try Regex("\n\(name) +=([^;]*?)\n(?! )")))
            let words = String(text[rule.range]).matches(of: pattern).map { $0.1.uppercased() }
            #expect(words == Self.table.verbs.map(\.verb), "\(name)")
        }
    }

    /// The codes in a verb's section are those of its row; "as for `NOTE`" brings those of NOTE.
    @Test(arguments: Verb.allCases)
    func theProseHasTheSameCodes(_ verb: Verb) throws {
        let row = try #require(Self.table.verbs.first { $0.verb == verb.rawValue })
        let own = try Self.codesInProse(of: verb.rawValue)
        let section = try Self.section(of: verb.rawValue)
        var all = own
        for match in section.matches(of: #/[Aa]s (?:for )?`([A-Z]+)`|that of `([A-Z]+)`/#) {
            guard let other = Verb(rawValue: String(match.1 ?? match.2 ?? "")) else { continue }
            all.formUnion(try Self.codesInProse(of: other.rawValue))
        }
        #expect(row.codes.subtracting(all) == [], "not in the prose")
        let ofEveryVerb = Set(Self.table.anyLine + Self.table.connection)
        let shared: Set<Int> = verb == .note ? [502] : []
        #expect(own.subtracting(row.codes).subtracting(ofEveryVerb) == shared)
    }

    private static func codesInProse(of verb: String) throws -> Set<Int> {
        let codes = try section(of: verb).matches(of: #/`([245]\d\d)[` ]/#)
        return Set(codes.compactMap { Int($0.1) })
    }

    private static func section(of verb: String) throws -> Substring {
        let text = try Repository.text("Protocol/README.md")
        let start = try #require(text.range(of: "\n## \(verb)\n"))
        let rest = text[start.upperBound...]
        return rest[..<(rest.range(of: "\n## ")?.lowerBound ?? rest.endIndex)]
    }

    /// Every code of a verb is shown with it, or says why not.
    @Test(arguments: Verb.allCases)
    func everyCodeOfAVerbIsShown(_ verb: Verb) throws {
        let row = try #require(Self.table.verbs.first { $0.verb == verb.rawValue })
        var shown = Set(
            Exchanges.inText.all.filter { $0.verb == verb }.compactMap { Int($0.reply.head) })
        for vector in try NegativeVector.all() where vector.verb == verb.rawValue {
            shown.insert(vector.code)
        }
        if [.format, .quit].contains(verb) {
            for transcript in Transcript.all {
                for client in transcript.clients {
                    let requests = transcript.requestLines(of: client)
                    for (line, code) in zip(requests, transcript.codes(of: client))
                    where String(decoding: line, as: UTF8.self).hasPrefix(verb.rawValue) {
                        shown.insert(code)
                    }
                }
            }
        }
        #expect(shown.subtracting(row.codes).subtracting(Self.table.anyLine) == [])
        let reasons = Set(Self.table.notShown.keys.compactMap { Int($0) })
        #expect(row.codes.subtracting(shown).subtracting(reasons) == [], "shown nowhere")
    }
}
