import Customers
import FastAGI
import Testing

/// What the dialplan is told.
@Suite struct AnswerTests {
    private static func summary(name: String) -> Summary {
        Summary(
            id: CustomerID(1), account: Account("A1042")!, name: name, kind: .company,
            state: .active,
            figures: Figures(
                value: OverallValue(5), complaints: 2, openComplaints: 1, referrals: 3,
                interruptions: 1), numbers: [])
    }

    private static func lines(_ answer: DialplanAnswer) -> [String] {
        String(decoding: answer.commands, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test func aCustomerIsTold() {
        #expect(
            Self.lines(DialplanAnswer(Self.summary(name: "Acme \"Ltd\" \\"), .all)) == [
                #"SET VARIABLE __SCREENPOP_VALUE "5""#,
                #"SET VARIABLE __SCREENPOP_COMPLAINTS "2""#,
                #"SET VARIABLE __SCREENPOP_OPEN "1""#,
                #"SET VARIABLE __SCREENPOP_REFERRALS "3""#,
                #"SET VARIABLE __SCREENPOP_INTERRUPTIONS "1""#,
                #"SET VARIABLE __SCREENPOP_DOWN "0""#,
                #"SET VARIABLE __SCREENPOP_ACCOUNT "A1042""#,
                #"SET VARIABLE __SCREENPOP_NAME "Acme \"Ltd\" \\""#,
                "SET VARIABLE __SCREENPOP_SUMMARY \"Acme \\\"Ltd\\\" \\\\, value 5, "
                    + "complaints 2 (1 open), referrals 3, interruptions 1\"",
                #"SET VARIABLE CALLERID(name) "Acme \"Ltd\" \\""#,
                #"SET VARIABLE __SCREENPOP_STATUS "FOUND""#,
                #"VERBOSE "screenpop FOUND" 3"#,
            ])
    }

    @Test(arguments: DialplanAnswer.Status.allCases)
    func everyStatusSetsEveryVariable(_ status: DialplanAnswer.Status) {
        let lines = Self.lines(DialplanAnswer(status))
        #expect(lines.filter { $0.hasPrefix("SET VARIABLE __SCREENPOP_") }.count == 10)
        #expect(lines.contains("SET VARIABLE __SCREENPOP_STATUS \"\(status.rawValue)\""))
        #expect(!lines.contains { $0.contains("CALLERID") })
    }

    /// What an agent's leg bears, the caller may be sent.
    @Test func onlyTheCallersChannelBearsTheName() {
        var answer = DialplanAnswer(Self.summary(name: "Acme"), .all)
        answer.mayBearName = false
        #expect(!Self.lines(answer).contains { $0.contains("CALLERID") })
        #expect(Self.lines(answer).contains(#"SET VARIABLE __SCREENPOP_NAME "Acme""#))
    }

    @Test func theSameInOneLine() {
        let answer = DialplanAnswer(Self.summary(name: "Ann, \"x\" (y"), .all)
        #expect(
            String(decoding: answer.form, as: UTF8.self)
                == "STATUS=FOUND&VALUE=5&COMPLAINTS=2&OPEN=1&REFERRALS=3&INTERRUPTIONS=1&DOWN=0"
                + "&ACCOUNT=A1042&NAME=Ann%252C%2520%2522x%2522%2520%2528y"
                + "&SUMMARY=Ann%252C%2520%2522x%2522%2520%2528y%252C%2520value%25205%252C%2520"
                + "complaints%25202%2520%25281%2520open%2529%252C%2520referrals%25203%252C%2520"
                + "interruptions%25201\n")
    }

    /// Events leave the variables of the channel alone.
    @Test(arguments: EventAnswer.allCases)
    func wordOfAnEventSetsNothing(_ answer: EventAnswer) {
        let commands = String(decoding: answer.commands, as: UTF8.self)
        #expect(commands == "VERBOSE \"screenpop \(answer.rawValue)\" 3\n")
        #expect(String(decoding: answer.form, as: UTF8.self) == "STATUS=\(answer.rawValue)\n")
    }

    private static let evilNames = [
        "a\nEXEC System \"rm\"", "a\r\nb", "\u{0}", "\u{1B}[2J", "\"", "\\", "\\\"", "${SHELL(id)}",
        "$[1+1]", "x\" \nSET VARIABLE Y \"z", String(repeating: "é", count: 300),
        String(decoding: [0x41, 0xFF, 0xC3, 0x42], as: UTF8.self), "a\u{2028}b\u{85}c\u{202E}d",
        "failure", "Zażółć \"q\" <x>",
    ]

    @Test(arguments: evilNames)
    func noNameCanSayAnythingElse(_ name: String) {
        let bytes = DialplanAnswer(Self.summary(name: name), .all).commands
        #expect(String(validating: bytes, as: UTF8.self) != nil)
        #expect(bytes.allSatisfy { $0 == 0x0A || ($0 >= 0x20 && $0 != 0x7F) })
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(!text.contains("${") && !text.contains("$["))
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 13 && lines.last == "")
        let command = /(SET VARIABLE [A-Z_()a-z]+|VERBOSE) "(?:[^"\\]|\\["\\])*"( 3)?/
        for line in lines.dropLast() {
            #expect(line.wholeMatch(of: command) != nil, "\(line)")
            #expect(line.utf8.count < 1024)
        }
    }

    /// Nothing that `HASH()` takes apart, encoded once or twice.
    @Test(arguments: evilNames)
    func noNameIsTakenApart(_ name: String) throws {
        let line = String(
            decoding: DialplanAnswer(Self.summary(name: name), .all).form, as: UTF8.self)
        #expect(line.last == "\n" && line.count { $0 == "\n" } == 1)
        let pairs = line.dropLast().split(separator: "&", omittingEmptySubsequences: false)
        #expect(pairs.count == 10)
        for pair in pairs {
            #expect(pair.wholeMatch(of: /[A-Z]+=(?:[A-Za-z0-9]|%25[0-9A-F]{2})*/) != nil, "\(pair)")
        }
    }

    @Test func whatIsNotKnownIsEmpty() {
        var summary = Self.summary(name: "x")
        summary.figures.value = nil
        let lines = Self.lines(DialplanAnswer(summary, []))
        #expect(lines.contains(#"SET VARIABLE __SCREENPOP_VALUE """#))
        #expect(lines.contains(#"SET VARIABLE __SCREENPOP_COMPLAINTS """#))
    }
}

extension DialplanAnswer {
    fileprivate init(_ summary: Summary, _ sources: LoadedSources) {
        self.init(
            account: summary.account, name: summary.name, KnownFigures(summary.figures, sources))
    }
}
