import Digests

/// What a client has shown to be let in: a name, and the digest of a token.
///
/// It is kept for as long as the connection lasts, so that whoever came with a token that counts no
/// more can be told from whoever came with the one that took its place.
public struct Proof: Equatable, Sendable {
    /// `nil`: it is no name that anybody can have.
    let name: ClientName?
    let digest: Digest

    /// - Parameter token: as it was sent; only its digest is kept.
    public init(_ name: String, _ token: [UInt8]) {
        self.name = ClientName(name)
        digest = Digest(of: token)
    }
}
