#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

#include "clients/cli/case_view.hpp"
#include "clients/cli/commands/commands.hpp"
#include "clients/cli/messages.hpp"
#include "crypto/bytes.hpp"

namespace hotline::cli {
namespace {

constexpr std::size_t kKeyBytes = 16;  // an Idempotency-Key has at least 128 random bits

struct NewOptions {
    std::string text_file = "-";
    std::string reporter_file;
    std::string idempotency_key;
    std::string channel = "phone";
    std::string case_class;
    std::string field;
    std::string area;
    std::string unit;
    std::string urgency;
    std::string external_ref;
    bool anonymous = false;
    bool confidential = false;
    bool consent_contact = false;
    bool consent_notify = false;
    bool consent_publish = false;
};

/// The reporter's data, from a file or standard input only: arguments can be read by other users.
Outcome<Json> read_reporter(const Context& context, const std::string& path) {
    auto text = context.input().whole(path, "--reporter-file");
    if (!text) return text.error();
    auto reporter = parse_json(*text);
    if (!reporter || !reporter->is_object()) {
        return Failure{ExitCode::usage, fmt::format(msg::kNotJsonObject, path)};
    }
    return *std::move(reporter);
}

void add_given(Json& body, const char* key, const std::string& value) {
    if (!value.empty()) body[key] = value;
}

Json consents_of(const NewOptions& options) {
    return {{"contact_by_unit", options.consent_contact},
            {"notify", options.consent_notify},
            {"publish", options.consent_publish}};
}

Outcome<Json> body_of(const Context& context, const NewOptions& options) {
    if (options.text_file == "-" && options.reporter_file == "-") {
        return Failure{ExitCode::usage, std::string(msg::kOneStdin)};
    }
    auto text = context.input().whole(options.text_file, "--text-file");
    if (!text) return text.error();
    if (text->empty()) return Failure{ExitCode::usage, std::string(msg::kEmptyText)};
    Json body = {{"channel", options.channel}, {"text", *text}};
    add_given(body, "class", options.case_class);
    add_given(body, "field", options.field);
    add_given(body, "area", options.area);
    add_given(body, "unit", options.unit);
    add_given(body, "urgency", options.urgency);
    add_given(body, "external_ref", options.external_ref);
    if (!options.reporter_file.empty()) {
        auto reporter = read_reporter(context, options.reporter_file);
        if (!reporter) return reporter.error();
        body["reporter"] = *std::move(reporter);
    }
    if (options.anonymous) body["anonymous"] = true;
    if (options.confidential) body["confidential"] = true;
    body["consents"] = consents_of(options);
    return body;
}

std::string idempotency_key_of(const Context& context, const NewOptions& options) {
    if (!options.idempotency_key.empty()) return options.idempotency_key;
    std::array<std::uint8_t, kKeyBytes> key{};
    random_bytes(key);
    std::string text = to_base64url(key);
    context.out().note(fmt::format(msg::kIdempotencyKey, text));
    return text;
}

void show_created(const Output& out, const Json& created) {
    if (out.wants_json()) {
        out.json_line(created);
        return;
    }
    out.pair(label::kReference,
             Cell(text_at(created, "reference"), text_at(created, "reference"), Style::bold));
    out.pair(label::kTrackingCode,
             Cell(text_at(created, "tracking_code"), text_at(created, "tracking_code"), Style::bold));
    out.pair(label::kState, coded(text_at(created, "state")));
    out.pair(label::kClass, coded(text_at(created, "class")));
    out.pair(label::kField, text_at(created, "field"));
    out.pair(label::kUnit, text_at(created, "unit"));
    out.pair(label::kDue, deadline(text_at(created, "due_at"), now_seconds()));
    out.pair(label::kGuidance, text_at(created, "guidance"));
    for (const Json& similar : part_at(created, "similar"))
        out.pair(label::kSimilar, text_at(similar, "reference"));
}

Outcome<void> create(Context& context, const NewOptions& options) {
    auto client = context.signed_in();
    if (!client) return client.error();
    auto body = body_of(context, options);
    if (!body) return body.error();
    auto created = client->post_once("/v1/cases", *body, idempotency_key_of(context, options));
    if (!created) return created.error();
    show_created(context.out(), *created);
    // One slice of the key work that the new case left; the case itself is stored whatever comes of it.
    if (auto work = client->post("/v1/work", Json::object()); !work) {
        context.out().note(fmt::format(msg::kWorkLeft, work.error().message));
    }
    return {};
}

void add_options(CLI::App& command, NewOptions& options) {
    command.add_option("--text-file", options.text_file, std::string(help::kTextFile));
    command.add_option("--reporter-file", options.reporter_file, std::string(help::kReporterFile));
    command.add_option("--channel", options.channel, std::string(help::kChannel))
        ->check(CLI::IsMember({"phone", "web", "zalo", "facebook", "sms", "email", "walk-in", "api"}));
    command.add_option("--class", options.case_class, std::string(help::kClass));
    command.add_option("--field", options.field, std::string(help::kField));
    command.add_option("--area", options.area, std::string(help::kArea));
    command.add_option("--unit", options.unit, std::string(help::kUnit));
    command.add_option("--urgency", options.urgency, std::string(help::kUrgency))
        ->check(CLI::IsMember({"normal", "urgent", "complex"}));
    command.add_option("--external-ref", options.external_ref, std::string(help::kExternalRef));
    command.add_option("--idempotency-key", options.idempotency_key, std::string(help::kIdempotencyKey));
    command.add_flag("--anonymous", options.anonymous, std::string(help::kAnonymous));
    command.add_flag("--confidential", options.confidential, std::string(help::kConfidential));
    command.add_flag("--consent-contact", options.consent_contact, std::string(help::kConsentContact));
    command.add_flag("--consent-notify", options.consent_notify, std::string(help::kConsentNotify));
    command.add_flag("--consent-publish", options.consent_publish, std::string(help::kConsentPublish));
}

}  // namespace

void add_case_new(CLI::App& parent, Action& chosen) {
    auto options = std::make_shared<NewOptions>();
    CLI::App* command = parent.add_subcommand("new", std::string(help::kCaseNew));
    add_options(*command, *options);
    command->callback(
        [&chosen, options] { chosen = [options](Context& context) { return create(context, *options); }; });
}

}  // namespace hotline::cli
