extension Land {
    /// - Source: Arcep, numbers set aside for audiovisual works.
    static let france = Land(
        code: "FR", language: "fr", currency: "EUR", weight: 10,
        firstNames: [
            "Jade", "Louise", "Emma", "Chloé", "Léa", "Zoé", "Anaïs", "Françoise", "Gabriel",
            "Raphaël", "Léo", "Louis", "Jules", "Hugo", "François", "Benoît", "Amélie", "Thérèse",
            "Maël", "Noël",
        ],
        lastNames: [
            "Martin", "Bernard", "Dubois", "Thomas", "Robert", "Petit", "Durand", "Lefèvre",
            "Moreau", "Léger", "Garnier", "Faure", "Rousseau", "Blanc", "Guérin", "Müller",
            "L'Hôpital", "d'Estaing", "Benoît", "Çelik",
        ],
        streets: [
            "# rue de la République", "# bis, avenue Foch", "# place de l'Église", "# rue Hoche",
        ],
        companies: [
            "* SARL", "* & Fils SA", "Établissements *", "Boulangerie *", "* SAS", "Cabinet *",
            "Garage *, SARL", "* Informatique SASU",
        ],
        cities: [
            City("Paris", "Île-de-France", "75019", "1", fiction: "9900"),
            City("Nantes", "Pays de la Loire", "44099", "2", fiction: "6191"),
            City("Strasbourg", "Grand Est", "67099", "3", fiction: "5301"),
            City("Lyon", "Auvergne-Rhône-Alpes", "69009", "4", fiction: "6571"),
            City("Bordeaux", "Nouvelle-Aquitaine", "33099", "5", fiction: "3649"),
        ],
        numbers: NumberPlan(
            countryCode: "33", trunk: "0", subscriberDigits: 9, landlineHeads: ["4", "7", "8"],
            mobileFiction: "63998", mobileHeads: ["61", "62", "66", "67"], mobileArea: 1,
            groups: [8: [2, 2, 2, 2]], mark: "."))

    /// Italian area codes keep their 0 abroad.
    static let italy = Land(
        code: "IT", language: "it", currency: "EUR", weight: 8,
        firstNames: [
            "Sofia", "Giulia", "Aurora", "Alice", "Ginevra", "Chiara", "Leonardo", "Francesco",
            "Alessandro", "Lorenzo", "Mattia", "Nicolò", "Josè", "Raffaella", "Ornella",
        ],
        lastNames: [
            "Rossi", "Russo", "Ferrari", "Esposito", "Bianchi", "Romano", "Colombo", "Ricci",
            "Marino", "Greco", "De Luca", "D'Angelo", "Nicolò", "Cantù", "Fabbri",
        ],
        streets: ["Via Roma, #", "Corso Garibaldi #/A", "Piazza Dante #"],
        companies: ["* S.r.l.", "* & Figli S.n.c.", "* S.p.A.", "Trattoria *", "Studio legale *"],
        cities: [
            City("Roma", "Lazio", "00199", "06"),
            City("Milano", "Lombardia", "20199", "02"),
            City("Torino", "Piemonte", "10199", "011"),
            City("Napoli", "Campania", "80199", "081"),
            City("Firenze", "Toscana", "50199", "055"),
            City("Forlì", "Emilia-Romagna", "47199", "0543"),
        ],
        numbers: NumberPlan(
            countryCode: "39", trunk: "", subscriberDigits: 10, landlineHeads: ["2", "3", "4"],
            mobileFiction: "", mobileHeads: ["320", "328", "347", "349"], mobileArea: 3,
            groups: [6: [6], 7: [3, 4], 8: [4, 4]], mark: " "))

    static let spain = Land(
        code: "ES", language: "es", currency: "EUR", weight: 7,
        firstNames: [
            "Lucía", "Sofía", "Martina", "María", "Inés", "Begoña", "Hugo", "Martín", "Álvaro",
            "Íñigo", "Nicolás", "Jesús", "Núria", "Jordi", "Iñaki",
        ],
        lastNames: [
            "García López", "Fernández Ruiz", "González Peña", "Rodríguez Gil", "López Ibáñez",
            "Martínez Núñez", "Sánchez Vega", "Pérez Muñoz", "Gómez Cano", "Ibáñez Soler",
            "Muñoz Ortiz", "Núñez Rey", "Castaño Prat", "Puig i Ferrer", "Echeverría Sáez",
        ],
        streets: ["Calle Mayor, #", "Avda. de la Constitución # 2º B", "Plaza de España #"],
        companies: ["* S.L.", "Hermanos * S.A.", "Talleres *", "Viñedos * S.L.U.", "Gestoría *"],
        cities: [
            City("Madrid", "Madrid", "28099", "91"),
            City("Barcelona", "Cataluña", "08099", "93"),
            City("València", "Comunitat Valenciana", "46099", "96"),
            City("Sevilla", "Andalucía", "41099", "95"),
            City("A Coruña", "Galicia", "15099", "98"),
        ],
        numbers: NumberPlan(
            countryCode: "34", trunk: "", subscriberDigits: 9, landlineHeads: ["2", "3", "4"],
            mobileFiction: "", mobileHeads: ["61", "62", "65", "66"], mobileArea: 3,
            groups: [6: [3, 3], 7: [3, 2, 2]], mark: " "))

    static let brazil = Land(
        code: "BR", language: "pt", currency: "BRL", weight: 5,
        firstNames: [
            "Helena", "Alice", "Laura", "Conceição", "Antônia", "Luíza", "Miguel", "Arthur", "João",
            "Davi", "Antônio", "Thaís", "Tomás", "Cauã", "Inês",
        ],
        lastNames: [
            "da Silva", "dos Santos", "Oliveira", "Souza", "Lima", "Pereira", "Araújo", "Gonçalves",
            "Ribeiro", "Conceição", "Magalhães", "Leão", "Assunção", "Falcão", "Muniz",
        ],
        streets: ["Rua São José, #", "Av. Paulista, # ap. 12", "Praça da Sé, #"],
        companies: ["* Ltda.", "Irmãos * S.A.", "Padaria *", "* Comércio EIRELI", "Clínica *"],
        cities: [
            City("São Paulo", "SP", "01399-999", "11"),
            City("Rio de Janeiro", "RJ", "20099-999", "21"),
            City("Belo Horizonte", "MG", "30199-999", "31"),
            City("Florianópolis", "SC", "88099-999", "48"),
            City("Brasília", "DF", "70099-999", "61"),
        ],
        numbers: NumberPlan(
            countryCode: "55", trunk: "0", subscriberDigits: 10, landlineHeads: ["2", "3", "4"],
            mobileFiction: "", mobileHeads: ["96", "97", "98", "99"], mobileArea: 2,
            groups: [8: [4, 4], 9: [5, 4]], mark: "-"))
}
