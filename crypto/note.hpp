#pragma once

#include "crypto/keys.hpp"
#include "crypto/tree.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace hotline::crypto {

/// C2SP signed-note verifier key: name+hex8+base64(type ‖ pk).
struct NoteVerifier {
    std::string name;
    std::uint32_t key_id = 0;
    std::uint8_t type = 1;  ///< 01 Ed25519, 04 timestamped cosignature
    SignPublicKey key;
};
struct NoteSigner {
    std::string name;
    SignKeyPair pair;
};

/// Errors: bad_format (shape, unknown type, key id that does not fit).
[[nodiscard]] Result<NoteVerifier> parse_verifier(std::string_view vkey);
[[nodiscard]] std::string format_verifier(const NoteVerifier& verifier);
/// The verifier (type 01) of a signer.
[[nodiscard]] NoteVerifier verifier_of(const NoteSigner& signer);
/// The cosignature verifier (type 04) of a signer.
[[nodiscard]] NoteVerifier cosigner_verifier_of(const NoteSigner& signer);

/// Signs `text` (ends in a newline): text, blank line, "— name base64".
[[nodiscard]] std::string sign_note(std::string_view text, const NoteSigner& signer);
/// Adds a cosignature (type 04): u64be time ‖ Ed25519 over "cosignature/v1\ntime N\n" + text.
/// Errors: bad_format when `note` is not a signed note.
[[nodiscard]] Result<std::string> cosign_note(std::string_view note, const NoteSigner& signer,
                                              std::uint64_t unix_time);

struct OpenedNote {
    std::string text;                   ///< with its last newline
    std::vector<std::string> verified;  ///< names of the verifiers that signed
};
/// Checks a note: every given verifier's signature that is present must hold; unknown keys are ignored.
/// Errors: bad_format; bad_signature (none of the verifiers signed, or one signature is wrong).
[[nodiscard]] Result<OpenedNote> open_note(std::string_view note, const std::vector<NoteVerifier>& verifiers);

/// C2SP tlog-checkpoint: origin, size, root.
struct Checkpoint {
    std::string origin;
    std::uint64_t size = 0;
    Hash32 root;
};
[[nodiscard]] std::string format_checkpoint(const Checkpoint& checkpoint);
/// Errors: bad_format (lines missing, leading zero, lenient base64; extension lines are allowed and ignored).
[[nodiscard]] Result<Checkpoint> parse_checkpoint(std::string_view text);

/// C2SP tlog-proof: "c2sp.org/tlog-proof@v1", index, hashes, blank line, checkpoint note.
struct ProofFile {
    std::uint64_t index = 0;
    std::vector<Hash32> path;
    std::string checkpoint_note;
};
[[nodiscard]] std::string format_proof(const ProofFile& proof);
/// Errors: bad_format.
[[nodiscard]] Result<ProofFile> parse_proof(std::string_view text);
/// The whole check: signature, then inclusion of `leaf` (its bytes). Errors: bad_format, bad_signature.
[[nodiscard]] Result<Checkpoint> verify_proof(const ProofFile& proof, ByteView leaf,
                                              const std::vector<NoteVerifier>& verifiers);

/// C2SP tlog-tiles path of a tile, e.g. "tile/0/x001/x234/067" or "….p/5" (`width` 1..256; 256 is full).
[[nodiscard]] std::string tile_path(std::uint8_t level, std::uint64_t index, unsigned width);

}  // namespace hotline::crypto
