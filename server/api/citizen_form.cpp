#include "server/api/citizen_form.hpp"

#include "server/flow/person.hpp"

#include <array>
#include <charconv>
#include <span>

namespace hotline::api {
namespace {

/// Where a field of the page stands in the complaint.
struct Member {
    std::string_view field;
    std::string_view name;
    bool flag = false;  ///< a ticked box
};
constexpr std::array kComplaint{Member{"text", "text"}, Member{"anonymous", "anonymous", true},
                                Member{"confidential", "confidential", true}};
constexpr std::array kReporter{Member{"full_name", "full_name"}, Member{"phone", "phone"},
                               Member{"email", "email"}, Member{"address", "address"}};
constexpr std::array kConsents{Member{"contact_by_unit", "contact_by_unit", true},
                               Member{"notify", "notify", true}, Member{"publish", "publish", true}};
constexpr std::array kLocation{Member{"place", "text"}};

int hex_digit(char letter) noexcept {
    int value = -1;
    std::from_chars(&letter, &letter + 1, value, 16);
    return value;
}

/// Errors: bad_input.
Result<SecretBytes> decode(std::string_view text) {
    SecretBytes out(text.size());
    const std::span<std::uint8_t> bytes = out.expose_secret_for_writing();
    std::size_t size = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        char letter = text[at] == '+' ? ' ' : text[at];
        if (letter == '%') {
            if (at + 2 >= text.size()) return fail(Errc::bad_input, "cut percent code");
            const int high = hex_digit(text[at + 1]);
            const int low = hex_digit(text[at + 2]);
            if (high < 0 || low < 0) return fail(Errc::bad_input, "not a percent code");
            letter = static_cast<char>(high * 16 + low);
            at += 2;
        }
        if (letter != '\r') bytes[size++] = static_cast<std::uint8_t>(letter);
    }
    out.truncate(size);
    return out;
}

/// `{"name":"value",…}` of the fields that were filled in.
SecretBytes object_of(const CitizenForm& form, std::span<const Member> members) {
    SecretBytes out = SecretBytes::from_text("{");
    for (const Member& member : members) {
        const std::string_view value = form.text(member.field);
        if (value.empty()) continue;
        out.append(out.size() > 1 ? ",\"" : "\"");
        out.append(member.name);
        out.append("\":");
        if (member.flag) {
            out.append("true");
        } else {
            flow::append_json_string(out, value);
        }
    }
    out.append("}");
    return out;
}

void append_group(SecretBytes& out, std::string_view name, const SecretBytes& object) {
    if (object.size() <= 2) return;
    out.truncate(out.size() - 1);
    out.append(out.size() > 1 ? ",\"" : "\"");
    out.append(name);
    out.append("\":");
    out.append(object.expose_secret());
    out.append("}");
}

}  // namespace

Result<CitizenForm> CitizenForm::parse(std::string_view body) {
    CitizenForm form;
    while (!body.empty()) {
        const std::size_t ampersand = body.find('&');
        const std::string_view pair = body.substr(0, ampersand);
        body.remove_prefix(ampersand == std::string_view::npos ? body.size() : ampersand + 1);
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos) return fail(Errc::bad_input, "a field without a value");
        Result<SecretBytes> value = decode(pair.substr(equals + 1));
        if (!value) return value.error();
        if (form.fields_.size() == kMostFields) return fail(Errc::bad_input, "too many fields");
        if (!form.fields_.emplace(pair.substr(0, equals), *std::move(value)).second)
            return fail(Errc::bad_input, "a field twice");
    }
    return form;
}

std::string_view CitizenForm::text(std::string_view name) const noexcept {
    const auto found = fields_.find(name);
    return found == fields_.end() ? std::string_view() : found->second.expose_text();
}

SecretBytes CitizenForm::complaint_json() const {
    SecretBytes out = object_of(*this, kComplaint);
    if (text("anonymous").empty()) append_group(out, "reporter", object_of(*this, kReporter));
    append_group(out, "consents", object_of(*this, kConsents));
    append_group(out, "location", object_of(*this, kLocation));
    return out;
}

}  // namespace hotline::api
