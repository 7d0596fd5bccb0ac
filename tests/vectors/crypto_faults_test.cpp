// One file of faults/ is one damaged or misplaced value and the error that must come of it.

#include "crypto/attachment.hpp"
#include "crypto/envelope.hpp"
#include "crypto/note.hpp"
#include "tests/vectors/vector_file.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>

namespace hotline::crypto {
namespace {

using nlohmann::json;
using vectors::fixed;
using vectors::hex;
using vectors::text;

/// The error's name, or "ok".
template <class T>
std::string outcome(const Result<T>& result) {
    return result ? "ok" : std::string(name_of(result.error().code));
}

std::string open_wrap(const json& fault) {
    WrapOpener unit(vectors::box_pair(fault, "unit_secret"));
    return outcome(unit.open(vectors::context(fault.at("context")), hex(fault, "blob")));
}

std::string open_citizen(const json& fault) {
    return outcome(open_citizen_wrap(fixed<WrapKey>(fault, "citizen_key"), fixed<Kid>(fault, "citizen_kid"),
                                     vectors::context(fault.at("context")), hex(fault, "blob")));
}

std::string open_env(const json& fault) {
    return outcome(open_envelope(fixed<DataKey>(fault, "data_key"), vectors::place(fault.at("place")),
                                 hex(fault, "blob"), fault.at("pad_block").get<std::size_t>()));
}

/// A file that ends before its FINAL chunk counts as bad_format, as its readers must treat it.
std::string open_attachment(const json& fault) {
    auto opener = AttachmentOpener::open(fixed<DataKey>(fault, "data_key"), vectors::place(fault.at("place")),
                                         vectors::base64(fault.at("head")));
    if (!opener) return outcome(opener);
    for (const auto& sealed : fault.at("chunks")) {
        const auto chunk = opener->chunk(vectors::base64(sealed));
        if (!chunk) return outcome(chunk);
    }
    return opener->finished() ? "ok" : "bad_format";
}

std::string open_a_note(const json& fault) {
    const Bytes note = vectors::base64(fault.at("note"));
    return outcome(open_note(as_text(note), vectors::verifiers(fault.at("verifiers"))));
}

std::string check_proof(const json& fault) {
    const auto proof = parse_proof(text(fault, "proof"));
    if (!proof) return outcome(proof);
    return outcome(verify_proof(*proof, hex(fault, "leaf"), vectors::verifiers(fault.at("verifiers"))));
}

const std::map<std::string, std::function<std::string(const json&)>> kOpeners{
    {"wrap", open_wrap},
    {"citizen-wrap", open_citizen},
    {"envelope", open_env},
    {"attachment", open_attachment},
    {"note", open_a_note},
    {"proof", check_proof},
    {"checkpoint", [](const json& fault) { return outcome(parse_checkpoint(text(fault, "text"))); }},
    {"verifier", [](const json& fault) { return outcome(parse_verifier(text(fault, "text"))); }},
};

std::vector<std::string> fault_names() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(vectors::folder() / "faults")) {
        names.push_back(entry.path().stem().string());
    }
    std::ranges::sort(names);
    return names;
}

class Fault : public testing::TestWithParam<std::string> {};

TEST_P(Fault, IsRejectedWithItsError) {
    const auto fault = vectors::read_json(std::filesystem::path("faults") / (GetParam() + ".json"));
    EXPECT_EQ(kOpeners.at(text(fault, "kind"))(fault), text(fault, "expect"));
}

INSTANTIATE_TEST_SUITE_P(Crypto, Fault, testing::ValuesIn(fault_names()), [](const auto& fault) {
    std::string name = fault.param;
    std::ranges::replace(name, '-', '_');
    return name;
});

TEST(Faults, CoverEveryKind) {
    std::map<std::string, int> seen;
    for (const auto& name : fault_names()) {
        const auto fault = vectors::read_json(std::filesystem::path("faults") / (name + ".json"));
        ++seen[text(fault, "kind")];
    }
    for (const auto& [kind, opener] : kOpeners) EXPECT_GE(seen[kind], 5) << kind;
}

}  // namespace
}  // namespace hotline::crypto
