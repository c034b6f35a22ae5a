// scan - the least that a warm start can cost: reads every row and column that the daemon reads
// when it fills its index, with SQLite alone, and keeps nothing.
//
//   gcc -std=c11 -O2 -Wall -Wextra -o scan scan.c -lsqlite3
//
// usage: scan DATABASE. Prints the seconds and the rows. The columns are those of
// Sources/CustomerStore/Reading; here each table is read once, in the order of its rows.
#define _GNU_SOURCE
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const char *const queries[] = {
    "SELECT c.id, c.account, c.name, c.kind, c.state, c.objects_to_profiling, s.value, o.value,"
    " o.expires_at FROM customers c LEFT JOIN scores s ON s.customer_id = c.id"
    " LEFT JOIN value_overrides o ON o.customer_id = c.id ORDER BY c.id",
    "SELECT customer_id, number, role, linked_at IS NOT NULL AND confirmed_at IS NULL"
    " FROM phones WHERE number IS NOT NULL",
    "SELECT customer_id, received_at, status FROM complaints",
    "SELECT referrer_id, referred_id, qualified_at, referred_name FROM referrals",
    "SELECT customer_id, interruption_id FROM interruption_customers",
    "SELECT id, began_at, ended_at, planned, service FROM interruptions",
};

_Noreturn static void fail(sqlite3 *database) {
    fprintf(stderr, "scan: %s\n", sqlite3_errmsg(database));
    exit(2);
}
static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}
// Looks at every value, so that none is left unread.
static uint64_t take(sqlite3_stmt *row, int column) {
    switch (sqlite3_column_type(row, column)) {
    case SQLITE_INTEGER: return (uint64_t)sqlite3_column_int64(row, column);
    case SQLITE_TEXT: {
        const unsigned char *text = sqlite3_column_text(row, column);
        return text[0] + (uint64_t)sqlite3_column_bytes(row, column);
    }
    default: return 0;
    }
}
int main(int argc, char **argv) {
    sqlite3 *database;
    uint64_t rows = 0, sum = 0;
    if (argc != 2) {
        fputs("usage: scan DATABASE\n", stderr);
        return 2;
    }
    double start = now();
    if (sqlite3_open_v2(argv[1], &database, SQLITE_OPEN_READONLY, NULL)) fail(database);
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        sqlite3_stmt *row;
        int status;
        if (sqlite3_prepare_v2(database, queries[i], -1, &row, NULL)) fail(database);
        for (int columns = sqlite3_column_count(row); (status = sqlite3_step(row)) == SQLITE_ROW;
             rows++)
            for (int column = 0; column < columns; column++) sum += take(row, column);
        if (status != SQLITE_DONE) fail(database);
        sqlite3_finalize(row);
    }
    sqlite3_close(database);
    printf("%.4f\t%llu\t%llu\n", now() - start, (unsigned long long)rows,
           (unsigned long long)sum);
}
