#pragma once

#include <stddef.h>
#include <stdint.h>

// The part of OpenSSL 3 (Debian libssl-dev) that is used: TLS over two buffers in memory, without
// a socket, for SecureChannel; digests for Digests. Nothing here blocks but the reading of files.
//
// Threads: a context may be shared, a channel belongs to one thread at a time.

// What certificates are trusted, and which one is shown: SSL_CTX.
typedef struct tls_context tls_context;
// One connection: SSL with a memory BIO each way.
typedef struct tls_channel tls_channel;

// What a step came to.
enum tls_outcome {
    TLS_DONE = 0,     // done
    TLS_MORE = 1,     // more must come from the other side first
    TLS_CLOSED = 2,   // the other side has said that it has ended
    TLS_FAILED = -1,  // tls_error says why
};

// A context that asks, or one that is asked; NULL when there is no memory.
// TLS 1.2 and 1.3, no compression, no renegotiation, no tickets, buffers released while idle.
tls_context *tls_client(void);
tls_context *tls_server(void);
void tls_context_free(tls_context *context);

// Trusts whom the system trusts, or the certificates of a PEM file: authorities, or the very
// certificate of the other side. Return 0, or -1 with tls_error.
int tls_trust_system(tls_context *context);
int tls_trust_file(tls_context *context, const char *path);
// Shows the chain of a PEM file, whose private key is in another. Returns 0, or -1 with tls_error.
int tls_show(tls_context *context, const char *chain, const char *key);
// Whether a file is kept from everybody but its owner and group; 1 also when it is not there.
int tls_is_kept(const char *path);
// Asks clients for a certificate of an authority of the file; one that has none may go on.
int tls_ask_clients(tls_context *context, const char *path);

// NULL when there is no memory. The context may be freed before the channel.
tls_channel *tls_open(tls_context *context);
void tls_channel_free(tls_channel *channel);

// The other side must be called so: a name or an IP address. Returns 0, or -1.
int tls_expect_host(tls_channel *channel, const char *host);
// Any certificate will do: the caller compares tls_fingerprint.
void tls_expect_nothing(tls_channel *channel);

// Bytes that have come, which must stay until the channel has been asked for all that is in them:
// tls_handshake or tls_read says TLS_MORE. Then lend none.
void tls_lend(tls_channel *channel, const uint8_t *bytes, size_t count);
// Bytes that are to be sent: how many wait, and up to `count` of them, which wait no more.
size_t tls_waiting(tls_channel *channel);
size_t tls_take(tls_channel *channel, uint8_t *bytes, size_t count);
// The same bytes where they are, and that they wait no more.
const uint8_t *tls_going(tls_channel *channel);
void tls_sent(tls_channel *channel);

// The way to the first byte; TLS_DONE, TLS_MORE or TLS_FAILED.
int tls_handshake(tls_channel *channel);
// Plain bytes that have come; `*read` says how many. Any outcome.
int tls_read(tls_channel *channel, uint8_t *bytes, size_t count, size_t *read);
// Whether there may be more to read: when not, tls_read would say TLS_MORE, but cost a buffer.
int tls_has_more(tls_channel *channel);
// Plain bytes to be sent, all of them. TLS_DONE or TLS_FAILED.
int tls_write(tls_channel *channel, const uint8_t *bytes, size_t count);
// Says that nothing more will be sent.
void tls_close(tls_channel *channel);

// Why the certificate of the other side is not trusted: X509_V_ERR_*, 0: it is.
long tls_verdict(tls_channel *channel);
// SHA-256 of the certificate of the other side; returns 0, or -1 when it has shown none.
int tls_fingerprint(tls_channel *channel, uint8_t digest[32]);
// For whom the certificate of the other side is, also when it was refused: its first host, or its
// common name; empty when there is none. As long as the channel.
const char *tls_name(tls_channel *channel);
// The common name of the certificate of the other side, if it has shown one that is trusted and
// shorter than `size`. Returns 0, or -1.
int tls_certified_name(tls_channel *channel, char *text, size_t size);
// TLSv1.2 or TLSv1.3.
const char *tls_version(tls_channel *channel);

// The oldest error of this thread in words; forgets all. Empty when there is none.
void tls_error(char *text, size_t size);

// SHA-256 of bytes, and their HMAC by it; 32 bytes are written. Return 0, or -1.
int digest_sha256(const uint8_t *bytes, size_t count, uint8_t *digest);
int digest_hmac_sha256(
    const uint8_t *key, size_t key_count, const uint8_t *bytes, size_t count, uint8_t *digest);
// Whether so many bytes are equal; takes as long whatever the answer: CRYPTO_memcmp.
int digest_is_equal(const uint8_t *one, const uint8_t *other, size_t count);
// Bytes that nobody can guess: RAND_bytes. Returns 0, or -1.
int digest_random(uint8_t *bytes, size_t count);
