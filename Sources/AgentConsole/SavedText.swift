/// A text that is not stored yet, in a form that outlives the program.
public struct SavedText: Codable, Equatable, Sendable {
    let kind: Form.Kind
    let callID: String?
    let customer: Customer?
    /// The write's own name stays: what was sent before the end is not stored twice.
    let reference: String
    /// By purpose.
    let values: [String: String]

    init(_ form: Form) {
        kind = form.kind
        callID = form.callID
        customer = form.customer
        reference = form.reference
        let pairs = form.fields.map { ($0.purpose.rawValue, $0.text) }
        values = Dictionary(pairs) { first, _ in first }
    }

    /// - Returns: the form as it was, to be gone on with.
    func form(id: Int) -> Form {
        var form = Form(
            id: id, kind: kind, callID: callID, customer: customer, reference: reference)
        form.fill { values[$0.rawValue] }
        return form
    }
}

extension Console {
    /// What the agent has typed and the server has not stored.
    public var savedTexts: [SavedText] {
        forms.filter { $0.hasText && $0.kind.isText }.map(SavedText.init)
    }

    /// Takes up what an earlier console has left behind.
    public mutating func restore(_ texts: [SavedText]) {
        guard !texts.isEmpty else { return }
        for text in texts { forms.append(text.form(id: nextNumber())) }
        let count = forms.count
        let what = count == 1 ? "a text that was" : "\(count) texts that were"
        say("\(what) not stored is here again: t", .caution)
    }
}
