#pragma once

#include "crypto/bytes.hpp"
#include "crypto/envelope.hpp"
#include "crypto/note.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace hotline::vectors {

/// The folder of the committed vectors.
[[nodiscard]] std::filesystem::path folder();
/// A file of that folder. A missing or broken file throws: the test that asks for it fails.
[[nodiscard]] std::string read_text(const std::filesystem::path& name);
[[nodiscard]] nlohmann::json read_json(const std::filesystem::path& name);

[[nodiscard]] std::string text(const nlohmann::json& object, const char* field);
/// The bytes of a hexadecimal field.
[[nodiscard]] Bytes hex(const nlohmann::json& object, const char* field);
/// The bytes of a base64 value.
[[nodiscard]] Bytes base64(const nlohmann::json& value);
/// A hexadecimal field as a fixed or secret type.
template <class Type>
[[nodiscard]] Type fixed(const nlohmann::json& object, const char* field) {
    return std::move(Type::from(hex(object, field)).value());
}

[[nodiscard]] crypto::Place place(const nlohmann::json& object);
[[nodiscard]] crypto::WrapContext context(const nlohmann::json& object);
[[nodiscard]] crypto::BoxKeyPair box_pair(const nlohmann::json& object, const char* secret_field);
[[nodiscard]] std::vector<crypto::NoteVerifier> verifiers(const nlohmann::json& list);

}  // namespace hotline::vectors
