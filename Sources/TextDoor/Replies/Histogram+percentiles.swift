import Histogram

extension Histogram where Count == UInt64 {
    /// The values that so many percent of all recorded values do not exceed; 0 where none is.
    ///
    /// One walk for all of them, as far as the largest value: `valueAtPercentile` takes a walk
    /// for each, through code that is not made for this type, while every connection waits.
    ///
    /// - Parameter percents: ascending.
    func values(atPercents percents: [Double]) -> [UInt64] {
        var values: [UInt64] = []
        for seen in recordedValues() {
            while values.count < percents.count, seen.percentile >= percents[values.count] {
                values.append(seen.value)
            }
        }
        return values + Array(repeating: 0, count: percents.count - values.count)
    }
}
