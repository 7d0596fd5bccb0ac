#include "clients/cli/verify/verify_export.hpp"

#include "tests/unit/cli/export_builder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hotline::cli::testing {
namespace {

using Files = std::map<std::string, std::string>;

class VerifyExport : public ::testing::Test {
protected:
    static void SetUpTestSuite() { init_crypto(); }

    [[nodiscard]] std::filesystem::path folder() const { return temp_.path() / "export"; }
    Checked<VerifiedExport> verify(const Files& files, const std::optional<crypto::NoteVerifier>& key = {}) {
        write_folder(folder(), files);
        return verify_export(folder(), key, [](std::uint64_t) {});
    }
    /// The finding, which must be there.
    Finding finding(const Files& files) {
        const auto verified = verify(files);
        if (verified) ADD_FAILURE() << "verified";
        return verified ? Finding{} : verified.error();
    }
    /// Flips one bit in every byte of every file in turn; none may pass, and each finding names something.
    void flip_every_byte(const Files& files) {
        write_folder(folder(), files);
        for (const auto& [name, text] : files) {
            for (std::size_t i = 0; i < text.size(); ++i) {
                std::string changed = text;
                changed[i] = static_cast<char>(changed[i] ^ (1 << (i % 8)));
                write_all(folder() / name, changed);
                const auto verified = verify_export(folder(), std::nullopt, [](std::uint64_t) {});
                ASSERT_FALSE(verified) << name << " byte " << i;
                ASSERT_FALSE(verified.error().file.empty()) << name << " byte " << i;
            }
            write_all(folder() / name, text);
        }
        ASSERT_TRUE(verify_export(folder(), std::nullopt, [](std::uint64_t) {}));
    }

    TempDir temp_;
    ExportBuilder builder_{4};
};

TEST_F(VerifyExport, CompleteExportVerifies) {
    const auto verified = verify(builder_.files());
    ASSERT_TRUE(verified) << sentence_of(verified.error());
    EXPECT_TRUE(verified->complete);
    EXPECT_FALSE(verified->pinned);
    EXPECT_EQ(verified->size, 4);
    EXPECT_EQ(verified->count, 4);
    EXPECT_EQ(verified->origin, "hotline.example/log1");
}

TEST_F(VerifyExport, FilteredExportVerifies) {
    const auto verified = verify(builder_.files({1, 3}));
    ASSERT_TRUE(verified) << sentence_of(verified.error());
    EXPECT_FALSE(verified->complete);
    EXPECT_EQ(verified->count, 2);
}

TEST_F(VerifyExport, ExportOfSeveralFilesVerifiesAndEveryEntryCounts) {
    const ExportBuilder large(8195);
    Files files = large.files();
    EXPECT_TRUE(files.contains("leaves-000001.ndjson"));
    const auto verified = verify(files);
    ASSERT_TRUE(verified) << sentence_of(verified.error());
    EXPECT_EQ(verified->count, 8195);

    std::string& second = files["leaves-000001.ndjson"];
    second.erase(0, second.find('\n') + 1);
    large.sign_manifest(files, true, 8195);
    const Finding gap = finding(files);
    EXPECT_EQ(gap.reason, Reason::leaf_missing);
    EXPECT_EQ(gap.index, 8192);

    files.erase("leaves-000001.ndjson");
    large.sign_manifest(files, true, 8195);
    EXPECT_EQ(finding(files).reason, Reason::leaf_missing);
    EXPECT_EQ(finding(files).index, 8192);
}

TEST_F(VerifyExport, PinnedKeyIsTheOneThatCounts) {
    const auto own = crypto::verifier_of(builder_.log());
    const auto verified = verify(builder_.files(), own);
    ASSERT_TRUE(verified);
    EXPECT_TRUE(verified->pinned);

    const crypto::NoteSigner other{.name = builder_.log().name, .pair = crypto::make_sign_key_pair()};
    const auto refused = verify(builder_.files(), crypto::verifier_of(other));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, Reason::log_key);
    EXPECT_EQ(refused.error().file, "log.vkey");
}

TEST_F(VerifyExport, EveryFlippedByteOfACompleteExportIsFound) {
    flip_every_byte(ExportBuilder(3).files());
}

TEST_F(VerifyExport, EveryFlippedByteOfAFilteredExportIsFound) {
    flip_every_byte(ExportBuilder(3).files({0}));
}

