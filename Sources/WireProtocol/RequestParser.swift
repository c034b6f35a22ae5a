public import Customers
import Glibc
public import ProtocolWords

extension Request {
    /// Reads one request line without its line ending.
    ///
    /// Allocates nothing for a lookup. Grammar: `Protocol/grammar.abnf`, rule `request`.
    ///
    /// - Parameter block: the text that stood behind the line; `nil` where no block did.
    /// - Throws: the reply code to send back; the line has then had no effect.
    public init(parsing line: Span<UInt8>, block: [UInt8]? = nil) throws(ReplyCode) {
        if let number = PhoneNumber(canonicalLookup: line) {
            self = .lookup(number)
            return
        }
        var arguments = Arguments(line, block: block)
        let verb = arguments.nextWord().flatMap { Verb(line.extracting($0)) }
        if block == nil, let opened = TextBlock(openedBy: line), verb?.takesBlock == true {
            self = .block(opened)
            return
        }
        guard line.isText else { throw .notText }
        guard let verb else { throw .unknownVerb }
        // A copy of a secret is not left behind.
        defer { if verb == .auth { arguments.wipe() } }
        self = try Self.read(verb, &arguments)
        try arguments.end()
    }

    private static func read(
        _ verb: Verb, _ arguments: inout Arguments
    ) throws(ReplyCode) -> Request {
        switch verb {
        case .lookup: .lookupSpelled(try arguments.rest())
        case .matches: .matches(try arguments.rest())
        case .why: .why(try arguments.rest())
        case .card: .card(try arguments.customer())
        case .history: try history(&arguments)
        case .explain: .explain(try arguments.customer())
        case .note: try note(&arguments)
        case .contact: try contact(&arguments)
        case .complaint: try complaint(&arguments)
        case .referral: try referral(&arguments)
        case .outage: try outage(&arguments)
        case .override: try override(&arguments)
        case .score: .score
        case .verify: .verify
        case .ring: try ring(&arguments)
        case .answer: try answer(&arguments)
        case .transfer: try transfer(&arguments)
        case .withdraw: try withdraw(&arguments)
        case .hangup: try hangUp(&arguments)
        case .watch: try watch(&arguments)
        case .help: .help(try arguments.verb())
        case .hello: try hello(&arguments)
        case .auth: try signIn(&arguments)
        case .act: try act(&arguments)
        case .unmask: try unmask(&arguments)
        case .ping: .ping
        case .version: .version
        case .stats: .stats
        case .clients: .clients
        case .link: try link(.link, &arguments)
        case .confirm: try link(.confirm, &arguments)
        case .unlink: try link(.unlink, &arguments)
        case .pbx: .pbx(try arguments.pbx())
        case .region: try region(&arguments)
        case .numbers: try numbers(&arguments)
        case .access: access(&arguments)
        case .format: .format(try arguments.format())
        case .quit: .quit
        }
    }
}

extension Request {
    private static func history(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        let customer = try arguments.customer()
        let name = try arguments.options(of: .history).text(.reference)
        let count = try arguments.count(
            upTo: Limits.historyEntries, default: Limits.historyEntriesDefault)
        return .history(customer, named: name, count: count)
    }
}

extension PhoneNumber {
    /// Reads the request line `LOOKUP +<digits>`, the one shape that must be fast.
    ///
    /// - Returns: `nil` for every other line.
    public init?(canonicalLookup line: Span<UInt8>) {
        guard line.count > 8, line.beginsWithLookup else { return nil }
        self.init(canonical: line.extracting(7...))
    }
}

extension String {
    /// - Parameter bytes: UTF-8.
    public init(copying bytes: Span<UInt8>) {
        self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}

extension [UInt8] {
    /// Overwrites a secret before its memory is given back; wraps `explicit_bzero`.
    public mutating func wipe() {
        unsafe withUnsafeMutableBytes { bytes in
            if let start = bytes.baseAddress { unsafe explicit_bzero(start, bytes.count) }
        }
    }

    /// Adds a copy of `bytes`.
    public mutating func append(copying bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}

extension Span where Element == UInt8 {
    /// Whether the first seven of at least eight bytes are `LOOKUP ` in any mixture of cases.
    ///
    /// Compares them at once; for letters, only the bit 0x20 tells the cases apart.
    @inline(__always)
    fileprivate var beginsWithLookup: Bool {
        precondition(count >= 8)
        let head = unsafe withUnsafeBytes { unsafe $0.loadUnaligned(as: UInt64.self) }
        return UInt64(littleEndian: head) & 0x00FF_DFDF_DFDF_DFDF == 0x0020_5055_4B4F_4F4C
    }

    /// Whether the bytes are UTF-8 without control characters.
    public var isText: Bool {
        for index in indices where self[index] < 0x20 || self[index] == 0x7F { return false }
        return unsafe withUnsafeBufferPointer { unsafe String(validating: $0, as: UTF8.self) }
            != nil
    }
}
