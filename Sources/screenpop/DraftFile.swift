import AgentConsole
import Foundation
import ProtocolWords

/// Where a console keeps what is typed and not stored, so that a broken line loses nothing.
///
/// One file for each running console, for its owner's eyes only, gone when all is stored. A new
/// console of the same agent takes over what those that have ended have left. Beside each file is
/// one that its console holds locked: the system unlocks it however the console ends.
final class DraftFile {
    /// As many consoles of one agent as the server lets watch.
    private static let consoleLimit = Limits.watchersPerAgent
    /// Behind the name of a file that could not be read.
    private static let aside = ".unreadable"

    private let folder: URL
    private let agent: String
    private var file: URL?
    private var lock: FileHandle?
    private var saved: [SavedText] = []
    private var problem: (any Error)?

    init(agent: String) {
        let environment = ProcessInfo.processInfo.environment
        let home = FileManager.default.homeDirectoryForCurrentUser
        let state = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        folder = (state.map { URL(filePath: $0) } ?? home.appending(path: ".local/state"))
            .appending(path: "screenpop")
        // An agent's name may hold a slash.
        self.agent = agent.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "agent"
    }

    /// Writes what has changed; until that has succeeded, each call tries again.
    ///
    /// - Throws: why the texts are not kept. A disk that is full must not end the console.
    func save(_ texts: [SavedText]) throws {
        if texts == saved { return }
        guard let file else { throw problem ?? Problem.noFile(folder.path) }
        if texts.isEmpty {
            if FileManager.default.fileExists(atPath: file.path) {
                try FileManager.default.removeItem(at: file)
            }
        } else {
            try JSONEncoder().encode(texts).write(to: file, options: .atomic)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600], ofItemAtPath: file.path)
        }
        saved = texts
    }

    /// Finds a file of our own.
    ///
    /// - Returns: the texts of consoles that have ended; they are ours from now on. And what went
    ///   wrong with them, or will go wrong with those to come; no file is lost by it.
    func takeOver() -> (texts: [SavedText], problem: (any Error)?) {
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            problem = error
            return ([], error)
        }
        let (texts, left) = lockAll()
        if file == nil { problem = problem ?? Problem.noFile(folder.path) }
        do {
            try save(texts)
            // Only now, when they stand in our own file.
            for other in left where other != file { try FileManager.default.removeItem(at: other) }
        } catch {
            problem = error
        }
        return (texts, problem)
    }

    /// Locks the first file that no living console holds, and reads all of them.
    private func lockAll() -> (texts: [SavedText], files: [URL]) {
        var texts: [SavedText] = []
        var files: [URL] = []
        // Held until all is read.
        var locks: [FileHandle] = []
        for number in 1...Self.consoleLimit {
            let path = folder.appending(path: "console-\(agent)-\(number)")
            let hasText = FileManager.default.fileExists(atPath: path.path)
            guard file == nil || hasText, let lock = Self.lock(path) else { continue }
            locks.append(lock)
            if file == nil {
                file = path
                self.lock = lock
            }
            guard hasText else { continue }
            do {
                texts += try JSONDecoder().decode([SavedText].self, from: Data(contentsOf: path))
                files.append(path)
            } catch {
                problem = Self.putAside(path) ?? Problem.unreadable(path.path + Self.aside)
            }
        }
        return (texts, files)
    }

    /// Nobody overwrites what might still be read by eye.
    ///
    /// - Returns: why not.
    private static func putAside(_ file: URL) -> (any Error)? {
        let place = URL(filePath: file.path + aside)
        do {
            if FileManager.default.fileExists(atPath: place.path) {
                try FileManager.default.removeItem(at: place)
            }
            try FileManager.default.moveItem(at: file, to: place)
            return nil
        } catch {
            return error
        }
    }

    /// - Returns: `nil` while a living console holds it, and where nothing can be written.
    private static func lock(_ file: URL) -> FileHandle? {
        let path = file.appendingPathExtension("lock").path
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(
                atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        guard let handle = FileHandle(forWritingAtPath: path),
            flock(handle.fileDescriptor, LOCK_EX | LOCK_NB) == 0
        else { return nil }
        return handle
    }
}

extension DraftFile {
    /// Why texts are not kept.
    enum Problem: Error, CustomStringConvertible {
        /// In this folder, neither a new one nor one of a console that has ended.
        case noFile(String)
        /// The file of an earlier console, and where it is now; this one's are kept.
        case unreadable(String)

        var description: String {
            switch self {
            case .noFile(let folder): "no file can be locked in \(folder)"
            case .unreadable(let path): "it is now \(path)"
            }
        }
    }
}
