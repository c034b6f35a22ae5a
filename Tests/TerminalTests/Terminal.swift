import Foundation
import Testing
import TestSupport

/// A real terminal, tmux's, in which a console runs.
final class Terminal {
    private let server = "screenpop-\(UUID().uuidString)"
    private let raw: URL

    /// Starts a console; behind its end the terminal shows `ended` and the exit code.
    ///
    /// - Parameter environment: such as `TERM=vt100`.
    init(
        columns: Int = 80, rows: Int = 24, environment: [String] = [], _ arguments: [String]
    ) throws {
        raw = try Repository.scratchFolder().appending(path: "raw")
        let variables = ["LANG=C.UTF-8", "TZ=UTC", "NO_COLOR="] + environment
        let words = ["env"] + variables + [Program.built("screenpop"), "console"] + arguments
        let console = words.map { "'\($0)'" }.joined(separator: " ")
        // The first key of the test lets it begin, so that nothing is missed before.
        let script = "echo before; read begin; \(console); echo ended $?; stty -a; exec cat"
        try Program.output(
            of: Program.detaching + [
                "tmux", "-u", "-L", server, "-f", "/dev/null", "new-session", "-d", "-x",
                "\(columns)", "-y", "\(rows)", script,
            ])
        try tmux("pipe-pane", "cat > \(raw.path)")
        try press("Enter")
    }

    deinit { _ = try? tmux("kill-server") }

    /// What stands on the screen, without spaces at the ends of the rows.
    var screen: [String] {
        get throws {
            try tmux("capture-pane", "-p").split(separator: "\n", omittingEmptySubsequences: false)
                .map(String.init)
        }
    }

    /// Everything that was sent to the terminal, with its control characters.
    var output: String {
        get throws { String(decoding: try Data(contentsOf: raw), as: UTF8.self) }
    }

    /// Waits until all texts are on the screen together.
    @discardableResult
    func shows(
        _ texts: String..., at location: SourceLocation = #_sourceLocation
    ) throws -> [String] {
        try waits(location, "showed \(texts)") { screen in
            texts.allSatisfy { text in screen.contains { $0.contains(text) } }
        }
    }

    /// Waits until a text is not on the screen any more.
    func hides(_ text: String, at location: SourceLocation = #_sourceLocation) throws {
        try waits(location, "hid \(text)") { screen in !screen.contains { $0.contains(text) } }
    }

    /// Presses keys by tmux's names for them: `Enter`, `Escape`, `C-n`, `c`.
    func press(_ keys: String...) throws { try tmux(["send-keys"] + keys) }

    func type(_ text: String) throws { try tmux("send-keys", "-l", text) }

    /// Pastes, as the terminal does it for programs that ask for marks, or as for others.
    func paste(_ text: String, isMarked: Bool) throws {
        try tmux("set-buffer", "--", text)
        try tmux(["paste-buffer"] + (isMarked ? ["-p"] : []))
    }

    func resize(columns: Int, rows: Int) throws {
        try tmux("resize-window", "-x", "\(columns)", "-y", "\(rows)")
    }

    /// The console's process.
    var process: Int32 {
        get throws {
            let shell = try tmux("display-message", "-p", "#{pane_pid}")
            let child = try Program.output(of: ["pgrep", "-P", Self.trimmed(shell)])
            guard let id = Int32(Self.trimmed(child)) else {
                throw Program.Failure("no console under \(shell)")
            }
            return id
        }
    }

    /// Whether tmux knows a value of the pane, such as `alternate_on`.
    func value(of name: String) throws -> String {
        Self.trimmed(try tmux("display-message", "-p", "#{\(name)}"))
    }

    @discardableResult
    private func waits(
        _ location: SourceLocation, _ what: String, until isRight: ([String]) -> Bool
    ) throws -> [String] {
        let end = ContinuousClock.now + Program.patience
        var seen = try screen
        while !isRight(seen) {
            if ContinuousClock.now > end {
                let picture = seen.joined(separator: "\n")
                Issue.record("never \(what):\n\(picture)", sourceLocation: location)
                throw Program.Failure("never \(what)")
            }
            seen = try screen
        }
        return seen
    }

    @discardableResult
    private func tmux(_ arguments: String...) throws -> String { try tmux(arguments) }

    @discardableResult
    private func tmux(_ arguments: [String]) throws -> String {
        try Program.output(of: ["tmux", "-u", "-L", server] + arguments)
    }

    private static func trimmed(_ text: String) -> String {
        String(text.prefix { !$0.isNewline })
    }
}
