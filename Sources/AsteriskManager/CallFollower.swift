/// Turns what Asterisk says of channels into what happened to calls: no socket, no clock.
public struct CallFollower: Equatable, Sendable {
    private let names: PhoneNames

    public init(_ names: PhoneNames) { self.names = names }

    /// Takes an event, wanted or not.
    public mutating func take(_ event: ManagerMessage) -> [CallChange] { [] }

    /// The connection is lost: what is known is kept until the list of channels says otherwise.
    public mutating func beginAgain() {}
}
