import Testing
import TestSupport

/// What we do not write, and what we write instead.
@Suite struct WordTests {
    private struct Ban: Sendable {
        let word: String
        /// What stands in every line that the word is found in: far cheaper to look for.
        let hints: [String]
        let replacement: String
        var alsoInTests = true
    }

    private static let banned = [
        Ban(
            word: #"\bprint\("#, hints: ["print("],
            replacement: "swift-log, Terminal.say in programs"),
        Ban(
            word: #"\bdebugPrint\(|\bdump\("#, hints: ["debugPrint(", "dump("],
            replacement: "nothing"),
        Ban(
            word: #"@unchecked\s+Sendable"#, hints: ["@unchecked"],
            replacement: "Mutex, Atomic or a value"),
        Ban(word: #"\btry!"#, hints: ["try!"], replacement: "try, throws(...)", alsoInTests: false),
        Ban(word: #"\bas!"#, hints: ["as!"], replacement: "as?, or a type that cannot be wrong"),
        Ban(
            word: #"\bfatalError\("#, hints: ["fatalError("],
            replacement: "preconditionFailure with a reason"),
        Ban(
            word: #"\b(u|nano)?sleep\("#, hints: ["sleep("],
            replacement: "an event; time is an argument"),
        Ban(
            word: #"\bTask\.sleep|\basyncAfter\b"#, hints: ["Task.sleep", "asyncAfter"],
            replacement: "a Timer of the loop"),
        Ban(
            word: #"\bNSLock\b|\bpthread_mutex"#, hints: ["NSLock", "pthread_mutex"],
            replacement: "Mutex"),
        Ban(word: #"\bimport XCTest\b"#, hints: ["XCTest"], replacement: "Testing"),
        Ban(
            word: #"@preconcurrency\b"#, hints: ["@preconcurrency"],
            replacement: "a library that is ready for Swift 6"),
        Ban(
            word: #"\bfor unsafe\b"#, hints: ["for unsafe"],
            replacement: "a loop over indices: swift-format breaks it"),
        Ban(
            word: #"\b(class|struct|enum|actor|protocol)\s+\w*(Manager|Helper|Utils?|Common)\b"#,
            hints: ["Manager", "Helper", "Util", "Common"],
            replacement: "what the thing is"),
    ]

    @Test(arguments: ["Sources", "Tests"])
    func noBannedWordIsUsed(in folder: String) throws {
        for ban in Self.banned where ban.alsoInTests || folder == "Sources" {
            let word = try Regex(ban.word)
            Self.everyLine(of: folder, \.code) { line, place in
                guard ban.hints.contains(where: { line.holds($0) }),
                    let match = line.firstMatch(of: word)
                else { return }
                Issue.record("\(place): not \(line[match.range]) but \(ban.replacement)")
            }
        }
    }

    @Test(arguments: ["Sources", "Tests"])
    func noWorkIsLeftInComments(in folder: String) {
        let marks = #/\b(TODO|FIXME|XXX|HACK)\b|MARK: -/#
        Self.everyLine(of: folder, \.comments) { line, place in
            guard line.holds("//"), line.contains(marks) else { return }
            Issue.record("\(place): do it now, or say so in an issue")
        }
    }

    @Test func uncheckedSharingSaysWhyItIsSafe() {
        for file in Repository.swiftFiles {
            for (index, line) in file.code.enumerated()
            where line.holds("nonisolated(unsafe)") {
                let above = index == 0 ? "" : file.comments[index - 1]
                #expect(above.contains("//"), "\(file.place(index)): say why on the line above")
            }
        }
    }

    /// Types and functions; a property's name and type say what it is, or it is named better.
    @Test func whatIsPublicIsExplained() {
        let head = #/^\s*(@\w+ )*public (static |final |mutating |borrowing |consuming )*/#
        let kind = #/^(struct|class|enum|protocol|actor|typealias|func|subscript)\b/#
        let known = #/^(subscript\(index:|func (==|<|\+|-|hash\(|index\(|next\(|makeIterator\())/#
        for file in Repository.swiftFiles(in: "Sources") {
            for (index, line) in file.code.enumerated() where line.holds("public ") {
                guard let start = line.firstMatch(of: head)?.range.upperBound,
                    line[start...].contains(kind), !line[start...].contains(known)
                else { continue }
                var above = index - 1
                while above >= 0, file.code[above].contains(#/^\s*@\w/#) { above -= 1 }
                if above < 0 || !file.comments[above].contains("///") {
                    Issue.record("\(file.place(index)) has no /// above it")
                }
            }
        }
    }

    private static func everyLine(
        of folder: String, _ view: KeyPath<SourceFile, [String]>,
        _ look: (_ line: String, _ place: String) -> Void
    ) {
        for file in Repository.swiftFiles(in: folder) {
            for (index, line) in file[keyPath: view].enumerated() { look(line, file.place(index)) }
        }
    }
}
