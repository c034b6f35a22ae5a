-- What the base holds beyond the exchange files; see schema.md for the tables.
INSERT INTO value_overrides (customer_id, value, reason, author, set_at)
SELECT id, CASE account
        WHEN 'A1042' THEN 5 WHEN 'A1043' THEN 4 WHEN 'A1044' THEN 4 WHEN 'A1046' THEN 2
        WHEN 'A1048' THEN 4 ELSE 3 END,
    'fixed for the transcripts', 'base', unixepoch('2026-11-01T00:00Z')
FROM customers WHERE account IN ('A1042', 'A1043', 'A1044', 'A1045', 'A1046', 'A1047', 'A1048');

UPDATE customers SET objects_to_profiling = 1 WHERE account = 'A1050';

UPDATE interruptions SET expected_end_at = unixepoch('2026-11-21T15:00Z')
WHERE reference = 'I-77';

INSERT INTO notes (reference, customer_id, at, agent, text)
SELECT 'N-1', id, unixepoch('2026-11-19T09:30Z'), 'kim', 'Has a spare router; try that first.'
FROM customers WHERE account = 'A1042';

INSERT INTO reminders (reference, customer_id, due_at, agent, text)
SELECT 'M-1', id, unixepoch('2026-11-23T09:00Z'), 'jo', 'Ask whether the new router helps.'
FROM customers WHERE account = 'A1042';

INSERT INTO calls (call_id, number, received, customer_id, agent, rang_at, answered_at, ended_at)
SELECT '1763721000.17', 442079460958, '02079460958', id, 'jo', unixepoch('2026-11-20T10:30Z'),
    unixepoch('2026-11-20T10:30:09Z'), unixepoch('2026-11-20T10:34:40Z')
FROM customers WHERE account = 'A1042';
