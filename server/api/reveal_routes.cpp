#include "server/api/handling.hpp"
#include "server/audit/acts.hpp"
#include "server/flow/person.hpp"
#include "server/flow/reveal.hpp"

#include <algorithm>

namespace hotline::api {
namespace {

SecretBytes revealed_json(const flow::Revealed& revealed) {
    SecretBytes out =
        SecretBytes::from_text("{\"leaf\":" + std::to_string(revealed.leaf) + ",\"expires_at\":\"" +
                               ops::format_rfc3339(revealed.expires_at) + "\"");
    for (const auto& [compartment, part] : revealed.parts) {
        out.append(",");
        flow::append_json_string(out, audit::wire_name(compartment));
        out.append(":");
        if (compartment == crypto::Compartment::original) {
            flow::append_json_string(out, part.expose_text());
        } else {
            out.append(part.expose_secret());
        }
    }
    out.append("}");
    return out;
}

/// What a body says besides `note`; with an approval everything may be left out.
struct RevealInput {
    std::vector<std::string> compartments;
    std::string approval;
};

/// Errors by field; empty when the compartments and the purpose are of the closed lists.
std::vector<http::FieldError> read_reveal(const RevealInput& input, flow::RevealRequest& wanted) {
    using crypto::Compartment;
    if (!input.approval.empty()) {
        Result<Bytes> bytes = from_hex(input.approval);
        Result<RowId> id = bytes ? RowId::from(*bytes) : Result<RowId>(bytes.error());
        if (!id) return {{"/approval", "Không phải mã phê duyệt."}};
        wanted.approval = *id;
    }
    for (const std::string& name : input.compartments) {
        const std::optional<Compartment> known = audit::parse_compartment(name);
        const bool personal =
            known == Compartment::identity || known == Compartment::contact || known == Compartment::original;
        if (!personal || std::ranges::find(wanted.compartments, *known) != wanted.compartments.end())
            return {{"/compartments", "Chỉ nhận identity, contact, original, mỗi phần một lần."}};
        wanted.compartments.push_back(*known);
    }
    const std::vector<std::string>& purposes = flow::reveal_purposes();
    const bool known_purpose = std::ranges::find(purposes, wanted.purpose) != purposes.end();
    if (!known_purpose && (!wanted.approval || !wanted.purpose.empty()))
        return {{"/purpose", wanted.purpose.empty() ? "Bắt buộc." : "Mục đích không có trong danh mục."}};
    if (wanted.approval) return {};
    if (wanted.compartments.empty()) return {{"/compartments", "Cần ít nhất một phần dữ liệu."}};
    if (wanted.note.empty()) return {{"/note", "Bắt buộc."}};
    return {};
}

http::Response answer(const std::variant<flow::Revealed, flow::Asked>& outcome) {
    if (const auto* revealed = std::get_if<flow::Revealed>(&outcome))
        return private_json(200, revealed_json(*revealed));
    const auto& asked = std::get<flow::Asked>(outcome);
    return private_json(
        202, Json{{"approval", {{"id", to_hex(asked.id.view())}, {"state", "pending"}}}, {"leaf", asked.leaf}}
                 .dump());
}

asio::awaitable<http::Response> reveal(Api* api, http::Request request, http::RouteMatch match) {
    RevealInput input;
    flow::RevealRequest wanted;
    Form form;
    form.list("/compartments", input.compartments);
    form.text("/purpose", wanted.purpose, {.max = 64});
    form.text("/note", wanted.note, {.min = 15, .max = 500});
    form.text("/approval", input.approval, {.min = 32, .max = 32});
    if (auto errors = form.read(request.body()); !errors.empty()) co_return refuse(std::move(errors));
    if (auto errors = read_reveal(input, wanted); !errors.empty()) co_return refuse(std::move(errors));
    auto outcome = co_await flow::reveal(api->services, &member_of(match), std::string(match.param("id")),
                                         std::move(wanted));
    if (!outcome && outcome.error().code == Errc::bad_input)
        co_return refuse("/approval", "Phê duyệt dành cho phần dữ liệu hoặc mục đích khác.");
    if (!outcome) co_return answer_error(std::move(outcome).error());
    co_return answer(*outcome);
}

}  // namespace

void add_reveal_routes(http::Router& router, Api* api) {
    router.add(
        {.method = http::Method::post,
         .pattern = "/v1/cases/{id}/reveal",
         .name = "cases.reveal",
         .json_body = true},
        [api](http::Request request, http::RouteMatch match) {
            return reveal(api, std::move(request), std::move(match));
        },
        case_of_member(api));
}

}  // namespace hotline::api
