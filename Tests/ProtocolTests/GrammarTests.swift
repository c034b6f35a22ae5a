import Foundation
import Testing
import TestSupport
import WireProtocol

/// Holds `Protocol/grammar.abnf` against what is really said.
@Suite struct GrammarTests {
    // A static cannot throw; a file that is missing is to stop the tests.
    private static let grammar = try! ABNF(Repository.text("Protocol/grammar.abnf"))

    /// What a reader may start from.
    private static let starts = [
        "request-line", "block-request", "block-text", "text-reply", "json-reply", "json-push",
        "pushed",
    ]

    /// Codes of lines that the grammar does not allow; 503 and 504 may be limits beside it.
    private static let neverInGrammar: Set<Int> = [500, 501, 502, 505]
    private static let maybeInGrammar: Set<Int> = [503, 504, 506, 509]
    /// Refused because an option is never taken for the text, a number or a customer.
    private static let ambiguous = [
        "NOTE A1043 agent=kim", "COMPLAINT CLOSE", "LINK 0121 agent=kim",
        "LINK 0121 496 0151 A1048 agent=kim jo",
    ]

    @Test func everyRuleIsDefinedAndUsed() {
        let grammar = Self.grammar
        let used = Self.starts.reduce(into: Set<String>()) {
            $0.formUnion(grammar.reachable(from: $1))
        }
        #expect(used.filter { grammar.rules[$0] == nil } == [])
        #expect(grammar.names.filter { !used.contains($0) } == [])
    }

    @Test(arguments: Verb.allCases)
    func everyVerbHasARule(_ verb: Verb) {
        #expect(Self.grammar.matches(verb.rawValue, "verb"))
        #expect(Self.grammar.rules[verb.rawValue.lowercased()] != nil)
    }

    @Test(arguments: Transcript.all + Sessions.all)
    func everyReplyMatches(_ transcript: Transcript) {
        var blocks: Set<String> = []
        for event in transcript.events {
            guard case .receives(let pattern) = event.step else { continue }
            let line = pattern.description.replacing("<digits>", with: "17")
                .replacing("<text>", with: "x")
            if blocks.contains(event.client) {
                let isEnd = line == "."
                if isEnd { blocks.remove(event.client) }
                #expect(isEnd || Self.grammar.matches(line, "block-line"), "\(line)")
            } else if line.isPushed {
                let rule = line.hasPrefix("*") ? "push-line" : "json-push"
                #expect(Self.grammar.matches(line, rule), "\(line)")
            } else if line.hasPrefix("{") {
                #expect(Self.grammar.matches(line, "json-object"), "\(line)")
            } else if line.hasPrefix("210") {
                blocks.insert(event.client)
                #expect(Self.grammar.matches(line, "block-head"), "\(line)")
            } else {
                #expect(Self.grammar.matches(line, "reply-line"), "\(line)")
            }
        }
        #expect(blocks.isEmpty)
    }

    /// A line that is carried out matches `request`; one that is not understood does not.
    @Test(arguments: Transcript.all + Sessions.all)
    func everyRequestMatchesUnlessItIsRefused(_ transcript: Transcript) {
        for client in transcript.clients {
            for (line, code) in zip(
                transcript.requestLines(of: client), transcript.codes(of: client))
            {
                let text = String(decoding: line, as: UTF8.self)
                if Self.ambiguous.contains(text) { continue }
                if Transcript.opensBlock(line) {
                    let isUnderstood = code < 500
                    #expect(!isUnderstood || Self.grammar.matches(line, "block-request"), "\(text)")
                    continue
                }
                let matches = Self.grammar.matches(line, "request")
                if Self.neverInGrammar.contains(code) {
                    #expect(!matches, "\(code) \(text)")
                } else if !Self.maybeInGrammar.contains(code) {
                    #expect(matches, "\(code) \(text)")
                }
            }
        }
    }

    @Test func rulesTellTextsApart() {
        let grammar = Self.grammar
        #expect(grammar.matches("pInG", "request"))
        #expect(!grammar.matches("200 done\n", "reply-line"))
        #expect(!grammar.matches(#"name="a"b""#, "field"))
        #expect(grammar.matches(#"name="a\"b\\""#, "field"))
        #expect(grammar.matches("..dots", "block-line") && !grammar.matches(".dots", "block-line"))
        #expect(!grammar.matches([0xC0, 0xAF], "text-char"))
    }
}

extension Transcript {
    /// Whether the text of a request goes on behind its line.
    static func opensBlock(_ line: [UInt8]) -> Bool {
        let text = String(decoding: line, as: UTF8.self)
        let verbs = Verb.allCases.filter(\.takesBlock)
        return text.hasSuffix(" <<") && verbs.contains { text.hasPrefix($0.rawValue) }
    }

    /// Every request line that a client sends, without its ending; also one that has none.
    func requestLines(of client: String) -> [[UInt8]] {
        var isInBlock = false
        return sentLines(of: client).filter { line in
            if isInBlock {
                isInBlock = line != [UInt8(ascii: ".")]
                return false
            }
            isInBlock = Self.opensBlock(line)
            return true
        }
    }

    private func sentLines(of client: String) -> [[UInt8]] {
        let sent = events.flatMap { event -> [UInt8] in
            if event.client == client, case .sends(let bytes) = event.step { bytes } else { [] }
        }
        return sent.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { line in
                let ending = [[0x0D], [0x0D, 0]].first { line.suffix($0.count).elementsEqual($0) }
                return Array(line.dropLast(ending?.count ?? 0))
            }
    }

    /// The code of every reply to a client, in order.
    func codes(of client: String) -> [Int] {
        var isInBlock = false
        return events.compactMap { event in
            guard event.client == client, case .receives(let pattern) = event.step else {
                return nil
            }
            let line = pattern.description
            if line.isPushed { return nil }
            defer { isInBlock = isInBlock ? line != "." : line.hasPrefix("210") }
            if isInBlock { return nil }
            return Int(line.drop { !$0.isNumber }.prefix(3))
        }
    }
}

extension String {
    /// Whether no request has asked for this line.
    var isPushed: Bool { hasPrefix("* ") || hasPrefix(#"{"push":"#) }
}
