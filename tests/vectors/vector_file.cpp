#include "tests/vectors/vector_file.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace hotline::vectors {

std::filesystem::path folder() {
    return HOTLINE_VECTORS;
}

std::string read_text(const std::filesystem::path& name) {
    std::ifstream file(folder() / name, std::ios::binary);
    if (!file) throw std::runtime_error("no such vector: " + name.string());
    return {std::istreambuf_iterator<char>(file), {}};
}

nlohmann::json read_json(const std::filesystem::path& name) {
    return nlohmann::json::parse(read_text(name));
}

std::string text(const nlohmann::json& object, const char* field) {
    return object.at(field).get<std::string>();
}

Bytes hex(const nlohmann::json& object, const char* field) {
    return from_hex(text(object, field)).value();
}

Bytes base64(const nlohmann::json& value) {
    return from_base64(value.get<std::string>()).value();
}

crypto::Place place(const nlohmann::json& object) {
    return {.table = object.at("table").get<std::uint8_t>(),
            .column = object.at("column").get<std::uint8_t>(),
            .compartment = crypto::Compartment{object.at("compartment").get<std::uint8_t>()},
            .case_id = fixed<CaseId>(object, "case_id"),
            .row_id = fixed<RowId>(object, "row_id"),
            .row_version = object.at("row_version").get<std::uint32_t>()};
}

crypto::WrapContext context(const nlohmann::json& object) {
    return {.case_id = fixed<CaseId>(object, "case_id"),
            .compartment = crypto::Compartment{object.at("compartment").get<std::uint8_t>()},
            .data_key_version = object.at("version").get<std::uint32_t>()};
}

crypto::BoxKeyPair box_pair(const nlohmann::json& object, const char* secret_field) {
    crypto::BoxKeyPair pair{.public_key = {},
                            .secret_key = fixed<crypto::BoxSecretKey>(object, secret_field)};
    pair.public_key = crypto::public_key_of(pair.secret_key);
    return pair;
}

std::vector<crypto::NoteVerifier> verifiers(const nlohmann::json& list) {
    std::vector<crypto::NoteVerifier> out;
    for (const auto& vkey : list) out.push_back(crypto::parse_verifier(vkey.get<std::string>()).value());
    return out;
}

}  // namespace hotline::vectors
