import Customers

extension Moment {
    /// The moments that the schema allows: of the years 1 to 9999, give or take a zone.
    static let storable: ClosedRange<Int64> = -62_135_683_200...253_402_387_199

    /// - Returns: `nil` for other numbers, with which no figure can be computed.
    init?(stored seconds: Int64) {
        guard Self.storable.contains(seconds) else { return nil }
        self.init(secondsSince1970: seconds)
    }
}
