import Customers

/// Remembers when which customer's figures change though nothing is written.
///
/// What is due in a later hour is kept as a mere list of customers for that hour, 4 bytes
/// each; when the hour begins they are read again, which tells the exact second. So the
/// work at any time grows with the events near, not with the customers there are.
struct AgeingSchedule {
    private var currentHour = Int64.min
    private var laterHours: [Int64: [CustomerID]] = [:]
    private var thisHour: [Moment: [CustomerID]] = [:]
    private var earliest: Moment?

    mutating func note(_ customer: CustomerID, _ nextChange: Moment?) {
        guard let nextChange else { return }
        if nextChange.hour > currentHour {
            laterHours[nextChange.hour, default: []].append(customer)
        } else {
            thisHour[nextChange, default: []].append(customer)
            earliest = min(earliest ?? nextChange, nextChange)
        }
    }

    /// Takes out the customers that must be read again at `now`.
    mutating func takeDue(at now: Moment) -> [CustomerID] {
        var due: [CustomerID] = []
        if now.hour > currentHour {
            currentHour = now.hour
            for hour in laterHours.keys where hour <= currentHour {
                due += laterHours.removeValue(forKey: hour) ?? []
            }
        }
        if let earliest, earliest <= now {
            for moment in thisHour.keys where moment <= now {
                due += thisHour.removeValue(forKey: moment) ?? []
            }
            self.earliest = thisHour.keys.min()
        }
        return due
    }
}

/// To be kept beside a snapshot of the index.
extension AgeingSchedule {
    /// For each hour: its number in two words, how many customers, and the customers.
    var words: [UInt32] {
        var hours = laterHours
        for (moment, customers) in thisHour { hours[moment.hour, default: []] += customers }
        var words: [UInt32] = []
        for (hour, noted) in hours {
            // A customer is noted at each reading; once is enough.
            let customers = Set(noted)
            let bits = UInt64(bitPattern: hour)
            words += [UInt32(truncatingIfNeeded: bits), UInt32(truncatingIfNeeded: bits >> 32)]
            words.append(UInt32(customers.count))
            for customer in customers { words.append(customer.value) }
        }
        return words
    }

    /// - Returns: `nil` when `words` are no schedule's.
    init?(words: ArraySlice<UInt32>) {
        var rest = words
        while let low = rest.popFirst() {
            guard let high = rest.popFirst(), let count = rest.popFirst(), rest.count >= count
            else { return nil }
            let hour = Int64(bitPattern: UInt64(high) << 32 | UInt64(low))
            laterHours[hour] = rest.prefix(Int(count)).map { CustomerID($0) }
            rest.removeFirst(Int(count))
        }
    }
}

extension Moment {
    /// Hours since 1970, rounded down also before it.
    fileprivate var hour: Int64 { (secondsSince1970 - (secondsSince1970 < 0 ? 3599 : 0)) / 3600 }
}
