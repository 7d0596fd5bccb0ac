#pragma once

#include "crypto/envelope.hpp"

#include <memory>

namespace hotline::crypto {

inline constexpr std::size_t kAttachmentChunk = 65536;

/// Writes ATT v1: a head, then chunks of 64 KiB by crypto_secretstream, the last one tagged FINAL.
class AttachmentSealer {
public:
    AttachmentSealer(const DataKey& key, const Place& place);
    ~AttachmentSealer();
    AttachmentSealer(AttachmentSealer&&) noexcept;
    AttachmentSealer& operator=(AttachmentSealer&&) noexcept;
    /// The first bytes of the file; call once, first.
    [[nodiscard]] Bytes head() const;
    /// Seals the next chunk: exactly kAttachmentChunk bytes unless `last`.
    [[nodiscard]] Bytes chunk(ByteView plain, bool last);

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Reads ATT v1 chunk by chunk; a file cut short is an error, and no partial chunk is released.
class AttachmentOpener {
public:
    /// `head` is the first kHeadBytes of the file. Errors: bad_format, bad_key.
    [[nodiscard]] static Result<AttachmentOpener> open(const DataKey& key, const Place& place, ByteView head);
    ~AttachmentOpener();
    AttachmentOpener(AttachmentOpener&&) noexcept;
    AttachmentOpener& operator=(AttachmentOpener&&) noexcept;
    static constexpr std::size_t kHeadBytes = 4 + 8 + 32 + 24;
    static constexpr std::size_t kSealedChunk = kAttachmentChunk + 17;
    /// Opens the next sealed chunk. Errors: bad_signature; bad_format after the final chunk.
    [[nodiscard]] Result<SecretBytes> chunk(ByteView sealed);
    /// True once the FINAL chunk was opened; check it when the file ends.
    [[nodiscard]] bool finished() const noexcept;

private:
    struct State;
    explicit AttachmentOpener(std::unique_ptr<State> state) noexcept;
    std::unique_ptr<State> state_;
};

}  // namespace hotline::crypto
