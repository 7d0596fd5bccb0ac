#include "clients/cli/verify/access_proof.hpp"
#include "clients/cli/verify/verify_export.hpp"
#include "tests/unit/cli/export_builder.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace hotline::cli::testing {
namespace {

using Files = std::map<std::string, std::string>;
using Lines = std::vector<std::string>;

constexpr const char* kLeaves = "leaves-000000.ndjson";

Lines lines_of(const std::string& text) {
    Lines lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

std::string text_of(const Lines& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + '\n';
    return text;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    text.replace(text.find(from), from.size(), to);
    return text;
}

/// Entries changed by a forger who can sign the manifest anew: the hashes and the tree must find it.
class ForgedEntries : public ::testing::Test {
protected:
    static void SetUpTestSuite() { init_crypto(); }

    Finding finding_for(const Lines& lines, bool complete) {
        Files files = complete ? builder_.files() : builder_.files({0, 1, 2, 3});
        files[kLeaves] = text_of(lines);
        builder_.sign_manifest(files, complete, std::min<std::uint64_t>(lines.size(), builder_.size()));
        if (complete) builder_.sign_manifest(files, true, builder_.size());
        write_folder(temp_.path() / "export", files);
        const auto verified = verify_export(temp_.path() / "export", std::nullopt, [](std::uint64_t) {});
        if (verified) ADD_FAILURE() << "verified";
        return verified ? Finding{} : verified.error();
    }
    Lines lines(bool complete) {
        return lines_of((complete ? builder_.files() : builder_.files({0, 1, 2, 3}))[kLeaves]);
    }

    TempDir temp_;
    ExportBuilder builder_{5};
};

TEST_F(ForgedEntries, DroppedEntryIsNamed) {
    for (std::size_t i = 0; i < 5; ++i) {
        Lines changed = lines(true);
        changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(i));
        const Finding found = finding_for(changed, true);
        EXPECT_EQ(found.reason, Reason::leaf_missing);
        EXPECT_EQ(found.index, i);
    }
}

TEST_F(ForgedEntries, SwappedEntriesAreNamed) {
    for (const bool complete : {true, false}) {
        Lines changed = lines(complete);
        std::swap(changed[1], changed[2]);
        const Finding found = finding_for(changed, complete);
        EXPECT_EQ(found.index, 1);
        EXPECT_EQ(found.file, kLeaves);
    }
}

TEST_F(ForgedEntries, DuplicateEntryIsNamed) {
    for (const bool complete : {true, false}) {
        Lines changed = lines(complete);
        changed.insert(changed.begin() + 1, changed[1]);
        const Finding found = finding_for(changed, complete);
        EXPECT_EQ(found.reason, Reason::leaf_order);
        EXPECT_EQ(found.index, 1);
    }
}

TEST_F(ForgedEntries, AddedEntryIsNamed) {
    Lines changed = lines(true);
    changed.push_back(ExportBuilder(6).line(5, false));
    const Finding found = finding_for(changed, true);
    EXPECT_EQ(found.reason, Reason::leaf_order);
    EXPECT_EQ(found.index, 5);

    Lines filtered = lines(false);
    filtered.back() = ExportBuilder(6).line(4, true);
    EXPECT_EQ(finding_for(filtered, false).reason, Reason::proof);
    EXPECT_EQ(finding_for(filtered, false).index, 4);
}

TEST_F(ForgedEntries, ChangedShownPartIsNamed) {
    for (const bool complete : {true, false}) {
        Lines changed = lines(complete);
        changed[2] = replaced(changed[2], "so-y-te", "so-khac");
        const Finding found = finding_for(changed, complete);
        EXPECT_EQ(found.reason, Reason::shown_hash);
        EXPECT_EQ(found.index, 2);
    }
}

TEST_F(ForgedEntries, ChangedStaffPartIsNamed) {
    Lines changed = lines(true);
    changed[3] = replaced(changed[3], "u3", "u9");
    const Finding found = finding_for(changed, true);
    EXPECT_EQ(found.reason, Reason::staff_hash);
    EXPECT_EQ(found.index, 3);
}

TEST_F(ForgedEntries, RemovedSaltAloneDoesNotHideAChange) {
    Lines changed = lines(true);
    Json line = *parse_json(changed[1]);
    line["salt"] = nullptr;
    changed[1] = dump_line(line);
    EXPECT_EQ(finding_for(changed, true).reason, Reason::shown_hash);
}

TEST_F(ForgedEntries, ErasedEntryStillVerifies) {
    Lines changed = lines(true);
    Json line = *parse_json(changed[1]);
    for (const char* key : {"shown", "salt", "staff", "staff_salt"}) line[key] = nullptr;
    changed[1] = dump_line(line);
    Files files = builder_.files();
    files[kLeaves] = text_of(changed);
    builder_.sign_manifest(files, true, 5);
    write_folder(temp_.path() / "export", files);
    const auto verified = verify_export(temp_.path() / "export", std::nullopt, [](std::uint64_t) {});
    EXPECT_TRUE(verified) << sentence_of(verified.error());
}

TEST_F(ForgedEntries, RewrittenLeafDoesNotGiveTheRoot) {
    Lines changed = lines(true);
    changed[2] = replaced(changed[2], "contact-citizen", "verify-on-site");
    EXPECT_EQ(finding_for(changed, true).reason, Reason::root);

    Lines filtered = lines(false);
    filtered[2] = replaced(filtered[2], "contact-citizen", "verify-on-site");
    EXPECT_EQ(finding_for(filtered, false).reason, Reason::proof);
    EXPECT_EQ(finding_for(filtered, false).index, 2);
}

TEST_F(ForgedEntries, IndexThatIsNotTheLeafsIsNamed) {
    Lines changed = lines(false);
    changed.pop_back();
    changed[2] = replaced(changed[2], "\"index\":2", "\"index\":4");
    const Finding found = finding_for(changed, false);
    EXPECT_EQ(found.reason, Reason::leaf_number);
    EXPECT_EQ(found.index, 4);
}

TEST_F(ForgedEntries, WrongCountIsFound) {
    Files files = builder_.files({0, 1});
    builder_.sign_manifest(files, false, 3);
    write_folder(temp_.path() / "export", files);
    const auto verified = verify_export(temp_.path() / "export", std::nullopt, [](std::uint64_t) {});
    ASSERT_FALSE(verified);
    EXPECT_EQ(verified.error().reason, Reason::count);
}

TEST_F(ForgedEntries, AccessOfACitizenVerifiesAndEachChangeIsFound) {
    const auto log = crypto::verifier_of(builder_.log());
    const TestEntry& entry = builder_.entries()[2];
    const Json access = {{"leaf", 2U},
                         {"leaf_text", entry.leaf},
                         {"shown", entry.shown},
                         {"salt", entry.salt},
                         {"proof", builder_.proof_of(2)}};
    EXPECT_FALSE(check_access(access, log));
    for (const char* key : {"leaf_text", "shown", "salt", "proof"}) {
        const std::string text = text_at(access, key);
        for (std::size_t i = 0; i < text.size(); ++i) {
            Json changed = access;
            std::string flipped = text;
            flipped[i] = static_cast<char>(flipped[i] ^ 1);
            changed[key] = flipped;
            EXPECT_TRUE(check_access(changed, log)) << key << " byte " << i;
        }
    }
    Json other = access;
    other["leaf"] = 1U;
    EXPECT_TRUE(check_access(other, log));
}

}  // namespace
}  // namespace hotline::cli::testing
