extension Setting {
    static let ofNumbers = [
        region, numbers, accessCode, storedAccessCode, extensionDigits, neighbours, areaCodes,
        suffixDigits, withheld,
        notWithheld,
    ]

    public static let accessCode = Setting(
        "access-code", .text, "digits",
        "What the PBX puts before numbers from outside, such as 0 or 9; none unless told.")

    public static let storedAccessCode = Setting(
        "stored-access-code", .text, "digits",
        "What stands before the numbers that other programs have stored; none unless told.")

    public static let region = Setting(
        "region", .text, "cc",
        "The country of the lines, such as GB: how national numbers are read.")

    public static let numbers = Setting(
        "numbers", .text, "format",
        "How the trunk writes numbers: auto, e164, e164-no-plus or national.")

    public static let extensionDigits = Setting(
        "extension-digits", .wholeNumber, "digits",
        "Bare digits up to this length are the PBX's own extensions; 4 unless told, 0: none.")

    public static let neighbours = Setting(
        "neighbours", .list, "cc",
        "Another country that callers without a country code come from; repeatable.")

    public static let areaCodes = Setting(
        "area-codes", .list, "digits",
        "An area code that local callers leave out, without its 0; repeatable.")

    public static let suffixDigits = Setting(
        "suffix-digits", .wholeNumber, "digits",
        "Compare the last 7 to 10 digits where nothing else finds a customer; 0: never.")

    public static let withheld = Setting(
        "withheld", .list, "word",
        "A word that also stands for a caller who shows no number; repeatable.")

    public static let notWithheld = Setting(
        "not-withheld", .list, "word",
        "A usual word for such callers that means something else here; repeatable.")
}
