#include "crypto/attachment.hpp"

#include "crypto/head.hpp"

#include <sodium.h>

#include <stdexcept>

namespace hotline::crypto {
namespace {

constexpr char kLetter = 'A';
constexpr std::size_t kStreamHeader = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::size_t kChunkOverhead = crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr unsigned char kMessage = crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
constexpr unsigned char kFinal = crypto_secretstream_xchacha20poly1305_TAG_FINAL;
static_assert(detail::kHeadBytes + kStreamHeader == AttachmentOpener::kHeadBytes);
static_assert(kAttachmentChunk + kChunkOverhead == AttachmentOpener::kSealedChunk);

/// One direction of one file.
struct Stream {
    crypto_secretstream_xchacha20poly1305_state state{};
    detail::AssociatedData aad{};
    std::uint64_t next_chunk = 0;
    bool over = false;  ///< the FINAL chunk went by, or a chunk was wrong

    Stream() = default;
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    ~Stream() { sodium_memzero(&state, sizeof state); }

    /// Associated data of the next chunk, so that chunks cannot be moved between places or positions.
    Hash32 next_aad() noexcept {
        const std::uint64_t index = next_chunk++;
        std::array<std::uint8_t, 8> bytes{};
        for (unsigned i = 0; i < 8; ++i) bytes[i] = static_cast<std::uint8_t>(index >> (8 * i));
        return blake2b({}, {aad, bytes});
    }
};

}  // namespace

struct AttachmentSealer::State : Stream {
    Bytes head;
};

AttachmentSealer::AttachmentSealer(const DataKey& key, const Place& place)
    : state_(std::make_unique<State>()) {
    const auto head = detail::make_head(kLetter, key);
    const auto sub_key = detail::sub_key(key, detail::SubKeyUse::attachment);
    state_->aad = detail::associated_data(place, head);
    state_->head.assign(head.begin(), head.end());
    state_->head.resize(AttachmentOpener::kHeadBytes);
    crypto_secretstream_xchacha20poly1305_init_push(&state_->state, state_->head.data() + detail::kHeadBytes,
                                                    sub_key.expose_secret().data());
}

AttachmentSealer::~AttachmentSealer() = default;
AttachmentSealer::AttachmentSealer(AttachmentSealer&&) noexcept = default;
AttachmentSealer& AttachmentSealer::operator=(AttachmentSealer&&) noexcept = default;

Bytes AttachmentSealer::head() const {
    return state_->head;
}

Bytes AttachmentSealer::chunk(ByteView plain, bool last) {
    if (state_->over) throw std::logic_error("AttachmentSealer: a chunk after the last");
    if (plain.size() > kAttachmentChunk || (!last && plain.size() != kAttachmentChunk)) {
        throw std::invalid_argument("AttachmentSealer: a chunk of the wrong size");
    }
    const Hash32 aad = state_->next_aad();
    Bytes sealed(plain.size() + kChunkOverhead);
    crypto_secretstream_xchacha20poly1305_push(&state_->state, sealed.data(), nullptr, plain.data(),
                                               plain.size(), aad.data(), Hash32::size,
                                               last ? kFinal : kMessage);
    state_->over = last;
    return sealed;
}

struct AttachmentOpener::State : Stream {
    bool finished = false;
};

AttachmentOpener::AttachmentOpener(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
AttachmentOpener::~AttachmentOpener() = default;
AttachmentOpener::AttachmentOpener(AttachmentOpener&&) noexcept = default;
AttachmentOpener& AttachmentOpener::operator=(AttachmentOpener&&) noexcept = default;

Result<AttachmentOpener> AttachmentOpener::open(const DataKey& key, const Place& place, ByteView head) {
    if (head.size() != kHeadBytes) return fail(Errc::bad_format, "wrong length of a file's head");
    if (auto checked = detail::check_head(kLetter, key, head); !checked) return checked.error();
    const auto sub_key = detail::sub_key(key, detail::SubKeyUse::attachment);
    auto state = std::make_unique<State>();
    state->aad = detail::associated_data(place, head);
    if (crypto_secretstream_xchacha20poly1305_init_pull(&state->state, head.data() + detail::kHeadBytes,
                                                        sub_key.expose_secret().data()) != 0) {
        return fail(Errc::bad_format, "not a stream header");
    }
    return AttachmentOpener(std::move(state));
}

Result<SecretBytes> AttachmentOpener::chunk(ByteView sealed) {
    if (state_->over) return fail(Errc::bad_format, "a chunk after the end");
    state_->over = true;  // until this chunk proves good
    if (sealed.size() < kChunkOverhead || sealed.size() > kSealedChunk) {
        return fail(Errc::bad_format, "a chunk of impossible size");
    }
    const Hash32 aad = state_->next_aad();
    SecretBytes plain(sealed.size() - kChunkOverhead);
    unsigned char tag = 0;
    const int forged = crypto_secretstream_xchacha20poly1305_pull(
        &state_->state, plain.expose_secret_for_writing().data(), nullptr, &tag, sealed.data(), sealed.size(),
        aad.data(), Hash32::size);
    if (forged != 0) return fail(Errc::bad_signature, "a chunk was changed or moved");
    if (tag == kFinal) {
        state_->finished = true;
        return plain;
    }
    if (tag != kMessage || sealed.size() != kSealedChunk)
        return fail(Errc::bad_format, "a chunk of its own kind");
    state_->over = false;
    return plain;
}

bool AttachmentOpener::finished() const noexcept {
    return state_->finished;
}

}  // namespace hotline::crypto
