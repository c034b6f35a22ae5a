public import Access
import Foundation
import Glibc

/// An access file and how it is changed: by one program at a time, all or nothing.
extension AccessFile {
    /// Changes the file, or makes it, readable by its owner and group.
    ///
    /// - Parameter change: what is to become of the list and of the text; the two must agree.
    /// - Throws: whatever `change` throws, and then nothing has changed.
    public static func change(
        _ path: String, _ change: (_ list: AccessList, _ text: inout AccessText) throws -> Void
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
        let list = isThere ? try AccessFile(path: path).list : AccessList()
        let old = isThere ? try String(contentsOfFile: path, encoding: .utf8) : AccessText.beginning
        var text = AccessText(old)
        try change(list, &text)
        // What would not be understood is not written.
        _ = try AccessFile(text.text, path: path)
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
            _ = fchmod(descriptor, status.st_mode & 0o777)
            _ = fchown(descriptor, status.st_uid, status.st_gid)
        } else {
            _ = fchmod(descriptor, 0o640)
        }
        let bytes = Array(text.utf8)
        guard unsafe Glibc.write(descriptor, bytes, bytes.count) == bytes.count,
            fsync(descriptor) == 0, unsafe rename(new, path) == 0
        else {
            let reason = unsafe String(cString: strerror(errno))
            _ = unsafe unlink(new)
            throw SettingError("\(path): it cannot be written: \(reason)")
        }
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
