/// A country of the sample, with what its people and places are called.
struct Land: Sendable {
    struct City: Sendable {
        let name: String
        let region: String
        /// `9` stands for any digit, `A` for any letter.
        let postcode: String
        let areaCode: String
        /// Subscriber numbers that are set aside for fiction begin so; empty: there are none.
        let fiction: String

        init(
            _ name: String, _ region: String, _ postcode: String, _ areaCode: String,
            fiction: String = ""
        ) {
            self.name = name
            self.region = region
            self.postcode = postcode
            self.areaCode = areaCode
            self.fiction = fiction
        }
    }

    let code: String
    let language: String
    let currency: String
    /// How many customers of a hundred live here.
    let weight: Int
    let firstNames: [String]
    let lastNames: [String]
    /// `#` stands for the house number.
    let streets: [String]
    /// What companies are called; `*` stands for a family name.
    let companies: [String]
    let cities: [City]
    let numbers: NumberPlan

    static let all = [
        greatBritain, unitedStates, germany, france, italy, spain, netherlands, sweden, brazil,
    ]
}
