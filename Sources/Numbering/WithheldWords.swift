public import Customers

/// What networks, gateways and PBXs deliver when the caller's number is not shown.
///
/// Compared without regard to case, spaces around and quotation marks around; a number that
/// consists of zeros only is withheld in any case.
public struct WithheldWords: Equatable, Sendable {
    /// The longest list, which a set is made of.
    public static let limit = 1_024

    /// Words of SIP, Asterisk and FreeSWITCH; caller-ID codes; words that scripts send for nothing;
    /// words typed on a keypad as networks deliver them (266696687 spells ANONYMOUS); and what
    /// telephones and exchanges say in other languages than English, on any line: none of these
    /// words can be a number anywhere.
    ///
    /// - Source: `Sources/DECISIONS.md`, "Numbers".
    public static let usual = ofTechnology + ofLanguages

    private static let ofTechnology = [
        "", "+", "-1", "0", "<unknown>", "anonymous", "anonymous@anonymous.invalid", "asterisk",
        "anonymous call", "anonymous caller", "blocked", "blocked number", "caller id blocked",
        "international", "out_of_area", "payphone", "private call", "unknown name", "no caller id",
        "no number", "none", "not available",
        "null", "number withheld", "o", "out of area", "p", "private", "private caller",
        "private number", "restricted", "restricted number", "unavailable", "unknown",
        "unknown caller", "unknown number", "withheld", "withheld number",
        "266696687", "+266696687", "+2562533", "+7378742833", "+8656696", "+86282452253",
    ]

    private static let ofLanguages = [
        // German, Dutch.
        "anonym", "unbekannt", "unbekannter anrufer", "unbekannter teilnehmer", "unbekannte nummer",
        "privat", "private nummer", "unterdrückt", "unterdrueckt", "rufnummer unterdrückt",
        "nummer unterdrückt", "nicht verfügbar", "keine nummer", "keine rufnummer", "geheim",
        "anoniem", "onbekend", "onbekende beller", "onbekend nummer", "privé", "privénummer",
        "afgeschermd", "afgeschermd nummer", "geheim nummer", "nummer onbekend", "verborgen",
        // Danish, Norwegian, Swedish, Finnish, Icelandic.
        "ukendt", "ukendt nummer", "hemmeligt nummer", "skjult", "skjult nummer", "ukjent",
        "ukjent nummer", "hemmelig nummer", "okänd", "okänt", "okänt nummer", "dolt nummer",
        "skyddat nummer",
        "hemligt nummer", "tuntematon", "tuntematon numero", "salainen", "salainen numero",
        "yksityinen numero", "óþekkt", "leyninúmer",
        // French.
        "anonyme", "inconnu", "numéro inconnu", "numero inconnu", "appelant inconnu", "masqué",
        "masque", "numéro masqué", "numero masque", "numéro privé", "numero prive", "appel masqué",
        "indisponible", "non disponible", "secret", "appel anonyme", "confidentiel", "appel privé",
        // Spanish, Catalan, Portuguese, Italian, Romanian.
        "anónimo", "anonimo", "desconocido", "número desconocido", "numero desconocido", "oculto",
        "número oculto", "numero oculto", "privado", "número privado", "numero privado",
        "no disponible", "restringido", "identidad oculta", "desconegut", "ocult", "número ocult",
        "anônimo", "desconhecido", "número desconhecido", "confidencial", "não identificado",
        "nao identificado", "número restrito", "sem identificação", "não disponível",
        "indisponível",
        "sconosciuto", "numero sconosciuto", "privato", "numero privato", "nascosto",
        "numero nascosto", "riservato", "anonimă", "necunoscut", "număr necunoscut", "număr privat",
        "număr ascuns",
        // Polish, Czech, Slovak, Hungarian, Slovene, Croatian, the Baltic.
        "anonimowy", "nieznany", "nieznany numer", "numer nieznany", "zastrzeżony",
        "numer zastrzeżony", "zastrzezony", "numer zastrzezony", "prywatny", "numer prywatny",
        "ukryty", "anonymní", "neznámý", "neznámé číslo", "skryté číslo", "soukromé číslo",
        "soukromé", "neznámy", "anonymný", "súkromné číslo", "skryté", "privát", "ismeretlen",
        "ismeretlen szám", "rejtett szám",
        "titkos", "privát szám", "neznano", "neznana številka", "skrita številka", "nepoznat",
        "nepoznat broj", "skriven broj", "privatan broj", "nežinomas", "paslėptas numeris",
        "nezināms", "slēpts numurs", "tundmatu", "varjatud number",
        // Greek, Turkish, Russian, Ukrainian, Bulgarian.
        "άγνωστος", "άγνωστοσ", "άγνωστη κλήση", "απόκρυψη", "απόρρητο", "ανώνυμη κλήση",
        "anonim", "bilinmeyen", "bilinmeyen numara", "özel", "gizli", "gizli numara", "özel numara",
        "анонимный",
        "анонимно", "неизвестный", "неизвестный номер", "неизвестно", "скрытый номер", "скрыт",
        "номер скрыт", "номер не определен", "не определен", "аноним", "скрытый", "анонім",
        "прихований", "невідомий",
        "невідомий номер", "прихований номер", "неизвестен", "скрит номер",
        // Japanese, Chinese, Korean, Hebrew, Arabic.
        "非通知", "非通知設定", "匿名", "公衆電話", "通知不可能", "通知圏外", "表示圏外", "未知", "未知号码",
        "未知來電", "私人号码", "私人號碼", "隐藏号码", "无号码", "無來電顯示", "不明", "발신자표시제한",
        "발신번호표시제한", "발신번호 표시제한", "발신자 표시제한", "익명", "알수없음", "알 수 없음", "חסוי", "מספר חסוי", "לא ידוע",
        "مجهول",
        "رقم مجهول", "رقم خاص", "غير معروف", "محجوب",
        "خاص", "未顯示", "無法顯示", "未显示", "無號碼",
        // Thai, Vietnamese, Indonesian.
        "ไม่ทราบ", "ไม่ทราบหมายเลข", "không xác định", "số ẩn", "tidak dikenal", "pribadi",
        "nomor pribadi",
    ]

    private let words: Set<String>
    /// The words that are numbers in the canonical spelling.
    public let numbers: [PhoneNumber]

    /// - Precondition: at most `limit` words.
    public init(_ words: [String] = Self.usual) {
        precondition(words.count <= Self.limit, "too many words for withheld")
        self.words = Set(words.map { $0.lowercased() })
        numbers = words.compactMap { PhoneNumber(canonical: $0) }
    }

    /// Whether networks deliver `number` for callers who show none; no allocation.
    public func contains(_ number: PhoneNumber) -> Bool { numbers.contains(number) }

    /// - Parameter text: cleaned by `ReceivedText`.
    func contains(_ text: ArraySlice<UInt8>) -> Bool {
        words.contains(String(decoding: text, as: UTF8.self))
    }
}
