import Foundation
import TestSupport

/// A dialplan as Asterisk reads it from `extensions.conf`.
struct Dialplan {
    /// One priority.
    struct Step {
        let label: String?
        let application: String
        let arguments: String
    }

    private(set) var contexts: [String: [Step]] = [:]

    /// The example of `Tools/asterisk`.
    static func example() throws -> Dialplan {
        try Dialplan(Repository.text("Tools/asterisk/extensions.conf"))
    }

    /// - Throws: a line that says nothing, or that is out of place.
    init(_ text: String) throws {
        var context: String?
        for line in text.split(separator: "\n") where !line.hasPrefix(";") {
            if let match = line.wholeMatch(of: /\[([a-z-]+)\]/) {
                context = String(match.1)
                guard contexts.updateValue([], forKey: context!) == nil else {
                    throw Program.Failure("twice: \(line)")
                }
            } else if let context,
                let match = line.wholeMatch(
                    of: /(?:exten => \S+?,1| same => n(?:\((\w+)\))?),(\w+)\((.*)\)/)
            {
                contexts[context]?.append(
                    Step(
                        label: match.1.map(String.init), application: String(match.2),
                        arguments: String(match.3)))
            } else {
                throw Program.Failure("no line of a dialplan: \(line)")
            }
        }
    }

    /// All steps, each with its context.
    var steps: [(context: String, step: Step)] {
        contexts.sorted { $0.key < $1.key }.flatMap { name, steps in steps.map { (name, $0) } }
    }

    /// Every `NAME(` that stands in these arguments.
    static func functions(in arguments: String) -> Set<String> {
        Set(arguments.matches(of: /\b([A-Z]+)\(/).map { String($0.1) })
    }
}
