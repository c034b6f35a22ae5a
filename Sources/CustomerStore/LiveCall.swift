public import Customers
import GRDB

/// A call under way, kept for the next start.
public struct LiveCall: Equatable, Sendable {
    /// Somebody on the call.
    public struct Member: Equatable, Sendable {
        /// What the agent does there.
        public enum Part: String, CaseIterable, Sendable {
            case rings = "r"
            case speaks = "s"
            /// Has spoken with the caller since the latest transfer, and is gone.
            case left = "l"
        }

        public var agent: Agent
        public var part: Part
        /// Since when; without meaning for one who has left.
        public var since: Moment

        public init(_ agent: Agent, _ part: Part, since: Moment) {
            self.agent = agent
            self.part = part
            self.since = since
        }
    }

    public var call: CallID
    /// `nil`: it was announced by a PBX without a name.
    public var pbx: PBX?
    /// The caller's number as it was delivered.
    public var received: String
    /// The country of the line it came in at, as two letters; empty: nowhere in particular.
    public var region: String
    /// How that line writes numbers: one of the words of the formats.
    public var format: String
    /// What stands before numbers from outside on that line; empty: nothing.
    public var accessCode: String
    public var began: Moment
    /// In the order in which they came.
    public var members: [Member]

    public init(
        _ call: CallID, of pbx: PBX?, received: String, region: String, format: String,
        accessCode: String, began: Moment, members: [Member]
    ) {
        self.call = call
        self.pbx = pbx
        self.received = received
        self.region = region
        self.format = format
        self.accessCode = accessCode
        self.began = began
        self.members = members
    }
}

extension LiveCall.Member {
    /// `s 1795262400 anna`: the form of a line of the column `agents`.
    fileprivate var line: String { "\(part.rawValue) \(since.secondsSince1970) \(agent.text)" }

    fileprivate init?(line: Substring) {
        let words = line.split(separator: " ", maxSplits: 2)
        guard words.count == 3, let part = Part(rawValue: String(words[0])),
            let seconds = Int64(words[1]), let agent = Agent(String(words[2]))
        else { return nil }
        self.init(agent, part, since: Moment(secondsSince1970: seconds))
    }
}

/// The table of calls under way.
extension CustomerStore {
    /// The calls that were under way when the latest lot was stored, the oldest first.
    public func liveCalls() throws(StoreError) -> [LiveCall] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT call_id, pbx, received, region, format, access_code, began_at, agents
                    FROM live_calls ORDER BY began_at, call_id
                    """
            ).compactMap(Self.liveCall)
        }
    }

    /// - Returns: `nil` for a row that is not ours.
    private static func liveCall(_ row: Row) -> LiveCall? {
        guard let call = CallID(row[0] as String) else { return nil }
        let agents: String = row[7]
        return LiveCall(
            call, of: PBX(row[1] as String), received: row[2], region: row[3], format: row[4],
            accessCode: row[5], began: Moment(secondsSince1970: row[6]),
            members: agents.split(separator: "\n").compactMap { LiveCall.Member(line: $0) })
    }

    static func keep(_ call: CallID, _ state: LiveCall?, in database: Database) throws {
        guard let state else {
            try database.cachedStatement(sql: "DELETE FROM live_calls WHERE call_id = ?")
                .execute(arguments: [call.text])
            return
        }
        try database.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO live_calls
                    (call_id, pbx, received, region, format, access_code, began_at, agents)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            call.text, state.pbx?.text ?? "", state.received, state.region, state.format,
            state.accessCode, state.began.secondsSince1970,
            state.members.map(\.line).joined(separator: "\n"),
        ])
    }
}
