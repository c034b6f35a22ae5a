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

    private let folder: URL
    private let agent: String
    private var file: URL?
    private var lock: FileHandle?
    private var saved: [SavedText] = []

    init(agent: String) {
        let environment = ProcessInfo.processInfo.environment
        let home = FileManager.default.homeDirectoryForCurrentUser
        let state = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        folder = (state.map { URL(filePath: $0) } ?? home.appending(path: ".local/state"))
            .appending(path: "screenpop")
        // An agent's name may hold a slash.
        self.agent = agent.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "agent"
    }

    /// Writes what has changed; a disk that is full must not end the console.
    func save(_ texts: [SavedText]) {
        if texts == saved { return }
        saved = texts
        guard let file else { return }
        guard !texts.isEmpty, let text = try? JSONEncoder().encode(texts) else {
            try? FileManager.default.removeItem(at: file)
            return
        }
        try? text.write(to: file, options: .atomic)
        try? FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    }

    /// Finds a file of our own.
    ///
    /// - Returns: the texts of consoles that have ended; they are ours from now on.
    func takeOver() -> [SavedText] {
        try? FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        var texts: [SavedText] = []
        var others: [URL] = []
        var locks: [FileHandle] = []
        for number in 1...Self.consoleLimit {
            let path = folder.appending(path: "console-\(agent)-\(number)")
            let hasText = FileManager.default.fileExists(atPath: path.path)
            guard file == nil || hasText, let lock = Self.lock(path) else { continue }
            if hasText {
                texts += Self.texts(in: path)
                others.append(path)
            }
            if file == nil {
                file = path
                self.lock = lock
            } else {
                locks.append(lock)
            }
        }
        save(texts)
        // Only now, when they stand in our own file.
        for other in others where other != file { try? FileManager.default.removeItem(at: other) }
        return texts
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

    private static func texts(in file: URL) -> [SavedText] {
        guard let bytes = try? Data(contentsOf: file) else { return [] }
        return (try? JSONDecoder().decode([SavedText].self, from: bytes)) ?? []
    }
}
