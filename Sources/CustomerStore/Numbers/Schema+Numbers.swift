/// What keeps stored numbers read.
extension Schema {
    static let numbers = """
        CREATE TABLE settings (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE number_changes (
            id INTEGER PRIMARY KEY,
            customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
            entered TEXT NOT NULL,
            number_before INTEGER,
            number_now INTEGER,
            problem TEXT NOT NULL DEFAULT '',
            at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX number_changes_customer ON number_changes (customer_id);

        CREATE TRIGGER phones_entered AFTER UPDATE OF entered ON phones
        WHEN NEW.entered IS NOT OLD.entered AND NEW.number IS OLD.number
        BEGIN
            UPDATE phones SET number = NULL, problem = '',
                extension = CASE WHEN NEW.extension = OLD.extension THEN '' ELSE NEW.extension END
            WHERE id = NEW.id;
        END;
        CREATE TRIGGER phones_role AFTER UPDATE OF role ON phones
        WHEN NEW.role IS NOT OLD.role AND NEW.number IS NULL AND NEW.problem = OLD.problem
        BEGIN
            UPDATE phones SET problem = '' WHERE id = NEW.id;
        END;
        """
}
