import ArgumentParser
import ReplyReading
import ScreenPopClient

struct Matches: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Every customer who has this number, with figures.")

    @OptionGroup var options: ServerOptions

    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp("A phone number in any spelling.", valueName: "number"))
    var number: [String]

    func run() throws {
        try options.ask(["MATCHES \(number.joined(separator: " "))"]) { ReplyText.block($0) }
    }
}

struct Why: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "How a number is read, what is looked for, and who is not taken.",
        discussion: "Exit code 0 also when nobody is found: it is the answer that is asked for.")

    @OptionGroup var options: ServerOptions

    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp("A phone number in any spelling.", valueName: "number"))
    var number: [String]

    func run() throws {
        try options.ask(["WHY \(number.joined(separator: " "))"]) { ReplyText.block($0) }
    }
}
