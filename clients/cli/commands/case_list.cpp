#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <memory>

#include "clients/cli/case_filters.hpp"
#include "clients/cli/case_view.hpp"
#include "clients/cli/commands/commands.hpp"
#include "clients/cli/messages.hpp"

namespace hotline::cli {
namespace {

constexpr unsigned kMaxPage = 200;
/// The inbox is sorted here, so it must be whole: a unit with more open cases than this reads it by `case
/// list`.
constexpr unsigned kMaxInboxPages = 25;
constexpr std::array<std::string_view, 5> kEndedStates{"answered", "closed", "rejected", "diverted",
                                                       "merged"};

struct ListOptions {
    CaseFilters filters;
    unsigned limit = 50;
    std::string cursor;
    bool all = false;
};

struct Page {
    std::vector<Json> items;
    std::string next;  ///< empty: the last page
};

Outcome<Page> fetch_page(ApiClient& client, const CaseFilters& filters, unsigned limit,
                         const std::string& cursor) {
    auto pairs = filters.pairs();
    pairs.emplace_back("limit", std::to_string(limit));
    pairs.emplace_back("cursor", cursor);
    auto answer = client.get("/v1/cases" + query_of(pairs));
    if (!answer) return answer.error();
    const Json& items = part_at(*answer, "items");
    return Page{.items = {items.begin(), items.end()}, .next = text_at(*answer, "next")};
}

/// Page after page, each written as it comes, so that a long list needs no memory.
Outcome<void> list(Context& context, const ListOptions& options) {
    auto client = context.signed_in();
    if (!client) return client.error();
    std::string cursor = options.cursor;
    do {
        auto page = fetch_page(*client, options.filters, options.all ? kMaxPage : options.limit, cursor);
        if (!page) return page.error();
        show_summaries(context.out(), page->items);
        cursor = page->next;
    } while (options.all && !cursor.empty());
    if (!cursor.empty()) context.out().note(fmt::format(msg::kMorePages, cursor));
    return {};
}

bool is_open(const Json& item) {
    return std::ranges::find(kEndedStates, text_at(item, "state")) == kEndedStates.end();
}

/// Cases without a deadline come last; equal ones by reference, so that the order is always the same.
bool due_earlier(const Json& a, const Json& b) {
    const auto due_a = parse_time(text_at(a, "due_at"));
    const auto due_b = parse_time(text_at(b, "due_at"));
    if (due_a != due_b) return due_a && (!due_b || *due_a < *due_b);
    return text_at(a, "reference") < text_at(b, "reference");
}

Outcome<void> inbox(Context& context, const ListOptions& options) {
    auto client = context.signed_in();
    if (!client) return client.error();
    std::vector<Json> open_cases;
    std::string cursor;
    for (unsigned pages = 0; pages < kMaxInboxPages; ++pages) {
        auto page = fetch_page(*client, options.filters, kMaxPage, cursor);
        if (!page) return page.error();
        std::ranges::copy_if(page->items, std::back_inserter(open_cases), is_open);
        cursor = page->next;
        if (cursor.empty()) break;
    }
    std::ranges::sort(open_cases, due_earlier);
    const std::size_t found = open_cases.size();
    if (!options.all && found > options.limit) {
        open_cases.resize(options.limit);
        context.out().note(fmt::format(msg::kInboxCut, options.limit, found));
    }
    show_summaries(context.out(), open_cases);
    if (!cursor.empty()) context.out().note(msg::kInboxNotWhole);
    return {};
}

void add_paging(CLI::App& command, ListOptions& options) {
    options.filters.add_to(command);
    command.add_option("--limit", options.limit, std::string(help::kLimit))->check(CLI::Range(1U, kMaxPage));
    command.add_flag("--all", options.all, std::string(help::kAll));
}

}  // namespace

void add_case_list(CLI::App& parent, Action& chosen) {
    auto options = std::make_shared<ListOptions>();
    CLI::App* command = parent.add_subcommand("list", std::string(help::kCaseList));
    add_paging(*command, *options);
    command->add_option("--cursor", options->cursor, std::string(help::kCursor));
    command->callback(
        [&chosen, options] { chosen = [options](Context& context) { return list(context, *options); }; });
}

void add_inbox(CLI::App& parent, Action& chosen) {
    auto options = std::make_shared<ListOptions>();
    CLI::App* command = parent.add_subcommand("inbox", std::string(help::kInbox));
    add_paging(*command, *options);
    command->callback(
        [&chosen, options] { chosen = [options](Context& context) { return inbox(context, *options); }; });
}

}  // namespace hotline::cli
