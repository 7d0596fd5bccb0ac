#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fstream>
#include <memory>

#include "clients/cli/case_view.hpp"
#include "clients/cli/commands/commands.hpp"
#include "clients/cli/messages.hpp"
#include "clients/cli/preview_batch.hpp"
#include "clients/cli/progress.hpp"

namespace hotline::cli {
namespace {

constexpr unsigned kMaxWorkers = 16;

struct PreviewOptions {
    std::string text_file = "-";
    std::string area;
    std::string channel;
    std::string jsonl;
    unsigned workers = 4;
};

/// Bytes of the UTF-8 text before its code point `index`.
std::size_t byte_offset(std::string_view text, std::uint64_t index) {
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
        if (begins && index-- == 0) break;
    }
    return at;
}

std::string confidence_of(const Json& object) {
    const auto found = object.is_object() ? object.find("confidence") : object.end();
    if (found == object.end() || !found->is_number()) return {};
    return fmt::format("{:.0f}%", 100 * found->get<double>());
}

void show_spans(const Output& out, const std::string& text, const Json& spans) {
    if (spans.empty()) return;
    out.heading(label::kSpans);
    std::vector<Row> rows;
    for (const Json& span : spans) {
        const std::size_t start = byte_offset(text, number_at(span, "start").value_or(0));
        const std::size_t end = byte_offset(text, number_at(span, "end").value_or(0));
        rows.push_back({coded(text_at(span, "type")), text.substr(start, end - std::min(start, end)),
                        text_at(span, "detector"), confidence_of(span)});
    }
    out.table({label::kType, label::kText, label::kDetector, label::kConfidence}, rows);
}

Row suggestion_row(std::string_view name, const Json& suggestion) {
    const std::string code = text_at(suggestion, "code");
    const std::string shown = text_at(suggestion, "name");
    return {std::string(name), Cell(code, shown.empty() ? word_for(code) : shown), confidence_of(suggestion),
            joined_at(suggestion, "because", ", ")};
}

void show_suggestion(const Output& out, const Json& answer) {
    out.heading(label::kSuggestion);
    out.table({label::kPart, label::kChoice, label::kConfidence, label::kBecause},
              {suggestion_row(label::kClass, part_at(answer, "class")),
               suggestion_row(label::kField, part_at(answer, "field")),
               suggestion_row(label::kArea, part_at(answer, "area")),
               suggestion_row(label::kUnit, part_at(answer, "unit"))});
    out.pair(label::kUrgency, coded(text_at(answer, "urgency")));
    out.pair(label::kGuidance, text_at(answer, "guidance"));
    if (flag_at(answer, "ask"))
        out.pair(label::kAsk, Cell("yes", std::string(msg::kPersonDecides), Style::yellow));
}

Outcome<void> preview_text(Context& context, const PreviewOptions& options) {
    auto client = context.signed_in();
    if (!client) return client.error();
    auto text = context.input().whole(options.text_file, "--text-file");
    if (!text) return text.error();
    if (text->empty()) return Failure{ExitCode::usage, std::string(msg::kEmptyText)};
    Json body = {{"text", *text}};
    if (!options.area.empty()) body["area"] = options.area;
    if (!options.channel.empty()) body["channel"] = options.channel;
    auto answer = client->post("/v1/intake/preview", body);
    if (!answer) return answer.error();
    const Output& out = context.out();
    if (out.wants_json()) {
        out.json_line(*answer);
        return {};
    }
    out.pair(label::kRedacted, text_at(*answer, "redacted_text"));
    show_spans(out, text_at(*answer, "normalized_text"), part_at(*answer, "spans"));
    show_suggestion(out, *answer);
    return {};
}

Outcome<void> preview_file(Context& context, const PreviewOptions& options) {
    std::ifstream file(options.jsonl);
    if (!file) return Failure{ExitCode::failed, fmt::format(msg::kCannotRead, options.jsonl)};
    Progress progress(context.terminal(), msg::kPreviewing, 0);
    const BatchPlan plan{.make_client = [&] { return context.signed_in(); },
                         .write = [&](const Json& answer) { context.out().json_line(answer); },
                         .progress = [&](std::size_t done) { progress.show(done); },
                         .workers = options.workers};
    auto result = preview_lines(file, plan);
    if (!result) return result.error();
    if (result->failed == 0) return {};
    return Failure{ExitCode::partly_failed, fmt::format(msg::kPartlyFailed, result->failed, result->done)};
}

}  // namespace

void add_preview(CLI::App& parent, Action& chosen) {
    auto options = std::make_shared<PreviewOptions>();
    CLI::App* command = parent.add_subcommand("preview", std::string(help::kPreview));
    auto* text = command->add_option("--text-file", options->text_file, std::string(help::kTextFile));
    command->add_option("--area", options->area, std::string(help::kArea));
    command->add_option("--channel", options->channel, std::string(help::kChannel));
    command->add_option("--jsonl", options->jsonl, std::string(help::kJsonl))->excludes(text);
    command->add_option("--jobs", options->workers, std::string(help::kJobs))
        ->check(CLI::Range(1U, kMaxWorkers));
    command->callback([&chosen, options] {
        chosen = [options](Context& context) {
            return options->jsonl.empty() ? preview_text(context, *options) : preview_file(context, *options);
        };
    });
}

}  // namespace hotline::cli
