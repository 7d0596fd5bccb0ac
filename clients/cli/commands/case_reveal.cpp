#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

#include "clients/cli/case_view.hpp"
#include "clients/cli/commands/commands.hpp"
#include "clients/cli/messages.hpp"
#include "clients/cli/proof.hpp"

namespace hotline::cli {
namespace {

struct RevealOptions {
    std::string reference;
    std::string approval;
    std::vector<std::string> compartments;
    std::string purpose;
    std::string note;
    std::string note_file;
};

Outcome<std::string> note_of(const Context& context, const RevealOptions& options) {
    if (!options.note.empty()) return options.note;
    if (options.note_file.empty())
        return Failure{ExitCode::usage, fmt::format(msg::kUseOption, "--note, --note-file")};
    return context.input().whole(options.note_file, "--note-file");
}

void show_part(const Output& out, const Json& part) {
    for (const auto& [name, value] : part.items()) {
        if (value.is_string()) out.pair(word_for(name), Cell(value.get<std::string>()));
    }
}

void show_revealed(const Output& out, const Json& revealed) {
    if (out.wants_json()) {
        out.json_line(revealed);
        return;
    }
    show_part(out, part_at(revealed, "identity"));
    show_part(out, part_at(revealed, "contact"));
    out.pair(label::kOriginal, text_at(revealed, "original"));
    if (const auto leaf = number_at(revealed, "leaf")) out.pair(label::kLeaf, std::to_string(*leaf));
    out.pair(label::kExpires, timed(text_at(revealed, "expires_at")));
}

/// With an approval the note is a new one, or none.
Outcome<Json> body_of(const Context& context, const RevealOptions& options) {
    Json body = Json::object();
    if (!options.approval.empty()) body["approval"] = options.approval;
    if (!options.compartments.empty()) body["compartments"] = options.compartments;
    if (!options.purpose.empty()) body["purpose"] = options.purpose;
    if (!options.approval.empty() && options.note.empty() && options.note_file.empty()) return body;
    auto note = note_of(context, options);
    if (!note) return note.error();
    body["note"] = *note;
    return body;
}

Outcome<void> reveal(Context& context, const RevealOptions& options) {
    if (options.approval.empty() && (options.compartments.empty() || options.purpose.empty()))
        return Failure{ExitCode::usage, fmt::format(msg::kUseOption, "--compartment, --purpose")};
    auto client = context.signed_in();
    if (!client) return client.error();
    auto body = body_of(context, options);
    if (!body) return body.error();
    const Request request{.method = "POST",
                          .target = "/v1/cases/" + percent_encoded(options.reference) + "/reveal",
                          .body = dump_line(*body),
                          .idempotency_key = {},
                          .token = {}};
    context.out().note(msg::kCitizenSees);
    auto answer = exchange_proved(context, *client, request);
    if (!answer) return answer.error();
    if (answer->status != 200 && answer->status != 202) return failure_of(*answer);
    const auto revealed = parse_json(answer->body);
    if (!revealed) return Failure{ExitCode::failed, std::string(msg::kNotJson)};
    if (answer->status == 202) {
        show_asked(context.out(), *revealed);
    } else {
        show_revealed(context.out(), *revealed);
    }
    return {};
}

}  // namespace

void add_case_reveal(CLI::App& parent, Action& chosen) {
    auto options = std::make_shared<RevealOptions>();
    CLI::App* command = parent.add_subcommand("reveal", std::string(help::kCaseReveal));
    command->add_option("REF", options->reference, std::string(help::kRef))->required();
    command->add_option("--compartment", options->compartments, std::string(help::kCompartment))
        ->allow_extra_args(false)  // else it would swallow REF behind it
        ->delimiter(',')
        ->check(CLI::IsMember({"contact", "identity", "original"}));
    command->add_option("--purpose", options->purpose, std::string(help::kPurpose))
        ->check(CLI::IsMember(
            {"contact-citizen", "verify-on-site", "return-result", "legal-duty", "data-subject-request"}));
    command->add_option("--approval", options->approval, std::string(help::kApprovalId));
    auto* note = command->add_option("--note", options->note, std::string(help::kNote));
    command->add_option("--note-file", options->note_file, std::string(help::kNoteFile))->excludes(note);
    command->callback(
        [&chosen, options] { chosen = [options](Context& context) { return reveal(context, *options); }; });
}

}  // namespace hotline::cli
