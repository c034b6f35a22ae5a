import ArgumentParser
import EventLoop
import ReplyReading
import ScreenPopClient

/// How the server is, by what `STATS` says.
struct Health {
    /// For monitoring.
    enum Code: Int32 {
        case ok = 0
        /// It answers, but questions or writes fail: the database or its disk is in trouble.
        case trouble = 3
        /// It answers everything, but something wants attention: clock, snapshot, schema or rows.
        case degraded = 4
    }

    let code: Code
    /// One line for each trouble.
    let troubles: [String]

    init(_ statistics: Reply) {
        let state = statistics.lines.first { $0.word == "health" }?.fields["state"]
        code =
            switch state {
            case "trouble": .trouble
            case "degraded": .degraded
            default: .ok
            }
        troubles = statistics.lines.filter { $0.word == "trouble" }.map { line in
            "trouble with \(line.fields["with"] ?? "?"): \(line.fields["reason"] ?? "")"
        }
    }
}

extension ServerOptions {
    /// Ends with the exit code that tells how the server is.
    ///
    /// - Parameter isSaid: whether each trouble is said; they stand in the reply of `STATS`.
    func endWithHealth(isSaid: Bool) throws {
        let health: Health
        do {
            health = Health(try Client(place.address(), signIn: place.signIn()).request("STATS"))
        } catch {
            Terminal.complain("screenpop: \(error)")
            throw ExitCode(ScreenPop.Outcome.error.rawValue)
        }
        if isSaid { for trouble in health.troubles { Terminal.complain(trouble) } }
        if health.code != .ok { throw ExitCode(health.code.rawValue) }
    }
}
