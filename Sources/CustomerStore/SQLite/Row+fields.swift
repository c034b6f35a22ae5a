import Customers
import Foundation
import GRDB

/// Fields of a row, whatever stands in them.
///
/// GRDB's subscripts end the process, and put the row into the log, where a value is of another
/// type than the one asked for. In a file that others write anything can stand.
extension Row {
    /// How much of a text is read unless more is asked for, in bytes.
    static let textLimit = 65_536

    private func value(_ column: Int) -> DatabaseValue.Storage {
        let value: DatabaseValue = self[column]
        return value.storage
    }

    func isNull(_ column: Int) -> Bool {
        if case .null = value(column) { true } else { false }
    }

    /// Empty for `NULL`; what is longer than `limit` bytes ends there.
    func text(_ column: Int, _ limit: Int = textLimit) -> String {
        switch value(column) {
        case .null: ""
        case .string(let text): text.beginning(bytes: limit)
        case .int64(let number): "\(number)"
        case .double(let number): "\(number)"
        case .blob(let data): String(decoding: data.prefix(limit), as: UTF8.self)
        }
    }

    /// `nil` for what is no whole number.
    func integer(_ column: Int) -> Int64? {
        switch value(column) {
        case .int64(let number): number
        case .double(let number): Int64(exactly: number)
        case .string(let text): Int64(text)
        case .null, .blob: nil
        }
    }

    /// Yes for every number but 0.
    func flag(_ column: Int) -> Bool { (integer(column) ?? 0) != 0 }

    /// `nil` where it is not known.
    func optionalFlag(_ column: Int) -> Bool? { integer(column).map { $0 != 0 } }

    /// `nil` for what is no moment of a calendar.
    func moment(_ column: Int) -> Moment? { integer(column).flatMap { Moment(stored: $0) } }

    /// `nil` for what is no day of a calendar.
    func day(_ column: Int) -> CalendarDay? {
        isNull(column) ? nil : CalendarDay(text(column))
    }

    func number(_ column: Int) -> PhoneNumber? {
        integer(column).flatMap { PhoneNumber(digits: UInt64(clamping: $0)) }
    }
}

extension String {
    /// The text up to a character that ends within so many bytes.
    fileprivate func beginning(bytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        let end = utf8.index(startIndex, offsetBy: limit)
        return String(decoding: utf8[..<end], as: UTF8.self)
    }
}
