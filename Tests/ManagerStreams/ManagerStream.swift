import Foundation

/// What an Asterisk 22 once said to a user of its manager interface, byte for byte.
public struct ManagerStream: CustomStringConvertible, Sendable {
    public let name: String
    public let bytes: [UInt8]

    public var description: String { name }

    /// What comes after the connection is made and the user has signed in.
    public static let login = stream("login")
    /// The events of some calls, by the names of what happened, in the order of their recording:
    /// some go on where the one before ends.
    public static let calls = [
        "queue-ringall", "queue-local-members", "queue-linear", "abandon", "agent-ends",
        "two-calls", "withheld", "blind-transfer", "attended-transfer", "pickup", "internal-call",
    ].map(stream)

    /// The stream of that name, which must be there.
    public static subscript(name: String) -> ManagerStream { calls.first { $0.name == name }! }

    private static func stream(_ name: String) -> ManagerStream {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Streams/\(name).txt")
        // A static cannot throw; a file that is missing is to stop the tests.
        return ManagerStream(name: name, bytes: Array(try! Data(contentsOf: file)))
    }
}
