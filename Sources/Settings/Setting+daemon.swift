extension Setting {
    static let ofDaemon = [
        database, listen, oneShot, access, tlsCertificate, tlsKey, tlsClientAuthorities, fastAGI,
        snapshot,
        config, logLevel, scoreEvery, memoryLimit, fastAGIFrom, cardNumbers,
    ]

    public static let database = Setting(
        "database", .text, "file", "The SQLite file; made when it is not there.")

    public static let listen = Setting(
        "listen", .addresses, "address",
        """
        Where to listen: 127.0.0.1:7373, [::1]:7373 or unix:PATH; repeatable. For lines of \
        another kind: 127.0.0.1:7374,region=DE,numbers=e164-no-plus; for one of several PBXs: \
        127.0.0.1:7375,pbx=north; encrypted: 127.0.0.1:7379,tls
        """)

    public static let oneShot = Setting(
        "one-shot", .addresses, "address",
        "Another address to listen on, where each connection ends after the first reply.")

    public static let access = Setting(
        "access", .text, "file",
        """
        Who may ask, and as what: a file that "screenpop access" keeps. Without one everybody on \
        this machine may do everything, and nobody else gets in.
        """)

    public static let tlsCertificate = Setting(
        "tls-certificate", .text, "file",
        "The certificate for addresses with ,tls, and behind it those between: a PEM file.")

    public static let tlsKey = Setting(
        "tls-key", .text, "file",
        "The certificate's private key: a PEM file that not everybody may read.")

    public static let tlsClientAuthorities = Setting(
        "tls-client-ca", .text, "file",
        """
        Authorities whose certificates clients may show: a PEM file; one that shows a wrong \
        certificate is sent away. None is asked for unless told.
        """)

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

    public static let fastAGIFrom = Setting(
        "fastagi-from", .list, "addresses",
        """
        From which other machines Asterisk may ask, which neither encrypts nor shows who it is: \
        10.0.1.5, or a network such as 10.0.1.0/24; none unless told.
        """)

    public static let cardNumbers = Setting(
        "allow-pan", .text, "yes|no",
        """
        Whether texts that hold the number of a payment card are stored; no unless told, and then \
        they are refused with 510.
        """)
}
