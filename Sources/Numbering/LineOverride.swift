/// What a listener or a connection says about the numbers of its line; the rest is the daemon's.
public struct LineOverride: Hashable, Sendable {
    /// Where a line is.
    public enum Place: Hashable, Sendable {
        case region(Region)
        /// Nowhere in particular: only numbers with `+` can be read.
        case none

        public init(_ region: Region?) {
            if let region { self = .region(region) } else { self = .none }
        }
    }

    /// What stands before numbers from outside.
    public enum Access: Hashable, Sendable {
        case code(AccessCode)
        /// Nothing.
        case none

        public init(_ code: AccessCode?) {
            if let code { self = .code(code) } else { self = .none }
        }
    }

    public var place: Place?
    public var format: NumberFormat?
    public var access: Access?

    public init(place: Place? = nil, format: NumberFormat? = nil, access: Access? = nil) {
        self.place = place
        self.format = format
        self.access = access
    }

    /// The settings of `line`, and ours where we have any.
    public func over(_ line: LineSettings) -> LineSettings {
        var settings = line
        switch place {
        case .region(let region): settings.region = region
        case LineOverride.Place.none?: settings.region = nil
        case nil: break
        }
        if let format { settings.format = format }
        switch access {
        case .code(let code): settings.accessCode = code
        case LineOverride.Access.none?: settings.accessCode = nil
        case nil: break
        }
        return settings
    }
}
