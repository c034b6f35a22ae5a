#include "COpenSSL.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct tls_channel {
    SSL *ssl;
    // Lent by tls_lend: what has come and OpenSSL has not read yet.
    const uint8_t *coming;
    size_t coming_count;
    // What is to be sent, from `taken` on.
    uint8_t *going;
    size_t going_count, going_room, taken;
    // For whom the other side's certificate is, also where it was refused.
    char name[256];
};

// OpenSSL's own: the name here only hides its headers from Swift.
static SSL_CTX *in(tls_context *context) { return (SSL_CTX *)context; }
static SSL *of(tls_channel *channel) { return channel->ssl; }

// What an idle channel keeps of its buffer.
enum { KEPT_BYTES = 4096 };

// OpenSSL reads what is lent and writes into the channel's own buffer: its memory BIOs would keep
// as much as ever came and went at once, for as long as the connection lasts.
static int read_lent(BIO *bio, char *bytes, size_t count, size_t *read) {
    tls_channel *channel = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    *read = count < channel->coming_count ? count : channel->coming_count;
    if (*read == 0) {
        BIO_set_retry_read(bio);
        return 0;
    }
    memcpy(bytes, channel->coming, *read);
    channel->coming += *read;
    channel->coming_count -= *read;
    return 1;
}

static int write_own(BIO *bio, const char *bytes, size_t count, size_t *written) {
    tls_channel *channel = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    *written = 0;
    if (channel->going_count + count > channel->going_room) {
        size_t room = 2 * channel->going_room + count;
        uint8_t *grown = realloc(channel->going, room);
        if (!grown) return 0;
        channel->going = grown;
        channel->going_room = room;
    }
    memcpy(channel->going + channel->going_count, bytes, count);
    channel->going_count += count;
    *written = count;
    return 1;
}

static long control(BIO *bio, int command, long number, void *pointer) {
    (void)bio, (void)number, (void)pointer;
    return command == BIO_CTRL_FLUSH;
}

static int begin(BIO *bio) {
    BIO_set_init(bio, 1);
    return 1;
}

// One for all channels, made with the first context and never freed.
static BIO_METHOD *between;

static void make_method(void) {
    BIO_METHOD *made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "screenpop");
    if (!made) return;
    BIO_meth_set_create(made, begin);
    BIO_meth_set_read_ex(made, read_lent);
    BIO_meth_set_write_ex(made, write_own);
    BIO_meth_set_ctrl(made, control);
    between = made;
}

// The first host in the certificate, or its common name.
static void remember(tls_channel *channel, X509 *shown) {
    channel->name[0] = 0;
    if (!shown) return;
    GENERAL_NAMES *names = X509_get_ext_d2i(shown, NID_subject_alt_name, NULL, NULL);
    for (int i = 0; i < sk_GENERAL_NAME_num(names) && !channel->name[0]; i++) {
        GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);
        if (name->type != GEN_DNS) continue;
        int length = ASN1_STRING_length(name->d.dNSName);
        if (length >= (int)sizeof channel->name) continue;
        memcpy(channel->name, ASN1_STRING_get0_data(name->d.dNSName), (size_t)length);
        channel->name[length] = 0;
    }
    GENERAL_NAMES_free(names);
    if (channel->name[0]) return;
    X509_NAME_get_text_by_NID(
        X509_get_subject_name(shown), NID_commonName, channel->name, sizeof channel->name);
}

static int look(int is_fine, X509_STORE_CTX *store) {
    SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
    if (!is_fine) remember(SSL_get_app_data(ssl), X509_STORE_CTX_get0_cert(store));
    return is_fine;
}

static tls_context *make(const SSL_METHOD *method) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_method);
    if (!between) return NULL;
    SSL_CTX *made = SSL_CTX_new(method);
    if (!made) return NULL;
    SSL_CTX_set_min_proto_version(made, TLS1_2_VERSION);
    SSL_CTX_set_options(
        made, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET);
    SSL_CTX_set_num_tickets(made, 0);
    SSL_CTX_set_session_cache_mode(made, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(made, SSL_MODE_RELEASE_BUFFERS);
    return (tls_context *)made;
}

tls_context *tls_client(void) {
    tls_context *made = make(TLS_client_method());
    if (made) SSL_CTX_set_verify(in(made), SSL_VERIFY_PEER, look);
    return made;
}

tls_context *tls_server(void) { return make(TLS_server_method()); }

void tls_context_free(tls_context *context) { SSL_CTX_free(in(context)); }

int tls_trust_system(tls_context *context) {
    return SSL_CTX_set_default_verify_paths(in(context)) == 1 ? 0 : -1;
}

int tls_trust_file(tls_context *context, const char *path) {
    if (SSL_CTX_load_verify_file(in(context), path) != 1) return -1;
    // The file may hold the other side's own certificate instead of its authority's.
    X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(in(context)), X509_V_FLAG_PARTIAL_CHAIN);
    return 0;
}

int tls_show(tls_context *context, const char *chain, const char *key) {
    if (SSL_CTX_use_certificate_chain_file(in(context), chain) != 1) return -1;
    if (SSL_CTX_use_PrivateKey_file(in(context), key, SSL_FILETYPE_PEM) != 1) return -1;
    return SSL_CTX_check_private_key(in(context)) == 1 ? 0 : -1;
}

int tls_is_kept(const char *path) {
    struct stat status;
    return stat(path, &status) != 0 || (status.st_mode & (S_IROTH | S_IWOTH)) == 0;
}

