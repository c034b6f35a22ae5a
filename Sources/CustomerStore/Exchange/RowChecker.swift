internal import Customers

/// Turns the fields of a row into the values to store, or says what is wrong with them.
///
/// More stored properties than other types have: what is told of a row besides its cells stays here
/// until the next one.
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
    private let keys: NamedRows?
    /// The field that says what a number is.
    private let roleField: Int?

    /// What the last row leaves to be done.
    private(set) var openParent: OpenParent?
    /// Why the number of the last row could not be read.
    private(set) var unreadNumber: String?
    /// What there is to say of the number of the last row: as entered, as read, and why.
    private(set) var numberRemark: String?
    /// What the number of the last row is read as here, where the file says something else.
    private(set) var otherReading: PhoneNumber?
    /// What of the last row was left out.
    private(set) var badFields: [Problem] = []
    /// Whether the last row said which row is meant.
    private(set) var isNamed = false

    init(
        plan: ImportPlan, directory: RowDirectory, keys: NamedRows?, region: String,
        readNumber: @escaping (_ entered: String, _ region: String) -> NormalisedPhone,
        readBlock: @escaping (_ entered: String, _ region: String) -> NormalisedPhone
    ) {
        self.plan = plan
        self.directory = directory
        self.keys = keys
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
        otherReading = nil
        badFields.removeAll(keepingCapacity: true)
        isNamed = false
        batch.beginRow()
        do {
            try checkFieldCount(reader)
            for (place, input) in plan.inputs.enumerated() {
                try checkField(input, in: reader, to: &batch)
                guard place + 1 == plan.file.keyCount else { continue }
                isNamed = true
                try keys?.keep(batch)
            }
            try checkRow(&batch)
            if plan.readsNumbers { try appendNumber(reader, to: &batch) }
            batch.endRow(line: reader.line)
        } catch {
            batch.dropRow()
            throw error
        }
    }

    /// Appends a field, or leaves it out where the row is true without it.
    private mutating func checkField(
        _ input: ImportPlan.Input, in reader: borrowing CSVReader, to batch: inout RowBatch
    ) throws {
        let text = reader.buffer.span.extracting(reader.range(input.field))
        do {
            try append(text, of: input.column, in: reader, to: &batch)
        } catch let problem as FieldProblem {
            let whole = Problem(column: input.column.name, reason: problem.reason)
            guard input.column.cost == .field else { throw whole }
            badFields.append(whole)
            batch.appendLeftOut()
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
            if column.isRequired, !column.form.mayBeEmpty {
                throw FieldProblem("empty, but a row needs it")
            }
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
        case .grade:
            batch.append(.integer(try FieldText.grade(text)))
        case .phoneNumber:
            batch.append(.integer(try FieldText.phoneNumber(text)))
        case .flag, .optionalFlag:
            batch.append(.integer(try FieldText.flag(text)))
        case .text, .filledText, .reference, .newAccount, .word, .code, .date:
            try FieldText.check(text, is: column.form)
            batch.append(text: text)
        }
    }

    private func appendDefault(of column: ExchangeColumn, to batch: inout RowBatch) {
        switch column.form {
        case .text, .filledText, .code, .reference, .newAccount: batch.append(text: "")
        case .word(let words): batch.append(text: "\(words[0])")
        case .flag: batch.append(.integer(0))
        case .date, .moment, .amount, .integer, .grade, .phoneNumber, .optionalFlag, .customer,
            .parent, .interruption:
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
    private mutating func checkRow(_ batch: inout RowBatch) throws {
        if let (first, second) = order, case .integer(let earlier) = batch.cellOfRow(first),
            case .integer(let later) = batch.cellOfRow(second), later < earlier
        {
            try leaveOut(second, "before \(plan.inputs[first].column.name)", of: &batch)
        }
        if let (referrer, referred) = parties, case .integer = batch.cellOfRow(referred),
            batch.cellOfRow(referrer) == batch.cellOfRow(referred)
        {
            try leaveOut(referred, "a customer cannot refer itself", of: &batch)
        }
    }

    private mutating func leaveOut(
        _ place: Int, _ reason: String, of batch: inout RowBatch
    ) throws {
        let column = plan.inputs[place].column
        let problem = Problem(column: column.name, reason: reason)
        guard column.cost == .field else { throw problem }
        badFields.append(problem)
        batch.leaveOut(place)
    }

    /// Appends extension, number and problem, as `ImportPlan.boundNames` has them.
    private mutating func appendNumber(
        _ reader: borrowing CSVReader, to batch: inout RowBatch
    ) throws {
        let account = reader.buffer.span.extracting(reader.range(plan.inputs[0].field))
        let country = try customer(account).country
        let entered = reader.text(plan.inputs[1].field)
        let isBlock = roleField.map { reader.text($0) } == "block"
        let read = try told(
            (isBlock ? readBlock : readNumber)(entered, country.isEmpty ? region : country),
            in: reader)
        if let place = extensionPlace {
            if case .text(_, count: 0) = batch.cellOfRow(place), !read.extension.isEmpty {
                batch.replace(place, text: read.extension)
            }
        } else {
            batch.append(text: read.extension)
        }
        if let number = read.number {
            batch.append(.integer(Int64(number.digits)))
            batch.append(text: read.problem)
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

    /// What the file itself says that the number was read as before: that stays.
    private mutating func told(
        _ read: NormalisedPhone, in reader: borrowing CSVReader
    ) throws -> NormalisedPhone {
        var told = read
        if read.number != nil { told.problem = "" }
        var (problem, isTold) = ("", false)
        for input in plan.told {
            let text = reader.buffer.span.extracting(reader.range(input.field))
            guard case .phoneNumber = input.column.form else {
                problem = FieldText.string(text)
                continue
            }
            if text.isEmpty { continue }
            do throws(FieldProblem) {
                told.number = PhoneNumber(digits: UInt64(try FieldText.phoneNumber(text)))
                isTold = true
            } catch {
                badFields.append(Problem(column: input.column.name, reason: error.reason))
            }
        }
        if isTold || told.number == nil && !problem.isEmpty { told.problem = problem }
        otherReading = read.number == told.number ? nil : read.number
        if otherReading != nil { told.remark = "" }
        return told
    }
}

extension ExchangeColumn.Form {
    /// Whether an empty field is a value of its own.
    var mayBeEmpty: Bool { if case .text = self { true } else { false } }
}
