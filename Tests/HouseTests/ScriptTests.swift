import Foundation
import Testing
import TestSupport

/// What people run beside the programs.
@Suite struct ScriptTests {
    /// Everything in `Tools` that is no folder, and what CI runs.
    static func scripts() throws -> [String] {
        try Repository.names(in: "Tools").map { "Tools/\($0)" }.filter { path in
            var isFolder: ObjCBool = false
            let exists = unsafe FileManager.default.fileExists(
                atPath: Repository.url(path).path, isDirectory: &isFolder)
            return exists && !isFolder.boolValue
        } + [".ci/run"]
    }

    @Test(arguments: try scripts())
    func aScriptCanBeRunAndSaysHow(_ path: String) throws {
        #expect(FileManager.default.isExecutableFile(atPath: Repository.url(path).path))
        let text = try Repository.text(path)
        let lines = text.split(separator: "\n", maxSplits: 3)
        #expect(lines[0] == "#!/usr/bin/env bash")
        #expect(lines[1].hasPrefix("# Usage: \(path)"))
        #expect(lines[2].hasPrefix("# "))
        #expect(text.contains("\nset -euo pipefail\n"))
    }

    @Test(arguments: try scripts())
    func bashUnderstandsEveryScript(_ path: String) throws {
        let outcome = try Program.run("bash", ["-n", path])
        #expect(outcome.status == 0, "\(outcome.complaints)")
    }
}
