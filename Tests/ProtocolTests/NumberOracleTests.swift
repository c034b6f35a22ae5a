import TestSupport
import Testing

/// A sample of `Tools/numbers-oracle`: numbers made up from the plans of several regions, in all
/// their spellings, beside what the package `phonenumbers` of PyPI makes of them.
@Suite struct NumberOracleTests {
    /// Trunk prefixes of each kind, zeros that belong, variants, renumbered ones, shared codes.
    private static let regions = [
        "AR", "AU", "BJ", "BR", "CI", "CO", "DE", "FR", "GB", "HU", "ID", "IN", "IT", "JP", "KZ",
        "LT", "MX", "NG", "PL", "RU", "SG", "SM", "TT", "US",
    ]

    private static let isInReach =
        (try? oracle(["--reach"]).status) == 0

    @Test(.enabled(if: isInReach, "python3 or the package phonenumbers of PyPI cannot be had"))
    func theProgramsReadAsTheOracleDoes() throws {
        let regions = Self.regions.flatMap { ["--region", $0] }
        let outcome = try Self.oracle(["--per-pattern", "1"] + regions)
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.complaints)")
        #expect(outcome.output.contains("\ntotal "))
    }

    private static func oracle(_ arguments: [String]) throws -> Program.Outcome {
        let programs = Program.built("screenpopd").dropLast("/screenpopd".count)
        return try Program.run(
            "python3", ["-B", "Tools/numbering/oracle.py", "--programs", "\(programs)"] + arguments)
    }
}
