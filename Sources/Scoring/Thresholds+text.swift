import Customers

/// Why a text is not the thresholds it should be.
public enum ThresholdTextError: Error, Equatable, Sendable {
    case missing(String)
    case repeated(String)
    case unknown(String)
    /// A line whose value is not of the form that its key asks for.
    case unreadable(line: String)
}

extension ThresholdTextError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing(let key): "thresholds without \(key)"
        case .repeated(let key): "thresholds with \(key) twice"
        case .unknown(let key): "thresholds with unknown \(key)"
        case .unreadable(let line): "thresholds with unreadable line \"\(line)\""
        }
    }
}

/// The form in which thresholds are stored: lines of `key=value`, numbers to the last bit.
///
/// ```
/// version=12
/// computed=1790000000
/// active=48211
/// base=ranked
/// weights=money=35,loyalty=15,...
/// known=50
/// money=ranked,120.5,388.0,910.25,2400.0
/// payment=fixed,30.0,14.0,3.0,0.0
/// ...
/// composite=ranked,2.15,2.6,3.05,3.6
/// ```
extension Thresholds: CustomStringConvertible {
    public var description: String {
        var lines = [
            "version=\(version)", "computed=\(computedAt.secondsSince1970)",
            "active=\(activeCount)", "base=\(isSmallBase ? "small" : "ranked")",
            "weights=\(grading.weights)", "known=\(grading.knownWeightMinimum)",
        ]
        lines += Component.each.map { "\($0.word)=\(grading.scales[$0].text)" }
        lines.append("composite=\(composite.text)")
        return lines.joined(separator: "\n")
    }

    /// Reads what `description` wrote; the order of the lines does not matter.
    public init(parsing text: String) throws(ThresholdTextError) {
        var fields = try Fields(text)
        version = try fields.take("version") { Int64($0) }
        computedAt = try fields.take("computed") { Int64($0).map(Moment.init(secondsSince1970:)) }
        activeCount = try fields.take("active") { Int($0).flatMap { $0 < 0 ? nil : $0 } }
        isSmallBase = try fields.take("base") {
            $0 == "small" ? true : $0 == "ranked" ? false : nil
        }
        let weights = try fields.take("weights") { try? Weights(parsing: $0) }
        let known = try fields.take("known") { text in
            Int(text).flatMap { (1...Weights.total).contains($0) ? $0 : nil }
        }
        composite = try fields.take("composite") { Scale(parsing: $0, isLowerBetter: false) }
        var scales = PerComponent(repeating: composite)
        for component in Component.each {
            scales[component] = try fields.take("\(component.word)") {
                Scale(parsing: $0, isLowerBetter: component.isLowerBetter)
            }
        }
        if let key = fields.rest.first { throw .unknown(key) }
        grading = Grading(scales: scales, weights: weights, knownWeightMinimum: known)
    }
}

/// The lines of a text by their keys.
private struct Fields {
    private var values: [String: String] = [:]

    init(_ text: String) throws(ThresholdTextError) {
        for line in text.split(separator: "\n") {
            guard let mark = line.firstIndex(of: "=") else {
                throw .unreadable(line: String(line))
            }
            let key = String(line[..<mark])
            guard values[key] == nil else { throw .repeated(key) }
            values[key] = String(line[line.index(after: mark)...])
        }
    }

    /// The keys that nobody took, in alphabetical order.
    var rest: [String] { values.keys.sorted() }

    mutating func take<Value>(
        _ key: String, _ read: (String) -> Value?
    ) throws(ThresholdTextError) -> Value {
        guard let text = values.removeValue(forKey: key) else { throw .missing(key) }
        guard let value = read(text) else { throw .unreadable(line: "\(key)=\(text)") }
        return value
    }
}

extension Scale {
    /// Swift writes the shortest digits that read back as the same `Double`.
    fileprivate var text: String {
        (["\(isFixed ? "fixed" : "ranked")"] + cutPoints.each.map { "\($0)" })
            .joined(separator: ",")
    }

    fileprivate init?(parsing text: String, isLowerBetter: Bool) {
        let fields = text.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = fields.dropFirst().compactMap { Double($0) }
        guard fields.count == 5, numbers.count == 4, ["fixed", "ranked"].contains(fields[0]) else {
            return nil
        }
        let cuts = CutPoints(numbers[0], numbers[1], numbers[2], numbers[3])
        guard (try? cuts.check("scale", isLowerBetter: isLowerBetter)) != nil else { return nil }
        self.init(cuts, isFixed: fields[0] == "fixed")
    }
}
