import Foundation

/// Files for one test; the system clears them away some day.
enum Scratch {
    static func file(_ text: String) throws -> String {
        let file = FileManager.default.temporaryDirectory
            .appending(path: "screenpop-settings-\(UUID().uuidString).toml")
        try Data(text.utf8).write(to: file)
        return file.path
    }
}
