extension Setting {
    static let ofDaemon = [
        database, listen, oneShot, fastAGI, snapshot, config, logLevel, scoreEvery, memoryLimit,
    ]

    public static let database = Setting(
        "database", .text, "file", "The SQLite file; made when it is not there.")

    public static let listen = Setting(
        "listen", .addresses, "address",
        """
        Where to listen: 127.0.0.1:7373, [::1]:7373 or unix:PATH; repeatable. For lines of \
        another kind: 127.0.0.1:7374,region=DE,numbers=e164-no-plus; for one of several PBXs: \
        127.0.0.1:7375,pbx=north
        """)

    public static let oneShot = Setting(
        "one-shot", .addresses, "address",
        "Another address to listen on, where each connection ends after the first reply.")

    public static let fastAGI = Setting(
        "fastagi", .text, "address",
        """
        Where Asterisk asks about calls (FastAGI); "on" stands for 127.0.0.1:4573, and \
        127.0.0.1:4573,pbx=north says whose they are.
        """)

    public static let snapshot = Setting(
        "snapshot", .text, "file",
        """
        Where the index is kept for the next start; the database's name with -snapshot unless \
        told, "off": nowhere.
        """)

    public static let config = Setting(
        "config", .text, "file", "A configuration file in TOML.", isInFile: false)

    public static let logLevel = Setting(
        "log-level", .text, "level",
        "How much to log: trace, debug, info, notice, warning, error or critical.")

    public static let scoreEvery = Setting(
        "score-every", .wholeNumber, "hours",
        """
        Hours from one computation of the values' thresholds to the next; 24 unless told, 0: \
        only by SCORE and screenpop score.
        """)

    public static let memoryLimit = Setting(
        "memory-limit", .text, "size",
        """
        The memory that the daemon may take, in bytes or with K, M or G behind the number; half \
        of the machine's or of its control group's unless told.
        """)
}
