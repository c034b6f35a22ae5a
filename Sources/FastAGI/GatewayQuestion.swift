/// A question in one line, as a dialplan asks by `CURL`: `lookup call=17.4 number=+442079460958`.
///
/// The script, then `key=value` words. The number comes last and is the rest of the line, so that
/// nothing in it, which a caller may choose, can be another word.
struct GatewayQuestion {
    /// `nil`: a script that we do not have.
    let script: Environment.Script?
    /// The first of each key; none of them empty.
    private(set) var words: [String: String] = [:]
    /// `nil` when none is given.
    private(set) var number: String?

    init(_ line: [UInt8]) {
        var text = String(decoding: line, as: UTF8.self)[...]
        if text.last == "\r" { text.removeLast() }
        script = Environment.Script(rawValue: Self.word(&text).lowercased())
        while !text.isEmpty {
            if text.hasPrefix("number=") {
                number = String(text.dropFirst("number=".count))
                break
            }
            let pair = Self.word(&text).split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2, !pair[1].isEmpty, words[String(pair[0])] == nil else { continue }
            words[String(pair[0])] = String(pair[1])
        }
    }

    /// Takes what stands before the next space.
    private static func word(_ text: inout Substring) -> Substring {
        let word = text.prefix { $0 != " " }
        text = text[word.endIndex...].drop { $0 == " " }
        return word
    }
}
