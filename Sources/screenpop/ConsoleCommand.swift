import AgentConsole
import ArgumentParser
import Customers
import EventLoop
import Foundation

struct ConsoleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "console",
        abstract: "The agent's screen: who calls, and what was said.",
        discussion: """
            Stays open all day, needs a terminal of 80 columns and 24 rows, better more, and \
            connects again by itself. The keys are at the bottom; ? shows all of them. \
            NO_COLOR=1 switches colours off. A text that is not stored when it ends is kept for \
            the next one, in ~/.local/state/screenpop. Exit code 0: quit; 2: an error; 128 and the \
            signal's number: ended by a signal.
            """)

    @Option(help: ArgumentHelp("Whose calls to show: the extension or name.", valueName: "agent"))
    var agent: String

    @OptionGroup var place: ServerPlace

    @Flag(help: "Show nothing but ASCII, for terminals that do not know UTF-8.")
    var ascii = false

    func validate() throws {
        guard Agent(agent) != nil else {
            throw ValidationError("\"\(agent)\" is no agent: an extension or a name, not \"*\"")
        }
    }

    func run() throws {
        let code: Int32
        do {
            let address = try place.address()
            // As the server tells it; checked by `validate`.
            let name = Agent(agent)?.text ?? agent
            code = try ConsoleSession(
                agent: name, address: address, signIn: place.signIn(), isASCII: ascii
            ).run()
        } catch {
            Terminal.complain("screenpop console: \(error)")
            throw ExitCode(2)
        }
        if code != 0 { throw ExitCode(code) }
    }
}
