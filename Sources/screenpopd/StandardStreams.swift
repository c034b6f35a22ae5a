import Foundation

/// Words for the person at the terminal.
enum StandardError {
    static func say(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data("\(text)\n".utf8))
    }
}

/// What `--check` found, for people and files.
enum StandardOutput {
    static func say(_ text: String) {
        try? FileHandle.standardOutput.write(contentsOf: Data("\(text)\n".utf8))
    }
}
