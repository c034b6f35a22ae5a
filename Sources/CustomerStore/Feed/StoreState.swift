/// How the file is, as it was told last.
struct StoreState {
    private var seenRows = 0
    private var schema = SchemaState()
    private var logBytes = -1

    /// Tells what is other than told.
    mutating func tellNews(of store: CustomerStore, _ tell: (IndexUpdate) -> Void) {
        for notice in store.takeNotices() { tell(.noticed(notice)) }
        if let counts = store.unreadable.news(since: &seenRows) { tell(.unreadable(counts)) }
        if store.schema != schema {
            schema = store.schema
            tell(.schema(schema))
        }
        // In whole mebibytes: not with every write.
        let bytes = store.logBytes & ~0xF_FFFF
        if bytes != logBytes {
            logBytes = bytes
            tell(.logBytes(bytes))
        }
    }
}

extension CustomerStore {
    /// What has happened to the file since the latest call.
    func takeNotices() -> [StoreNotice] {
        defer { notices = [] }
        return notices
    }
}
