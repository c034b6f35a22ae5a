import CustomerStore
import Customers
import Numbering

/// Reads the numbers that other programs store, as an import does.
struct StoredNumberReader: Sendable {
    private let reader: NumberReader
    /// Where customers without a country are.
    private let region: Region?

    init(_ configuration: Configuration) {
        reader = NumberReader(plan: configuration.plan)
        region = configuration.region
    }

    /// What the store's thread needs to keep them read.
    var forKeeper: NumberKeeper.Reading {
        NumberKeeper.Reading(version: NumberingData.version) { entered, country, role, known in
            // Without a country, a number read before tells where it was entered.
            let place = Region(country) ?? known?.homeRegion ?? region
            let read = reader.readForStoring(entered, as: role, in: place)
            return NormalisedPhone(
                number: read.number, extension: read.extensionDigits, problem: read.problem)
        }
    }
}
