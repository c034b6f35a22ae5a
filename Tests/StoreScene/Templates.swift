import Foundation
import Synchronization

/// Databases that many tests begin with: each is made once and copied.
final class Templates: Sendable {
    /// One of them, made by whoever wants it first; the others wait for that one.
    private final class Template: Sendable {
        let path = Mutex<String?>(nil)
    }

    private let all = Mutex<[String: Template]>([:])

    /// - Parameters:
    ///   - name: equal where the databases are.
    ///   - make: makes it and has nothing open when it returns.
    /// - Returns: the path of a copy in a folder of its own.
    func copy(_ name: String, make: () throws -> String) throws -> String {
        let template = all.withLock { all in
            let template = all[name] ?? Template()
            all[name] = template
            return template
        }
        let made = try template.path.withLock { path in
            let made = try path ?? make()
            path = made
            return made
        }
        let copy = try Scratch.folder() + "/base.db"
        // The database is one file when nobody has it open.
        precondition(!FileManager.default.fileExists(atPath: made + "-wal"))
        try FileManager.default.copyItem(atPath: made, toPath: copy)
        return copy
    }
}
