/// Words that people write before a number, in lower case.
enum NumberLabels {
    static let all: Set<String> = [
        // English.
        "c", "call", "cell", "cellphone", "cellular", "direct", "f", "fax", "home", "landline", "m",
        "main", "mob", "mobile", "no", "number", "office", "ph", "phone", "switchboard", "t", "tel",
        "telephone", "telno", "work",
        // German, Dutch, the north.
        "anruf", "arbeit", "büro", "durchwahl", "festnetz", "fon", "funk", "geschäftlich", "gsm",
        "handy", "handynr", "hotline", "mobiel", "mobil", "mobilnummer", "mobiltelefon", "natel",
        "nr", "nummer", "privat", "ruf", "rufnummer", "telefon", "telefonnummer", "telefoon",
        "telnr", "thuis", "vast", "werk", "zentrale", "arbejde", "fastnet", "hem", "jobb",
        "mobiili",
        "mobilnr", "puh", "puhelin", "sími", "tfn", "tlf", "tlfnr",
        // French, Spanish, Portuguese, Italian, Romanian.
        "bureau", "domicile", "fixe", "numéro", "portable", "standard", "tél", "téléphone", "cel",
        "celular", "casa", "fijo", "movil", "móvil", "oficina", "teléfono", "telefono", "telf",
        "tlfno", "telefone", "telemóvel", "telemovel", "tlm", "trabalho", "cellulare",
        "ufficio", "fisso", "mobilă",
        // Polish, Czech, Hungarian, Turkish, Russian, Greek.
        "kom", "komórka", "komórkowy", "mobilní", "pevná", "telefonszám", "cep", "ev", "iş",
        "моб", "мобильный", "тел", "телефон", "факс", "κιν", "τηλ",
        // Chinese and Japanese.
        "电话", "電話", "手机", "手機", "携帯", "座机", "市話",
    ]
}
