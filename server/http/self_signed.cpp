#include "server/http/openssl_ptr.hpp"
#include "server/http/tls.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <openssl/ec.h>
#include <openssl/pem.h>

namespace hotline::http {
namespace {

KeyPtr make_key() {
    const KeyContextPtr context(EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nullptr));
    EVP_PKEY* key = nullptr;
    if (!context || EVP_PKEY_keygen_init(context.get()) != 1 ||
        EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context.get(), NID_X9_62_prime256v1) != 1 ||
        EVP_PKEY_keygen(context.get(), &key) != 1) {
        return nullptr;
    }
    return KeyPtr(key);
}

/// "DNS:localhost,IP:127.0.0.1"
std::string alternative_names(const std::vector<std::string>& names) {
    std::string list;
    for (const std::string& name : names) {
        boost::system::error_code not_an_address;
        boost::asio::ip::make_address(name, not_an_address);
        if (!list.empty()) list += ',';
        list += (not_an_address ? "DNS:" : "IP:") + name;
    }
    return list;
}

bool add_extension(X509* certificate, int kind, const std::string& value) {
    const ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

/// A random positive serial number of 127 bits (RFC 5280 wants it unique and positive).
bool set_serial(X509* certificate) {
    auto bytes = random_fixed<Salt16>();
    bytes.bytes[0] &= 0x7F;
    BIGNUM* number = BN_bin2bn(bytes.data(), static_cast<int>(Salt16::size), nullptr);
    const bool done = BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr;
    BN_free(number);
    return done;
}

bool set_subject(X509* certificate, const std::string& common_name) {
    X509_NAME* subject = X509_get_subject_name(certificate);
    const auto* text = reinterpret_cast<const unsigned char*>(common_name.c_str());
    return X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, text, -1, -1, 0) == 1 &&
           X509_set_issuer_name(certificate, subject) == 1;
}

CertificatePtr make_certificate(EVP_PKEY* key, const std::vector<std::string>& names,
                                std::chrono::days validity) {
    CertificatePtr certificate(X509_new());
    X509* const raw = certificate.get();
    // An hour in the past, for clients whose clock is a little behind.
    const bool ok = raw != nullptr && X509_set_version(raw, X509_VERSION_3) == 1 && set_serial(raw) &&
                    X509_gmtime_adj(X509_getm_notBefore(raw), -3600) != nullptr &&
                    X509_time_adj_ex(X509_getm_notAfter(raw), static_cast<int>(validity.count()), 0,
                                     nullptr) != nullptr &&
                    X509_set_pubkey(raw, key) == 1 && set_subject(raw, names.front()) &&
                    add_extension(raw, NID_subject_alt_name, alternative_names(names)) &&
                    add_extension(raw, NID_basic_constraints, "critical,CA:FALSE") &&
                    add_extension(raw, NID_key_usage, "critical,digitalSignature") &&
                    add_extension(raw, NID_ext_key_usage, "serverAuth") &&
                    X509_sign(raw, key, EVP_sha256()) > 0;
    return ok ? std::move(certificate) : nullptr;
}

ByteView content_of(BIO* bio) noexcept {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return as_bytes({data, static_cast<std::size_t>(std::max(size, 0L))});
}

}  // namespace

Result<SelfSigned> make_self_signed(const std::vector<std::string>& names, std::chrono::days validity) {
    if (names.empty()) return fail(Errc::bad_input, "a certificate needs a name");
    const KeyPtr key = make_key();
    if (!key) return fail(Errc::internal, "OpenSSL made no key");
    const CertificatePtr certificate = make_certificate(key.get(), names, validity);
    if (!certificate) return fail(Errc::internal, "OpenSSL made no certificate");

    const BioPtr certificate_pem(BIO_new(BIO_s_mem()));
    const BioPtr key_pem(BIO_new(BIO_s_secmem()));
    if (PEM_write_bio_X509(certificate_pem.get(), certificate.get()) != 1 ||
        PEM_write_bio_PKCS8PrivateKey(key_pem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
        return fail(Errc::internal, "OpenSSL wrote no PEM");
    }
    return SelfSigned{std::string(as_text(content_of(certificate_pem.get()))),
                      SecretBytes(content_of(key_pem.get()))};
}

}  // namespace hotline::http
