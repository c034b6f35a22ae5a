/// How a client shows who it is: the first request of each connection.
public struct SignIn: Equatable, Sendable {
    public let name: String
    /// A word that nobody may see.
    private let token: String

    public init(_ name: String, token: String) {
        self.name = name
        self.token = token
    }

    /// The request.
    var line: String { "AUTH \(name) \(token)" }
}

extension SignIn: CustomStringConvertible, CustomReflectable {
    public var description: String { name }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
