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

extension Moment {
    /// Hours since 1970, rounded down also before it.
    fileprivate var hour: Int64 { (secondsSince1970 - (secondsSince1970 < 0 ? 3599 : 0)) / 3600 }
}
