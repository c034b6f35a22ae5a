#include "COpenSSL.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

int digest_sha256(const uint8_t *bytes, size_t count, uint8_t *digest) {
    return EVP_Digest(bytes, count, digest, NULL, EVP_sha256(), NULL) == 1 ? 0 : -1;
}

int digest_hmac_sha256(
    const uint8_t *key, size_t key_count, const uint8_t *bytes, size_t count, uint8_t *digest) {
    unsigned size = 0;
    return HMAC(EVP_sha256(), key, (int)key_count, bytes, count, digest, &size) ? 0 : -1;
}

int digest_is_equal(const uint8_t *one, const uint8_t *other, size_t count) {
    return CRYPTO_memcmp(one, other, count) == 0;
}

int digest_random(uint8_t *bytes, size_t count) {
    return RAND_bytes(bytes, (int)count) == 1 ? 0 : -1;
}
