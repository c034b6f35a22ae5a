import Foundation

/// The person's terminal, or the file that a script has put in its place.
enum Terminal {
    static func say(_ text: String) { write(text + "\n", to: .standardOutput) }

    static func complain(_ text: String) { write(text + "\n", to: .standardError) }

    static func write(_ text: String, to file: FileHandle) {
        // Nobody is left to tell when the terminal itself is gone.
        try? file.write(contentsOf: Data(text.utf8))
    }
}
