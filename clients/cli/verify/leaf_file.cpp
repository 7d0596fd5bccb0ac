#include "clients/cli/verify/leaf_file.hpp"

#include <algorithm>
#include <string>

#include "clients/cli/verify/files.hpp"
#include "clients/cli/verify/leaf_line.hpp"
#include "clients/cli/verify/leaf_text.hpp"
#include "crypto/tree.hpp"

namespace hotline::cli {
namespace {

constexpr std::size_t kMaxLineBytes = std::size_t{1} << 20;

/// Both or neither, and if there, what the leaf commits to.
bool holds(const MaybeText& text, const MaybeText& salt, std::string_view hash) {
    if (text.present != salt.present) return false;
    return !text.present || commits_to(hash, salt.text, text.text);
}

/// Checks the entries of one file as their lines come.
class EntryChecker {
public:
    EntryChecker(const ListedFile& listed, const LeafRules& rules)
        : file_(listed.name),
          rules_(rules),
          next_(leaves_file_number(listed.name).value_or(0) * kLeavesPerFile) {
        end_ = std::min(next_ + kLeavesPerFile, rules.size);
    }

    /// Takes a piece of the file; false after the first bad entry.
    bool take(std::string_view piece) {
        while (!piece.empty()) {
            const std::size_t end = piece.find('\n');
            if (end == std::string_view::npos) {
                begun_ += piece;
                return begun_.size() <= kMaxLineBytes || blame(Reason::leaf_shape, next_);
            }
            const bool good =
                begun_.empty() ? entry(piece.substr(0, end)) : finish_line(piece.substr(0, end));
            if (!good) return false;
            piece.remove_prefix(end + 1);
        }
        return true;
    }

    /// After the last piece.
    void end() {
        if (report_.finding) return;
        if (!begun_.empty()) {
            blame(Reason::leaf_shape, next_);
        } else if (rules_.complete && next_ != end_) {
            blame(Reason::leaf_missing, next_);
        }
    }

    LeafFileReport& report() { return report_; }

private:
    bool finish_line(std::string_view tail) {
        begun_ += tail;
        const bool good = entry(begun_);
        begun_.clear();
        return good;
    }

    bool entry(std::string_view text) {
        if (!parser_.parse(text)) return blame(Reason::leaf_shape, next_);
        const LeafLine& line = parser_.line();
        if (const auto gap = missing_before(line)) return blame(Reason::leaf_missing, *gap);
        if (line.index < next_ || line.index >= end_) return blame(Reason::leaf_order, line.index);
        if (const auto wrong = check(line)) return blame(*wrong, line.index);
        if (rules_.complete) report_.hashes.push_back(crypto::leaf_hash(as_bytes(line.leaf)));
        ++report_.count;
        next_ = line.index + 1;
        return true;
    }

    /// The first entry that a complete file should have had before this one.
    [[nodiscard]] std::optional<std::uint64_t> missing_before(const LeafLine& line) const {
        if (!rules_.complete || line.index <= next_ || line.index >= end_) return std::nullopt;
        return next_;
    }

    [[nodiscard]] std::optional<Reason> check(const LeafLine& line) const {
        const auto leaf = parse_leaf_text(line.leaf);
        if (!leaf || line.has_proof == rules_.complete) return Reason::leaf_shape;
        if (leaf->index != line.index) return Reason::leaf_number;
        if (!holds(line.shown, line.salt, leaf->shown_hash)) return Reason::shown_hash;
        if (!holds(line.staff, line.staff_salt, leaf->staff_hash)) return Reason::staff_hash;
        if (rules_.complete) return std::nullopt;
        const Hash32 hash = crypto::leaf_hash(as_bytes(line.leaf));
        if (!crypto::verify_inclusion(hash, line.index, rules_.size, rules_.root, line.proof))
            return Reason::proof;
        return std::nullopt;
    }

    bool blame(Reason reason, std::uint64_t index) {
        report_.finding = Finding{.reason = reason, .file = file_, .index = index};
        return false;
    }

    std::string file_;
    LeafRules rules_;
    std::uint64_t next_;  ///< the lowest index that may come now
    std::uint64_t end_;   ///< one after the highest of this file
    std::string begun_;   ///< a line whose end has not come yet
    LeafLineParser parser_;
    LeafFileReport report_;
};

}  // namespace

LeafFileReport check_leaf_file(const std::filesystem::path& folder, const ListedFile& listed,
                               const LeafRules& rules) {
    EntryChecker checker(listed, rules);
    const auto read =
        stream_file(folder / listed.name, [&](std::string_view piece) { return checker.take(piece); });
    LeafFileReport& report = checker.report();
    if (!read) {
        report.finding = Finding{.reason = Reason::unreadable, .file = listed.name, .index = {}};
        return std::move(report);
    }
    checker.end();
    if (report.finding) return std::move(report);
    if (read->bytes != listed.bytes) {
        report.finding = Finding{.reason = Reason::file_size, .file = listed.name, .index = {}};
    } else if (read->sha256 != listed.sha256) {
        report.finding = Finding{.reason = Reason::file_hash, .file = listed.name, .index = {}};
    }
    return std::move(report);
}

}  // namespace hotline::cli
