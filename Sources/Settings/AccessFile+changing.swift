public import Access
import Foundation
import Glibc

/// An access file and how it is changed: by one program at a time, all or nothing.
extension AccessFile {
    /// Changes the file, or makes it, readable by its owner and group.
    ///
    /// - Parameter change: makes of list and text what they are to be. Where the text says not
    ///   what the list does, people have written it in a way that this program does not know.
    /// - Throws: also whatever `change` throws; and then nothing has changed.
    public static func change(
        _ path: String,
        _ change: (_ list: inout AccessList, _ text: inout AccessText) throws -> Void
    ) throws {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        if !FileManager.default.fileExists(atPath: folder) {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        }
        let lock = unsafe open("\(path).lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0, flock(lock, LOCK_EX) == 0 else {
            throw SettingError("\(path): the folder cannot be written")
        }
        defer { close(lock) }
        let isThere = FileManager.default.fileExists(atPath: path)
        var list = isThere ? try AccessFile(path: path).list : AccessList()
        let old = isThere ? try String(contentsOfFile: path, encoding: .utf8) : AccessText.beginning
        var text = AccessText(old)
        try change(&list, &text)
        // What would not be understood, or as something else, is not written.
        guard try AccessFile(text.text, path: path).list == list else { throw notSeenThrough(path) }
        try write(text.text, to: path, isThere: isThere)
    }

    private static func write(_ text: String, to path: String, isThere: Bool) throws {
        let new = "\(path).new"
        _ = unsafe unlink(new)
        let descriptor = unsafe open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw SettingError("\(path): the folder cannot be written") }
        defer { close(descriptor) }
        var status = stat()
        if isThere, unsafe stat(path, &status) == 0 {
            // Who may read it is somebody's decision.
            guard fchown(descriptor, status.st_uid, status.st_gid) == 0,
                fchmod(descriptor, status.st_mode & 0o777) == 0
            else { throw giveUp(new, path, "it cannot be given to its owner") }
        } else {
            guard fchmod(descriptor, 0o640) == 0 else {
                throw giveUp(new, path, "its mode cannot be set")
            }
        }
        let bytes = Array(text.utf8)
        guard unsafe Glibc.write(descriptor, bytes, bytes.count) == bytes.count,
            fsync(descriptor) == 0, unsafe rename(new, path) == 0
        else { throw giveUp(new, path, "it cannot be written") }
        try syncFolder(of: path)
    }

    /// - Returns: what went wrong, as `errno` has it; the new file is gone.
    private static func giveUp(_ new: String, _ path: String, _ what: String) -> SettingError {
        let reason = unsafe String(cString: strerror(errno))
        _ = unsafe unlink(new)
        return SettingError("\(path): \(what): \(reason)")
    }

    /// Makes the new file the one that is there after a loss of power: whom it lets in no more must
    /// not be back then.
    private static func syncFolder(of path: String) throws {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw SettingError("\(path): it is written, but its folder cannot be read")
        }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw SettingError("\(path): it is written, but may be lost with the machine's power")
        }
    }

    private static func notSeenThrough(_ path: String) -> SettingError {
        SettingError(
            "\(path) is written in a form that this program cannot change; nothing has changed, do "
                + "it by hand")
    }
}

/// Parts of a change.
extension AccessFile {
    /// The number of a user of this machine.
    public static func user(_ name: String) throws -> UInt32 {
        try SystemUser.number(of: name, "uid")
    }

    /// Gives a client other tokens.
    public static func setTokens(of client: AccessClient, in text: inout AccessText) throws {
        guard text.setTokens(of: client) else { throw notFound(client.name) }
    }

    /// Takes a client out.
    public static func remove(_ name: ClientName, from text: inout AccessText) throws {
        guard text.remove(name) else { throw notFound(name) }
    }

    private static func notFound(_ name: ClientName) -> SettingError {
        SettingError(
            "client.\(name) is written in a form that this program cannot change; do it by hand")
    }
}
