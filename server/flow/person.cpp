#include "server/flow/person.hpp"

#include <cstdio>
#include <initializer_list>
#include <utility>

namespace hotline::flow {
namespace {

using Member = std::pair<std::string_view, const SecretBytes*>;

/// A JSON object of the members that are not empty; nothing at all when all are.
SecretBytes object_of(std::initializer_list<Member> members) {
    SecretBytes out;
    for (const auto& [name, value] : members) {
        if (value->empty()) continue;
        out.append(out.empty() ? "{" : ",");
        append_json_string(out, name);
        out.append(":");
        append_json_string(out, value->expose_text());
    }
    if (!out.empty()) out.append("}");
    return out;
}

void append_number(SecretBytes& out, std::string_view name, double value) {
    char text[64];
    const int length = std::snprintf(text, sizeof text, "%.7f", value);
    if (!out.empty()) out.append(",");
    append_json_string(out, name);
    out.append(":");
    out.append(std::string_view(text, static_cast<std::size_t>(length)));
    wipe({reinterpret_cast<std::uint8_t*>(text), sizeof text});
}

}  // namespace

void append_json_string(SecretBytes& out, std::string_view text) {
    out.append("\"");
    std::size_t plain_from = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        out.append(text.substr(plain_from, i - plain_from));
        char escaped[8];
        const int length = (c == '"' || c == '\\') ? std::snprintf(escaped, sizeof escaped, "\\%c", c)
                                                   : std::snprintf(escaped, sizeof escaped, "\\u%04x", c);
        out.append(std::string_view(escaped, static_cast<std::size_t>(length)));
        plain_from = i + 1;
    }
    out.append(text.substr(plain_from));
    out.append("\"");
}

SecretBytes identity_json(const Reporter& reporter) {
    return object_of({{"full_name", &reporter.full_name},
                      {"citizen_id", &reporter.citizen_id},
                      {"birth_date", &reporter.birth_date}});
}

SecretBytes contact_json(const Complaint& complaint) {
    const Reporter& reporter = complaint.reporter;
    return object_of({{"phone", &reporter.phone},
                      {"email", &reporter.email},
                      {"address", &reporter.address},
                      {"call_name", &reporter.call_name},
                      {"via", &reporter.via},
                      {"external_ref", &complaint.external_ref},
                      {"call_id", &complaint.call_id}});
}

SecretBytes circumstances_json(const Complaint& complaint) {
    SecretBytes place;
    if (!complaint.location.text.empty()) {
        append_json_string(place, "text");
        place.append(":");
        append_json_string(place, complaint.location.text.expose_text());
    }
    if (complaint.location.lat && complaint.location.lon) {
        append_number(place, "lat", *complaint.location.lat);
        append_number(place, "lon", *complaint.location.lon);
    }
    if (place.empty() && complaint.occurred_at.empty()) return {};
    SecretBytes out;
    out.append("{");
    if (!place.empty()) {
        out.append("\"location\":{");
        out.append(place.expose_secret());
        out.append("}");
    }
    if (!complaint.occurred_at.empty()) {
        out.append(place.empty() ? "\"occurred_at\":" : ",\"occurred_at\":");
        append_json_string(out, complaint.occurred_at.expose_text());
    }
    out.append("}");
    return out;
}

}  // namespace hotline::flow
