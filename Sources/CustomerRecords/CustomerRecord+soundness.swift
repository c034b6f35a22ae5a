import Customers

extension CustomerRecord {
    /// Whether what stands there can be a record, wherever it came from: it ends within its size,
    /// and nothing in it is what no customer has.
    ///
    /// - Parameter unitLimit: units of memory that there are.
    public func isSound(unitLimit: Int) -> Bool {
        guard unitLimit * Self.unitBytes >= Self.headerBytes, units <= unitLimit,
            numberCount <= Self.numberLimit,
            Self.units(
                numbers: numberCount,
                textBytes: Int(load(22, UInt8.self)) + Int(load(23, UInt8.self))) <= units,
            hasSoundNumbers
        else { return false }
        var isSound = true
        withAccount { if !Account.allows($0) { isSound = false } }
        withName { name in
            for index in name.indices where name[index] < 0x20 || name[index] == 0x7F {
                isSound = false
            }
        }
        return isSound
    }

    private var hasSoundNumbers: Bool {
        let (count, isAscending) = (numberCount, numberCount > Self.scannedNumbers)
        var last: UInt64 = 0
        for index in 0..<count {
            let digits = entry(index) & Self.numberMask
            guard PhoneNumber(digits: digits) != nil, !isAscending || digits > last else {
                return false
            }
            last = digits
        }
        return true
    }
}
