/// Figures of which some may be unknown, because nobody has loaded what they are made of.
public struct KnownFigures: Equatable, Sendable {
    public let value: Int?
    public let complaints: Int?
    public let open: Int?
    public let referrals: Int?
    public let interruptions: Int?
    public let down: Moment?

    /// The figures, as far as their `sources` have been loaded.
    public init(_ figures: Figures, _ sources: LoadedSources) {
        let knowsComplaints = sources.contains(.complaints)
        value = figures.value.map { Int($0.grade) }
        complaints = knowsComplaints ? figures.complaints : nil
        open = knowsComplaints ? figures.openComplaints : nil
        referrals = sources.contains(.referrals) ? figures.referrals : nil
        interruptions = sources.contains(.interruptions) ? figures.interruptions : nil
        down = figures.interruptedSince
    }
}