int tls_ask_clients(tls_context *context, const char *path) {
    if (SSL_CTX_load_verify_file(in(context), path) != 1) return -1;
    STACK_OF(X509_NAME) *names = SSL_load_client_CA_file(path);
    if (!names) return -1;
    SSL_CTX_set_client_CA_list(in(context), names);
    SSL_CTX_set_verify(in(context), SSL_VERIFY_PEER, look);
    return 0;
}

tls_channel *tls_open(tls_context *context) {
    tls_channel *channel = calloc(1, sizeof *channel);
    SSL *made = SSL_new(in(context));
    BIO *both = BIO_new(between);
    if (!channel || !made || !both) {
        free(channel);
        SSL_free(made);
        BIO_free(both);
        return NULL;
    }
    BIO_set_data(both, channel);
    SSL_set_bio(made, both, both);
    SSL_set_app_data(made, channel);
    if (SSL_is_server(made)) SSL_set_accept_state(made);
    else SSL_set_connect_state(made);
    channel->ssl = made;
    return channel;
}

void tls_channel_free(tls_channel *channel) {
    if (!channel) return;
    SSL_free(channel->ssl);
    free(channel->going);
    free(channel);
}

int tls_expect_host(tls_channel *channel, const char *host) {
    X509_VERIFY_PARAM *wanted = SSL_get0_param(of(channel));
    if (X509_VERIFY_PARAM_set1_ip_asc(wanted, host) == 1) return 0;
    ERR_clear_error();
    X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (SSL_set_tlsext_host_name(of(channel), host) != 1) return -1;
    return SSL_set1_host(of(channel), host) == 1 ? 0 : -1;
}

void tls_expect_nothing(tls_channel *channel) {
    SSL_set_verify(of(channel), SSL_VERIFY_NONE, NULL);
}

void tls_lend(tls_channel *channel, const uint8_t *bytes, size_t count) {
    channel->coming = bytes;
    channel->coming_count = count;
}

size_t tls_waiting(tls_channel *channel) { return channel->going_count - channel->taken; }

const uint8_t *tls_going(tls_channel *channel) { return channel->going + channel->taken; }

void tls_sent(tls_channel *channel) {
    channel->taken = channel->going_count = 0;
    if (channel->going_room <= KEPT_BYTES) return;
    free(channel->going);
    channel->going = NULL;
    channel->going_room = 0;
}

size_t tls_take(tls_channel *channel, uint8_t *bytes, size_t count) {
    size_t waiting = tls_waiting(channel);
    if (count > waiting) count = waiting;
    if (count > 0) memcpy(bytes, tls_going(channel), count);
    channel->taken += count;
    if (channel->taken == channel->going_count) tls_sent(channel);
    return count;
}

int tls_has_more(tls_channel *channel) {
    return channel->coming_count > 0 || SSL_has_pending(of(channel));
}

static int outcome(SSL *ssl, int result) {
    switch (SSL_get_error(ssl, result)) {
    case SSL_ERROR_NONE: return TLS_DONE;
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE: return TLS_MORE;
    case SSL_ERROR_ZERO_RETURN: return TLS_CLOSED;
    default: return TLS_FAILED;
    }
}

int tls_handshake(tls_channel *channel) {
    ERR_clear_error();
    return outcome(of(channel), SSL_do_handshake(of(channel)));
}

int tls_read(tls_channel *channel, uint8_t *bytes, size_t count, size_t *read) {
    *read = 0;
    ERR_clear_error();
    return outcome(of(channel), SSL_read_ex(of(channel), bytes, count, read));
}

int tls_write(tls_channel *channel, const uint8_t *bytes, size_t count) {
    size_t written = 0;
    if (count == 0) return TLS_DONE;
    ERR_clear_error();
    // Our buffer takes everything, so it is all or nothing.
    int result = SSL_write_ex(of(channel), bytes, count, &written);
    return result == 1 && written == count ? TLS_DONE : TLS_FAILED;
}

void tls_close(tls_channel *channel) {
    ERR_clear_error();
    SSL_shutdown(of(channel));
}

long tls_verdict(tls_channel *channel) { return SSL_get_verify_result(of(channel)); }

int tls_fingerprint(tls_channel *channel, uint8_t digest[32]) {
    X509 *shown = SSL_get0_peer_certificate(of(channel));
    unsigned length = 32;
    return shown && X509_digest(shown, EVP_sha256(), digest, &length) == 1 ? 0 : -1;
}

const char *tls_name(tls_channel *channel) {
    if (!channel->name[0]) remember(channel, SSL_get0_peer_certificate(of(channel)));
    return channel->name;
}

int tls_certified_name(tls_channel *channel, char *text, size_t size) {
    X509 *shown = SSL_get0_peer_certificate(of(channel));
    if (!shown || tls_verdict(channel) != X509_V_OK) return -1;
    int length = X509_NAME_get_text_by_NID(
        X509_get_subject_name(shown), NID_commonName, text, (int)size);
    // A zero byte inside would make another name of it.
    return length > 0 && length < (int)size - 1 && strlen(text) == (size_t)length ? 0 : -1;
}

const char *tls_version(tls_channel *channel) { return SSL_get_version(of(channel)); }

void tls_error(char *text, size_t size) {
    text[0] = 0;
    unsigned long oldest = ERR_get_error();
    const char *reason = oldest ? ERR_reason_error_string(oldest) : NULL;
    if (reason) {
        strncpy(text, reason, size - 1);
        text[size - 1] = 0;
    } else if (oldest) {
        ERR_error_string_n(oldest, text, size);
    }
    ERR_clear_error();
}
