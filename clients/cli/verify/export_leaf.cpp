#include "clients/cli/verify/export_leaf.hpp"

#include "clients/cli/json.hpp"
#include "clients/cli/verify/leaf_text.hpp"

namespace hotline::cli {

Checked<ExportLeaf> parse_export_leaf(std::string_view text) {
    const Finding wrong{
        .reason = Reason::export_leaf_shape, .file = std::string(kExportLeafFile), .index = {}};
    const auto file = parse_json(text);
    if (!file) return wrong;
    const auto index = number_at(*file, "index");
    const std::string leaf_text = text_at(*file, "leaf");
    const std::string shown_text = text_at(*file, "shown");
    const auto leaf = parse_leaf_text(leaf_text);
    if (!index || !leaf || leaf->index != *index || !leaf->kind.starts_with("export.")) return wrong;
    if (!commits_to(leaf->shown_hash, text_at(*file, "salt"), shown_text)) return wrong;
    const auto shown = parse_json(shown_text);
    if (!shown) return wrong;
    auto key = crypto::parse_verifier(text_at(*shown, "detail"));
    if (!key) return wrong;
    return ExportLeaf{.index = *index, .leaf = leaf_text, .key = *std::move(key)};
}

bool belongs_to(const ExportLeaf& leaf, const Manifest& manifest) {
    return leaf.index == manifest.leaf && leaf.key.name == manifest.origin + "/export/" + manifest.id;
}

}  // namespace hotline::cli
