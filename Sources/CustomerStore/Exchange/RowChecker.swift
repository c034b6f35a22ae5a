internal import Customers

/// Turns the fields of a row into the values to store, or says what is wrong with them.
struct RowChecker {
    /// What is wrong with a row, and in which column of the contract.
    struct Problem: Error {
        let column: String
        let reason: String
    }

    /// A customer whose parent is not known yet.
    struct OpenParent {
        let account: String
        let parent: String
    }

    private let plan: ImportPlan
    private let region: String
    private let readNumber: (_ entered: String, _ region: String) -> NormalisedPhone
    private let readBlock: (_ entered: String, _ region: String) -> NormalisedPhone
    private var directory: RowDirectory
    /// Where in a row the two moments stand that must not be in the wrong order.
    private let order: (Int, Int)?
    /// Where in a row referrer and referred stand.
    private let parties: (Int, Int)?
    private let extensionPlace: Int?
    /// The field that says what a number is.
    private let roleField: Int?

    /// What the last row leaves to be done.
    private(set) var openParent: OpenParent?
    /// Why the number of the last row could not be read.
    private(set) var unreadNumber: String?
    /// What there is to say of the number of the last row: as entered, as read, and why.
    private(set) var numberRemark: String?

    init(
        plan: ImportPlan, directory: RowDirectory, region: String,
        readNumber: @escaping (_ entered: String, _ region: String) -> NormalisedPhone,
        readBlock: @escaping (_ entered: String, _ region: String) -> NormalisedPhone
    ) {
        self.plan = plan
        self.directory = directory
        self.region = region
        self.readNumber = readNumber
        self.readBlock = readBlock
        order = plan.file.order.flatMap { plan.places($0.first, $0.second) }
        parties = plan.places("referrer_account", "referred_account")
        extensionPlace = plan.places("extension", "extension")?.0
        roleField = plan.inputs.first { $0.column.name == "role" }?.field
    }

    /// Forgets what another program may have changed since the last batch.
    mutating func beginBatch() { directory.forget() }

    /// Appends the row of `reader` to `batch`.
    ///
    /// - Throws: `Problem`; the batch is then as before. `DatabaseError`.
    mutating func check(_ reader: borrowing CSVReader, into batch: inout RowBatch) throws {
        openParent = nil
        unreadNumber = nil
        numberRemark = nil
        batch.beginRow()
        do {
            try checkFieldCount(reader)
            for input in plan.inputs {
                let text = reader.buffer.span.extracting(reader.range(input.field))
                do {
                    try append(text, of: input.column, in: reader, to: &batch)
                } catch let problem as FieldProblem {
                    throw Problem(column: input.column.name, reason: problem.reason)
                }
            }
            try checkRow(batch)
            if plan.readsNumbers { try appendNumber(reader, to: &batch) }
            batch.endRow(line: reader.line)
        } catch {
            batch.dropRow()
            throw error
        }
    }

    private func checkFieldCount(_ reader: borrowing CSVReader) throws {
        guard reader.fieldCount != plan.fieldCount else { return }
        throw Problem(
            column: "",
            reason: "\(reader.fieldCount) fields where the header has \(plan.fieldCount)")
    }

    private mutating func append(
        _ text: Span<UInt8>, of column: ExchangeColumn, in reader: borrowing CSVReader,
        to batch: inout RowBatch
    ) throws {
        if text.isEmpty {
            if column.isRequired { throw FieldProblem("empty, but a row needs it") }
            return appendDefault(of: column, to: &batch)
        }
        switch column.form {
        case .customer:
            batch.append(.integer(try customer(text).id))
        case .interruption:
            guard let id = try directory.interruption(text) else {
                throw FieldProblem("no interruption \(FieldText.quoted(text))")
            }
            batch.append(.integer(id))
        case .parent:
            batch.append(try parent(text, in: reader))
        case .moment:
            batch.append(.integer(try FieldText.moment(text)))
        case .amount:
            batch.append(.integer(try FieldText.amount(text)))
        case .integer:
            batch.append(.integer(try FieldText.integer(text)))
        case .flag, .optionalFlag:
            batch.append(.integer(try FieldText.flag(text)))
        case .text, .reference, .newAccount, .word, .code, .date:
            try FieldText.check(text, is: column.form)
            batch.append(text: text)
        }
    }

    private func appendDefault(of column: ExchangeColumn, to batch: inout RowBatch) {
        switch column.form {
        case .text, .code, .reference, .newAccount: batch.append(text: "")
        case .word(let words): batch.append(text: "\(words[0])")
        case .flag: batch.append(.integer(0))
        case .date, .moment, .amount, .integer, .optionalFlag, .customer, .parent, .interruption:
            batch.append(.null)
        }
    }

    private mutating func customer(_ account: Span<UInt8>) throws -> RowDirectory.Customer {
        guard let customer = try directory.customer(account) else {
            throw FieldProblem("no customer \(FieldText.quoted(account))")
        }
        return customer
    }

    private mutating func parent(
        _ parent: Span<UInt8>, in reader: borrowing CSVReader
    ) throws -> RawStatement.Cell {
        try FieldText.check(account: parent)
        let account = reader.text(plan.inputs[0].field)
        let name = FieldText.string(parent)
        guard name != account else { throw FieldProblem("a customer is not its own parent") }
        if let known = try directory.customer(parent) { return .integer(known.id) }
        openParent = OpenParent(account: account, parent: name)
        return .null
    }

    /// What no single field can tell.
    private func checkRow(_ batch: RowBatch) throws {
        if let (first, second) = order, case .integer(let earlier) = batch.cellOfRow(first),
            case .integer(let later) = batch.cellOfRow(second), later < earlier
        {
            let (before, after) = (plan.inputs[first].column.name, plan.inputs[second].column.name)
            throw Problem(column: after, reason: "before \(before)")
        }
        if let (referrer, referred) = parties, case .integer = batch.cellOfRow(referred),
            batch.cellOfRow(referrer) == batch.cellOfRow(referred)
        {
            throw Problem(column: "referred_account", reason: "a customer cannot refer itself")
        }
    }

    /// Appends extension, number and problem, as `ImportPlan.boundNames` has them.
    private mutating func appendNumber(
        _ reader: borrowing CSVReader, to batch: inout RowBatch
    ) throws {
        let account = reader.buffer.span.extracting(reader.range(plan.inputs[0].field))
        let country = try customer(account).country
        let entered = reader.text(plan.inputs[1].field)
        let isBlock = roleField.map { reader.text($0) } == "block"
        let read = (isBlock ? readBlock : readNumber)(entered, country.isEmpty ? region : country)
        if let place = extensionPlace {
            if case .text(_, count: 0) = batch.cellOfRow(place), !read.extension.isEmpty {
                batch.replace(place, text: read.extension)
            }
        } else {
            batch.append(text: read.extension)
        }
        if let number = read.number {
            batch.append(.integer(Int64(number.digits)))
            batch.append(text: "")
            if !read.remark.isEmpty {
                let field = reader.buffer.span.extracting(reader.range(plan.inputs[1].field))
                numberRemark = "\(FieldText.quoted(field)) read as \(number): \(read.remark)"
            }
        } else {
            let problem = read.problem.isEmpty ? "not a phone number" : read.problem
            batch.append(.null)
            batch.append(text: problem)
            unreadNumber = problem
        }
    }
}
