#include "server/audit/exports.hpp"

#include "server/ops/clock.hpp"

#include <charconv>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace hotline::audit {
namespace {

using Json = nlohmann::ordered_json;

template <class Fixed>
Result<Fixed> fixed_from_hex(const Json& json) {
    if (!json.is_string()) return fail(Errc::bad_format, "export filter");
    Result<Bytes> bytes = from_hex(json.get<std::string>());
    if (!bytes) return bytes.error();
    return Fixed::from(*bytes);
}

Json text_or_null(std::string_view text) {
    return text.empty() ? Json() : Json(text);
}

}  // namespace

bool ExportFilter::complete() const noexcept {
    return !since && !until && unit.empty() && purpose.empty() && !officer && !case_id;
}

std::string ExportFilter::to_json() const {
    Json json = Json::object();
    if (since) json["since"] = ops::format_rfc3339(*since);
    if (until) json["until"] = ops::format_rfc3339(*until);
    if (!unit.empty()) json["unit"] = unit;
    if (!purpose.empty()) json["purpose"] = purpose;
    if (officer) json["officer"] = to_hex(officer->view());
    if (case_id) json["case"] = to_hex(case_id->view());
    return json.dump();
}

Result<ExportFilter> ExportFilter::from_json(std::string_view text) {
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return fail(Errc::bad_format, "export filter");
    ExportFilter filter;
    filter.unit = json.value("unit", "");
    filter.purpose = json.value("purpose", "");
    for (const auto& [name, into] : {std::pair{"since", &filter.since}, std::pair{"until", &filter.until}}) {
        if (!json.contains(name)) continue;
        Result<ops::SysTime> time = ops::parse_rfc3339(json.value(name, ""));
        if (!time) return fail(Errc::bad_format, "export filter");
        *into = *time;
    }
    if (json.contains("officer")) {
        Result<UserId> officer = fixed_from_hex<UserId>(json["officer"]);
        if (!officer) return officer.error();
        filter.officer = *officer;
    }
    if (json.contains("case")) {
        Result<CaseId> case_id = fixed_from_hex<CaseId>(json["case"]);
        if (!case_id) return case_id.error();
        filter.case_id = *case_id;
    }
    return filter;
}

storage::EventQuery ExportFilter::query(std::uint64_t from, std::uint64_t to, std::uint32_t limit) const {
    storage::EventQuery query;
    query.case_id = case_id;
    query.actor = officer;
    query.unit = unit;
    query.purpose = purpose;
    query.since = since;
    query.until = until;
    query.from = from;
    query.to = to;
    query.limit = limit;
    return query;
}

std::vector<std::string> export_files(std::uint64_t size) {
    std::vector<std::string> names{"log.vkey", "checkpoint", "export-leaf.json", "export-proof",
                                   "README.txt"};
    for (std::uint64_t from = 0, number = 0; from < size; from += kLeavesPerFile, ++number)
        names.push_back(fmt::format("leaves-{:06}.ndjson", number));
    names.emplace_back("manifest");
    return names;
}

Result<LeafRange> leaf_range(std::string_view name, std::uint64_t size) {
    constexpr std::string_view kHead = "leaves-";
    constexpr std::string_view kTail = ".ndjson";
    if (!name.starts_with(kHead) || !name.ends_with(kTail)) return fail(Errc::not_found, "no such file");
    const std::string_view digits = name.substr(kHead.size(), name.size() - kHead.size() - kTail.size());
    std::uint64_t number = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const std::uint64_t from = number * kLeavesPerFile;
    if (parsed.ec != std::errc{} || number > (1U << 30U) ||
        fmt::format("leaves-{:06}.ndjson", number) != name || from >= size)
        return fail(Errc::not_found, "no such file");
    return LeafRange{from, std::min(size, from + kLeavesPerFile)};
}

