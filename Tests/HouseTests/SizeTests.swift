import Testing
import TestSupport

/// Nothing is longer than a reader takes in at once.
@Suite struct SizeTests {
    private static let columnLimit = 100
    private static let fileLineLimit = 400
    private static let functionLineLimit = 60

    @Test(arguments: ["Sources", "Tests"])
    func linesAndFilesAreShort(in folder: String) {
        for file in Repository.swiftFiles(in: folder) {
            let count = file.lines.count
            #expect(count <= Self.fileLineLimit, "\(file.path) has \(count) lines")
            for (index, line) in file.lines.enumerated()
            where line.utf8.count > Self.columnLimit && line.count > Self.columnLimit {
                Issue.record("\(file.place(index)) has \(line.count) columns")
            }
        }
    }

    @Test(arguments: ["Sources", "Tests"])
    func functionsAreShort(in folder: String) {
        for file in Repository.swiftFiles(in: folder) {
            for function in Self.functions(of: file.code)
            where function.count > Self.functionLineLimit {
                Issue.record("\(file.place(function.lowerBound)) has \(function.count) lines")
            }
        }
    }

    /// More than so many are several things; a type that must have more says why above itself.
    private static let storedPropertyLimit = 15

    @Test(arguments: ["Sources", "Tests"])
    func typesHoldFewThings(in folder: String) {
        for file in Repository.swiftFiles(in: folder) {
            for type in Self.types(of: file.code) {
                let count = Self.storedProperties(of: file.code[type])
                if count <= Self.storedPropertyLimit { continue }
                let above = file.comments[max(0, type.lowerBound - 6)..<type.lowerBound]
                #expect(
                    above.contains { $0.contains("stored properties") },
                    "\(file.place(type.lowerBound)) has \(count) stored properties")
            }
        }
    }

    /// Python, C, C++ and shell.
    @Test func otherProgramsHaveShortLinesToo() throws {
        let folders = ["Sources", "Tests", "Tools", "Protocol"]
        for path in Repository.files(in: folders, endings: [".c", ".cpp", ".h", ".py", ".sh"])
            + (try ScriptTests.scripts())
        {
            let lines = try Repository.text(path).split(separator: "\n")
            for (index, line) in lines.enumerated() where line.count > Self.columnLimit {
                Issue.record("\(path), line \(index + 1) has \(line.count) columns")
            }
        }
    }

    private static let openingBrace = UInt8(ascii: "{")
    private static let closingBrace = UInt8(ascii: "}")

    private static func types(of code: [String]) -> [ClosedRange<Int>] {
        blocks(
            of: code, from: #/^\s*(?:[@a-z][\w@()]*\s+)*(?:class|struct|actor)\s+\w/#,
            hints: ["class", "struct", "actor"])
    }

    /// Properties of one type that are no static ones, not computed and not of a type within.
    private static func storedProperties(of code: ArraySlice<String>) -> Int {
        let property = #/^\s*(?:@\w+(?:\([^)]*\))?\s+|[a-z]+(?:\(set\))?\s+)*?(?:let|var)\s/#
        var (depth, count) = (0, 0)
        for line in code {
            let isStored =
                !line.holds("{")
                || line.firstIndex(of: "=") ?? line.endIndex
                    < line.firstIndex(of: "{") ?? line.endIndex
            if depth == 1, isStored, line.holds("let ") || line.holds("var "),
                line.contains(property), !line.contains("static ")
            {
                count += 1
            }
            depth +=
                line.utf8.count { $0 == openingBrace }
                - line.utf8.count { $0 == closingBrace }
        }
        return count
    }

    /// The lines of each function, found by its braces.
    private static func functions(of code: [String]) -> [ClosedRange<Int>] {
        blocks(
            of: code,
            from: #/^\s*(?:[@a-z][\w@()]*\s+)*(?:func\s|init[?(<]|deinit\b|subscript[(<])/#,
            hints: ["func", "init", "subscript"])
    }

    private static func blocks(
        of code: [String], from head: Regex<Substring>, hints: [String]
    ) -> [ClosedRange<Int>] {
        code.indices.compactMap { start in
            guard hints.contains(where: { code[start].holds($0) }),
                code[start].firstMatch(of: head) != nil
            else { return nil }
            var depth = 0
            for line in start..<code.count {
                guard code[line].holds("{") || code[line].holds("}") else { continue }
                for byte in code[line].utf8 {
                    if byte == openingBrace { depth += 1 }
                    guard byte == closingBrace else { continue }
                    depth -= 1
                    if depth == 0 { return start...line }
                    if depth < 0 { return nil }  // A requirement of a protocol: no body.
                }
            }
            return nil
        }
    }
}
