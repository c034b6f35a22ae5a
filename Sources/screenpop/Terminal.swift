import Foundation

/// The person's terminal, or the file that a script has put in its place.
enum Terminal {
    static func say(_ text: String) { write(text + "\n", to: .standardOutput) }

    static func complain(_ text: String) { write(text + "\n", to: .standardError) }

    /// Draws on the terminal; nothing where there is none.
    static func draw(_ text: String) {
        if isatty(FileHandle.standardError.fileDescriptor) == 1 { write(text, to: .standardError) }
    }

    private static func write(_ text: String, to file: FileHandle) {
        // Nobody is left to tell when the terminal itself is gone.
        try? file.write(contentsOf: Data(text.utf8))
    }
}