std::string leaf_line(const storage::EventRow& event, std::string_view staff,
                      const std::optional<std::vector<Hash32>>& path) {
    const bool erased = event.details.shown_json.empty();
    const ByteView staff_bytes = as_bytes(staff);
    const bool with_staff = staff_bytes.size() >= Salt32::size;
    Json line{{"index", event.index},
              {"leaf", as_text(event.leaf)},
              {"shown", text_or_null(event.details.shown_json)},
              {"salt", erased ? Json() : Json(to_base64(event.details.shown_salt.view()))},
              {"staff", with_staff ? Json(as_text(staff_bytes.subspan(Salt32::size))) : Json()},
              {"staff_salt", with_staff ? Json(to_base64(staff_bytes.first(Salt32::size))) : Json()}};
    if (path) {
        line["proof"] = Json::array();
        for (const Hash32& hash : *path) line["proof"].push_back(to_base64(hash.view()));
    }
    return line.dump() + "\n";
}

std::string export_leaf_json(const storage::EventRow& event) {
    return Json{{"index", event.index},
                {"leaf", as_text(event.leaf)},
                {"shown", event.details.shown_json},
                {"salt", to_base64(event.details.shown_salt.view())}}
               .dump() +
           "\n";
}

std::string_view export_readme() noexcept {
    return "KIỂM TRA BẢN XUẤT NHẬT KÝ / HOW TO VERIFY THIS EXPORT\n"
           "\n"
           "1. hotline audit verify THƯ_MỤC --key TỆP_KHÓA\n"
           "   TỆP_KHÓA là khóa kiểm tra của nhật ký, lấy từ nơi tỉnh công bố, không lấy từ thư mục này.\n"
           "   The key file is the log's verifier key as the province publishes it, not the copy in this "
           "folder.\n"
           "\n"
           "2. Công cụ khác / Other tools. Nhật ký là cây RFC 6962 (SHA-256); `checkpoint` và `manifest` là\n"
           "   C2SP signed-note; `export-proof` là C2SP tlog-proof. Gói golang.org/x/mod/sumdb (note, tlog) "
           "đọc được.\n"
           "   The log is an RFC 6962 tree; `checkpoint` and `manifest` are C2SP signed notes; "
           "`export-proof` is a\n"
           "   C2SP tlog-proof. The Go packages golang.org/x/mod/sumdb/note and tlog read them.\n"
           "   - Mỗi dòng của leaves-*.ndjson: `leaf` là đúng các byte được băm. Dòng `d` của nó là\n"
           "     base64(SHA-256(salt + shown)), dòng `s` là base64(SHA-256(staff_salt + staff)).\n"
           "     Each line: `leaf` holds the hashed bytes; its `d` line is base64(SHA-256(salt + shown)), "
           "its `s` line\n"
           "     base64(SHA-256(staff_salt + staff)).\n"
           "   - Bản xuất đầy đủ (complete yes): gốc cây của mọi `leaf` phải bằng gốc trong `checkpoint`.\n"
           "     A complete export: the root over all leaves equals the checkpoint's.\n"
           "   - Bản xuất có lọc (complete no): mỗi dòng có đường dẫn `proof`; tính đầy đủ của bộ lọc dựa "
           "trên\n"
           "     chữ ký của `manifest`, không chứng minh được bằng cây.\n"
           "     A filtered export: every line has its inclusion path; that the filter left nothing out "
           "rests on the\n"
           "     manifest's signature and cannot be proven by the tree.\n"
           "   - Khóa ký `manifest` nằm trong `detail` của export-leaf.json và do đó nằm trong nhật ký.\n"
           "     The key that signs `manifest` stands in `detail` of export-leaf.json, and so in the log.\n";
}

void Manifest::add_file(std::string_view name, ByteView bytes) {
    files_.insert_or_assign(std::string(name),
                            fmt::format("{} {}", bytes.size(), to_hex(sha256(bytes).view())));
}

std::string Manifest::sign(const crypto::NoteSigner& export_key) const {
    std::string text = fmt::format(
        "1022/export/v1\nexport {}\norigin {}\nleaf {}\nsize {}\ncomplete {}\nfilter {}\ncount {}\n",
        to_hex(head_.id.view()), head_.origin, head_.leaf, head_.size, head_.complete ? "yes" : "no",
        head_.filter_json, count_);
    for (const auto& [name, facts] : files_) text += fmt::format("file {} {}\n", name, facts);
    return crypto::sign_note(text, export_key);
}

std::string export_key_name(std::string_view origin, const RowId& id) {
    return fmt::format("{}/export/{}", origin, to_hex(id.view()));
}

}  // namespace hotline::audit
