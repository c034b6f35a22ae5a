extension Land {
    /// - Source: Ofcom, "Telephone numbers for use in TV and radio drama programmes".
    static let greatBritain = Land(
        code: "GB", language: "en", currency: "GBP", weight: 25,
        firstNames: [
            "Olivia", "Amelia", "Isla", "Ava", "Grace", "Freya", "Poppy", "Siân", "Zoë", "Niamh",
            "George", "Oliver", "Arthur", "Harry", "Noah", "Jack", "Rhys", "Euan", "Priya", "Imran",
        ],
        lastNames: [
            "Smith", "Jones", "Taylor", "Brown", "Williams", "Wilson", "Johnson", "Davies", "Patel",
            "Wright", "Walker", "Thompson", "O'Neill", "MacDonald", "Hughes", "Khan", "Brontë",
            "Lloyd-George", "Ashworth", "Fairbairn",
        ],
        streets: ["# High Street", "# Station Road", "# Church Lane", "Flat 3, # Park Road"],
        companies: [
            "* Ltd", "* & Sons Ltd", "* Holdings plc", "*'s Garage", "* Engineering Ltd",
            "The * Partnership LLP", "* Logistics Ltd", "* Dental Care",
        ],
        cities: [
            City("London", "Greater London", "SW9 9AA", "20", fiction: "79460"),
            City("Leeds", "West Yorkshire", "LS9 9AA", "113", fiction: "4960"),
            City("Sheffield", "South Yorkshire", "S9 9AA", "114", fiction: "4960"),
            City("Birmingham", "West Midlands", "B9 9AA", "121", fiction: "4960"),
            City("Edinburgh", "Lothian", "EH9 9AA", "131", fiction: "4960"),
            City("Glasgow", "Strathclyde", "G9 9AA", "141", fiction: "4960"),
            City("Manchester", "Greater Manchester", "M9 9AA", "161", fiction: "4960"),
            City("Cardiff", "South Glamorgan", "CF9 9AA", "29", fiction: "20180"),
        ],
        numbers: NumberPlan(
            countryCode: "44", trunk: "0", subscriberDigits: 10, landlineHeads: ["3", "6", "8"],
            mobileFiction: "7700900", mobileHeads: ["74", "75", "78", "79"], mobileArea: 4,
            groups: [6: [6], 7: [3, 4], 8: [4, 4]], mark: " "))

    /// - Source: North American Numbering Plan, 555-0100 to 555-0199.
    static let unitedStates = Land(
        code: "US", language: "en", currency: "USD", weight: 20,
        firstNames: [
            "Emma", "Charlotte", "Sophia", "Mia", "Harper", "Evelyn", "Aaliyah", "María", "Renée",
            "Chloë", "Liam", "James", "William", "Benjamin", "Mateo", "Ethan", "José", "DeShawn",
            "Wyatt", "Logan",
        ],
        lastNames: [
            "Smith", "Johnson", "Williams", "García", "Miller", "Davis", "Rodríguez", "Martinez",
            "Hernández", "Lopez", "Anderson", "Nguyen", "Thomas", "Moore", "Jackson", "O'Brien",
            "Washington", "Kowalski", "Van Buren", "Lee",
        ],
        streets: ["# Main St", "# Oak Ave, Apt 4B", "# 2nd St", "# Lincoln Blvd"],
        companies: [
            "* Inc.", "* & Co.", "* Industries, Inc.", "* Brothers LLC", "*'s \"Best\" Diner",
            "* Medical Group, P.C.", "* Realty LLC", "* Supply Corp.",
        ],
        cities: [
            City("New York", "NY", "10099", "212", fiction: "55501"),
            City("Los Angeles", "CA", "90099", "310", fiction: "55501"),
            City("Chicago", "IL", "60699", "312", fiction: "55501"),
            City("Boston", "MA", "02199", "617", fiction: "55501"),
            City("San Francisco", "CA", "94199", "415", fiction: "55501"),
            City("Seattle", "WA", "98199", "206", fiction: "55501"),
            City("Miami", "FL", "33199", "305", fiction: "55501"),
            City("Austin", "TX", "78799", "512", fiction: "55501"),
        ],
        numbers: NumberPlan(
            countryCode: "1", trunk: "", subscriberDigits: 10, landlineHeads: ["2", "3", "4", "6"],
            mobileFiction: "", mobileHeads: [], mobileArea: 3, groups: [7: [3, 4]], mark: "-"))

    /// - Source: Bundesnetzagentur, numbers for use in film and television ("Drama Numbers").
    static let germany = Land(
        code: "DE", language: "de", currency: "EUR", weight: 15,
        firstNames: [
            "Anna", "Emilia", "Mia", "Sophie", "Jürgen", "Käthe", "Günther", "Bärbel", "Lukas",
            "Jonas", "Leon", "Finn", "Björn", "Ayşe", "Mehmet", "Heike", "Ulrike", "Jörg",
            "Swantje",
            "Matthias",
        ],
        lastNames: [
            "Müller", "Schmidt", "Schneider", "Fischer", "Weber", "Meyer", "Wagner", "Becker",
            "Schulz", "Hoffmann", "Schäfer", "Koch", "Bauer", "Richter", "Größer", "Yılmaz",
            "von der Heide", "Kühn", "Weiß", "Jäger",
        ],
        streets: ["Hauptstraße #", "Bahnhofstr. #", "Gartenweg #", "Lindenallee # a"],
        companies: [
            "* GmbH", "* & Söhne GmbH & Co. KG", "* AG", "Bäckerei *", "Autohaus * GmbH",
            "* Elektrotechnik e.K.", "Praxis Dr. *", "* Maschinenbau, Abt. Einkauf",
        ],
        cities: [
            City("Berlin", "Berlin", "10999", "30", fiction: "23125"),
            City("Frankfurt am Main", "Hessen", "60399", "69", fiction: "90009"),
            City("Hamburg", "Hamburg", "20099", "40", fiction: "66969"),
            City("Köln", "Nordrhein-Westfalen", "50699", "221", fiction: "4710"),
            City("München", "Bayern", "80399", "89", fiction: "99998"),
            City("Leipzig", "Sachsen", "04199", "341"),
            City("Stuttgart", "Baden-Württemberg", "70199", "711"),
            City("Saarbrücken", "Saarland", "66199", "681"),
        ],
        numbers: NumberPlan(
            countryCode: "49", trunk: "0", subscriberDigits: 10, landlineHeads: ["3", "5", "7"],
            mobileFiction: "17604069", mobileHeads: ["160", "162", "170", "175"], mobileArea: 3,
            groups: [7: [7], 8: [4, 4]], mark: "/"))

    static let netherlands = Land(
        code: "NL", language: "nl", currency: "EUR", weight: 6,
        firstNames: [
            "Emma", "Julia", "Sanne", "Fleur", "Noor", "Daan", "Sem", "Bram", "Thijs", "Joëlle",
            "Hélène", "Ruben", "Anouk", "Jeroen", "Marijke",
        ],
        lastNames: [
            "de Jong", "Jansen", "de Vries", "van den Berg", "Bakker", "van Dijk", "Visser", "Smit",
            "Meijer", "'t Hart", "Mulder", "Bos", "Vermeulen", "van der Meer", "Koëter",
        ],
        streets: ["Dorpsstraat #", "Kerkstraat # hs", "Molenweg #"],
        companies: ["* B.V.", "* & Zn.", "* Transport B.V.", "Bloemenhandel *", "* Advies N.V."],
        cities: [
            City("Amsterdam", "Noord-Holland", "1099 AA", "20"),
            City("Rotterdam", "Zuid-Holland", "3099 AA", "10"),
            City("Den Haag", "Zuid-Holland", "2599 AA", "70"),
            City("Utrecht", "Utrecht", "3599 AA", "30"),
            City("Eindhoven", "Noord-Brabant", "5699 AA", "40"),
            City("Groningen", "Groningen", "9799 AA", "50"),
        ],
        numbers: NumberPlan(
            countryCode: "31", trunk: "0", subscriberDigits: 9,
            landlineHeads: ["2", "3", "4", "6"],
            mobileFiction: "", mobileHeads: ["61", "62", "64", "65"], mobileArea: 1,
            groups: [7: [3, 4], 8: [4, 4]], mark: "-"))

    /// - Source: Post- och telestyrelsen, numbers for use in books and film.
    static let sweden = Land(
        code: "SE", language: "sv", currency: "SEK", weight: 4,
        firstNames: [
            "Alice", "Maja", "Elsa", "Astrid", "Åsa", "Märta", "William", "Hugo", "Göran", "Håkan",
            "Örjan", "Sören", "Linnéa", "Ebba", "Nils",
        ],
        lastNames: [
            "Andersson", "Johansson", "Karlsson", "Nilsson", "Eriksson", "Larsson", "Öberg",
            "Åkesson", "Lindström", "Sjögren", "Bergström", "Löfgren", "Ek", "Norén", "Wallén",
        ],
        streets: ["Storgatan #", "Skolgatan # B", "Björkvägen #"],
        companies: ["* AB", "* & Co HB", "*s Bygg AB", "* Åkeri AB", "Advokatfirman * KB"],
        cities: [
            City("Stockholm", "Stockholms län", "111 99", "8", fiction: "465004"),
            City("Göteborg", "Västra Götaland", "411 99", "31", fiction: "39006"),
            City("Malmö", "Skåne", "211 99", "40", fiction: "62804"),
            City("Uppsala", "Uppsala län", "753 99", "18"),
            City("Örebro", "Örebro län", "702 99", "19"),
        ],
        numbers: NumberPlan(
            countryCode: "46", trunk: "0", subscriberDigits: 9, landlineHeads: ["1", "2", "5"],
            mobileFiction: "7017406", mobileHeads: ["72", "73", "76", "79"], mobileArea: 2,
            groups: [7: [3, 2, 2], 8: [3, 3, 2]], mark: "-"))
}
