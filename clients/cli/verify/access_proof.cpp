#include "clients/cli/verify/access_proof.hpp"

#include "clients/cli/verify/leaf_text.hpp"

namespace hotline::cli {

std::optional<Finding> check_access(const Json& access, const crypto::NoteVerifier& log) {
    const auto index = number_at(access, "leaf");
    const std::string leaf_text = text_at(access, "leaf_text");
    const auto leaf = parse_leaf_text(leaf_text);
    if (!index || !leaf) return Finding{.reason = Reason::leaf_shape, .file = {}, .index = index};
    if (leaf->index != *index) return Finding{.reason = Reason::leaf_number, .file = {}, .index = index};
    if (!commits_to(leaf->shown_hash, text_at(access, "salt"), text_at(access, "shown"))) {
        return Finding{.reason = Reason::shown_hash, .file = {}, .index = index};
    }
    const auto proof = crypto::parse_proof(text_at(access, "proof"));
    if (!proof || proof->index != *index) return Finding{.reason = Reason::proof, .file = {}, .index = index};
    if (!crypto::verify_proof(*proof, as_bytes(leaf_text), {log})) {
        return Finding{.reason = Reason::proof, .file = {}, .index = index};
    }
    return std::nullopt;
}

}  // namespace hotline::cli
