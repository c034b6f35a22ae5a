import Foundation

/// The file that has a client's token, so that it stands in no list of processes.
struct TokenFile {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let token: String

    init(_ path: String) throws {
        guard
            let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let mode = attributes[.posixPermissions] as? Int,
            let text = try? String(contentsOfFile: path, encoding: .utf8)
        else { throw Failure(description: "\(path): the token cannot be read") }
        guard mode & 0o077 == 0 else {
            throw Failure(
                description: "\(path): others may read the token; chmod 600 \(path), and have "
                    + "another one made: screenpop access rotate")
        }
        let word = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !word.isEmpty, !word.contains(where: \.isWhitespace) else {
            throw Failure(description: "\(path): a token is one word")
        }
        token = word
    }
}