TEST_F(VerifyExport, EveryTruncationIsFound) {
    const Files files = builder_.files({1, 2});
    for (const auto& [name, text] : files) {
        for (const std::size_t kept : {std::size_t{0}, std::size_t{1}, text.size() / 2, text.size() - 1}) {
            Files changed = files;
            changed[name].resize(kept);
            EXPECT_FALSE(finding(changed).file.empty()) << name << " cut to " << kept;
        }
    }
}

TEST_F(VerifyExport, BytesAfterTheEndOfAnyFileAreFound) {
    const Files files = builder_.files();
    for (const auto& [name, text] : files) {
        for (const std::string_view tail : {"\n", " ", "x", "\n\n", "— other AAAAAAAA\n"}) {
            Files changed = files;
            changed[name] += tail;
            EXPECT_FALSE(finding(changed).file.empty()) << name << " + '" << tail << "'";
        }
    }
}

TEST_F(VerifyExport, MissingFileIsNamed) {
    const Files files = builder_.files();
    for (const auto& [name, text] : files) {
        Files changed = files;
        changed.erase(name);
        EXPECT_EQ(finding(changed).file, name);
        EXPECT_EQ(finding(changed).reason, Reason::missing_file);
    }
}

TEST_F(VerifyExport, ExtraFileIsNamed) {
    for (const std::string name : {"extra", "leaves-000001.ndjson", ".hidden", "leaves-000000.ndjson.part"}) {
        Files files = builder_.files();
        files[name] = "x";
        EXPECT_EQ(finding(files).reason, Reason::extra_file);
        EXPECT_EQ(finding(files).file, name);
    }
}

TEST_F(VerifyExport, LinkInPlaceOfAFileIsRefused) {
    write_folder(folder(), builder_.files());
    std::filesystem::rename(folder() / "README.txt", temp_.path() / "elsewhere");
    std::filesystem::create_symlink(temp_.path() / "elsewhere", folder() / "README.txt");
    const auto verified = verify_export(folder(), std::nullopt, [](std::uint64_t) {});
    ASSERT_FALSE(verified);
    EXPECT_EQ(verified.error().file, "README.txt");
}

TEST_F(VerifyExport, ManifestListedFromElsewhereIsRefused) {
    Files files = builder_.files();
    for (const std::string name :
         {"../secret", "/etc/passwd", "manifest", "leaves-0000000.ndjson", "other"}) {
        Files changed = files;
        changed[name] = "x";
        builder_.sign_manifest(changed, true, 4);
        changed.erase(name);
        if (name == "manifest") continue;  // sign_manifest lists no manifest
        EXPECT_EQ(finding(changed).reason, Reason::manifest_shape) << name;
    }
}

TEST_F(VerifyExport, ManifestOfAnotherExportKeyIsRefused) {
    Files files = builder_.files();
    const crypto::NoteSigner other{.name = "hotline.example/log1/export/00112233445566778899aabbccddeeff",
                                   .pair = crypto::make_sign_key_pair()};
    const std::string& manifest = files["manifest"];
    files["manifest"] = crypto::sign_note(manifest.substr(0, manifest.rfind("\n\n") + 1), other);
    EXPECT_EQ(finding(files).reason, Reason::manifest_signature);
}

TEST_F(VerifyExport, ProofOverAnotherCheckpointIsRefused) {
    Files files = builder_.files();
    ExportBuilder longer(5);
    files["export-proof"] = longer.proof_of(3);
    builder_.sign_manifest(files, true, 4);
    EXPECT_EQ(finding(files).reason, Reason::export_proof);
}

TEST_F(VerifyExport, CheckpointOfAnotherSizeIsRefused) {
    Files files = builder_.files();
    files["checkpoint"] = ExportBuilder(5).checkpoint();
    builder_.sign_manifest(files, true, 4);
    EXPECT_EQ(finding(files).reason, Reason::checkpoint_mismatch);
}

TEST_F(VerifyExport, ForeignLeafWithAKeyIsNoExportLeaf) {
    // Whoever can write any text into the log must not become an exporter by it.
    ExportBuilder forged(4);
    TestEntry& own = forged.entries().back();
    const std::size_t kind = own.leaf.find("e export.created");
    own.leaf.replace(kind, 16, "e session.opened");
    EXPECT_EQ(finding(forged.files()).reason, Reason::export_leaf_shape);
}

}  // namespace
}  // namespace hotline::cli::testing
