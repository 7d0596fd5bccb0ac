#include "clients/cli/verify/manifest.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "clients/cli/verify/numbers.hpp"

namespace hotline::cli {
namespace {

constexpr std::string_view kVersionLine = "1022/export/v1";
constexpr std::array kAlwaysThere{kLogKeyFile, kCheckpointFile, kExportLeafFile, kExportProofFile,
                                  kReadmeFile};

/// Takes lines off a text; after the first one of another form nothing more is taken and `ok` is false.
class Lines {
public:
    explicit Lines(std::string_view text) : rest_(text) {}
    [[nodiscard]] bool ok() const noexcept { return ok_; }
    [[nodiscard]] bool empty() const noexcept { return rest_.empty(); }
    /// The rest of the next line, which must begin with `prefix`.
    std::string_view after(std::string_view prefix) {
        const std::size_t end = rest_.find('\n');
        if (!ok_ || end == std::string_view::npos || !rest_.starts_with(prefix)) {
            ok_ = false;
            return {};
        }
        const std::string_view value = rest_.substr(prefix.size(), end - prefix.size());
        rest_.remove_prefix(end + 1);
        return value;
    }
    std::uint64_t number_after(std::string_view prefix) {
        const auto number = parse_decimal(after(prefix));
        ok_ = ok_ && number.has_value();
        return number.value_or(0);
    }

private:
    std::string_view rest_;
    bool ok_ = true;
};

/// "NAME SIZE SHA256HEX"
std::optional<ListedFile> parse_listed(std::string_view line) {
    const std::size_t first = line.find(' ');
    const std::size_t second = first == std::string_view::npos ? first : line.find(' ', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    const std::string_view name = line.substr(0, first);
    const auto bytes = parse_decimal(line.substr(first + 1, second - first - 1));
    const auto digest = from_hex(line.substr(second + 1));
    if (!bytes || !digest) return std::nullopt;
    const auto sha256 = Hash32::from(*digest);
    const bool known =
        std::ranges::find(kAlwaysThere, name) != kAlwaysThere.end() || leaves_file_number(name);
    if (!sha256 || !known) return std::nullopt;
    return ListedFile{.name = std::string(name), .bytes = *bytes, .sha256 = *sha256};
}

bool plausible(const Manifest& manifest) {
    const auto id = from_hex(manifest.id);
    const bool sorted =
        std::ranges::is_sorted(manifest.files, std::ranges::less_equal{}, &ListedFile::name) &&
        std::ranges::adjacent_find(manifest.files, {}, &ListedFile::name) == manifest.files.end();
    const bool all_there = std::ranges::all_of(kAlwaysThere, [&](std::string_view name) {
        return std::ranges::find(manifest.files, name, &ListedFile::name) != manifest.files.end();
    });
    return id && !id->empty() && !manifest.origin.empty() && manifest.leaf < manifest.size && sorted &&
           all_there && manifest.count <= manifest.size &&
           (!manifest.complete || manifest.count == manifest.size);
}

}  // namespace

std::optional<std::string_view> text_of_single_signed(std::string_view note) {
    const std::size_t split = note.rfind("\n\n");
    if (split == std::string_view::npos) return std::nullopt;
    const std::string_view signatures = note.substr(split + 2);
    if (std::ranges::count(signatures, '\n') != 1 || !signatures.ends_with('\n')) return std::nullopt;
    return note.substr(0, split + 1);
}

std::optional<std::uint64_t> leaves_file_number(std::string_view name) {
    constexpr std::string_view kPrefix = "leaves-";
    constexpr std::string_view kSuffix = ".ndjson";
    if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix)) return std::nullopt;
    if (name.size() < kPrefix.size() + kSuffix.size() + 6) return std::nullopt;
    std::string_view digits = name.substr(kPrefix.size(), name.size() - kPrefix.size() - kSuffix.size());
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size() - 1));
    const auto number = parse_decimal(digits);
    // One spelling for each number, so that no two names mean the same file.
    if (!number || fmt::format("leaves-{:06}.ndjson", *number) != name) return std::nullopt;
    return number;
}

std::optional<Manifest> parse_manifest(std::string_view text) {
    Lines lines(text);
    Manifest manifest;
    if (lines.after(kVersionLine) != "") return std::nullopt;
    manifest.id = lines.after("export ");
    manifest.origin = lines.after("origin ");
    manifest.leaf = lines.number_after("leaf ");
    manifest.size = lines.number_after("size ");
    const std::string_view complete = lines.after("complete ");
    manifest.complete = complete == "yes";
    manifest.filter = lines.after("filter ");
    manifest.count = lines.number_after("count ");
    if (!lines.ok() || (complete != "yes" && complete != "no")) return std::nullopt;
    while (!lines.empty()) {
        auto file = parse_listed(lines.after("file "));
        if (!file) return std::nullopt;
        manifest.files.push_back(*std::move(file));
    }
    if (!lines.ok() || !plausible(manifest)) return std::nullopt;
    return manifest;
}

}  // namespace hotline::cli
