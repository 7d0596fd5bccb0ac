#include "server/flow/lookup.hpp"

#include "server/ops/log.hpp"
#include "server/vault/readers.hpp"

namespace hotline::flow {
namespace {

/// Leave to compare numbers, and the comparer it opens.
asio::awaitable<Result<vault::PhoneComparer>> open_comparer(Services* services, const access::Member* member,
                                                            std::string kind) {
    Result<crypto::WrapOpener> key = co_await open_unit(services, member, services->desk());
    if (!key) co_return key.error();
    Result<std::vector<storage::SealedSecretRow>> secrets = co_await ops::read(
        services->engine, [](storage::ReadTx& tx) { return tx.sealed_secrets(vault::kPhoneIndexKey); });
    if (!secrets) co_return secrets.error();
    if (secrets->empty()) co_return fail(Errc::bad_key, "the desk has no index key");

    audit::Act act;
    act.kind = kind;
    Result<storage::EventDraft> draft = services->recorder->by_member(*member, services->desk(), act);
    if (!draft) co_return draft.error();
    Result<vault::IndexPermit> permit = co_await ops::completion<vault::IndexPermit>(
        [log = services->log, draft = *std::move(draft)](ops::Done<vault::IndexPermit> done) mutable {
            log->request_index(std::move(draft), std::move(done));
        });
    if (!permit) co_return permit.error();
    co_return vault::PhoneComparer::open(*std::move(permit), *std::move(key), secrets->front());
}

constexpr std::uint32_t kCandidates = 64;
constexpr std::uint32_t kCounted = 4096;  // how far the rest is counted
constexpr std::uint32_t kSlice = 256;     // about 50 ms: each case costs up to two scalar multiplications

asio::awaitable<Result<std::vector<storage::CaseSummary>>> matching(Services* services,
                                                                    vault::PhoneComparer* comparer,
                                                                    const SecretBytes* phone) {
    Result<std::uint32_t> token = comparer->token(phone->expose_text());
    if (!token) co_return token.error();
    auto find = [token = *token](storage::ReadTx& tx) -> Result<std::vector<storage::CaseRecord>> {
        Result<std::vector<storage::CaseSummary>> candidates = tx.cases_by_phone_token(token, kCandidates);
        if (!candidates) return candidates.error();
        std::vector<storage::CaseRecord> records;
        for (const storage::CaseSummary& candidate : *candidates) {
            Result<storage::CaseRecord> record = tx.find_case(candidate.row.number);
            if (!record) return record.error();
            records.push_back(*std::move(record));
        }
        return records;
    };
    Result<std::vector<storage::CaseRecord>> records = co_await ops::read(services->engine, std::move(find));
    if (!records) co_return records.error();
    std::vector<storage::CaseSummary> matches;
    for (storage::CaseRecord& record : *records) {
        Result<bool> same = comparer->has_phone(record, phone->expose_text());
        if (!same) co_return same.error();
        if (*same) matches.push_back(std::move(record));
    }
    co_return matches;
}

}  // namespace

asio::awaitable<Result<LookedUp>> look_up_caller(Services* services, const access::Member* member,
                                                 SecretBytes phone) {
    if (Result<void> may = may_open(*services); !may) co_return may.error();
    Result<SecretBytes> normalized =
        crypto::normalize_for_index(crypto::IndexField::phone, phone.expose_text());
    if (!normalized) co_return normalized.error();
    Result<vault::PhoneComparer> comparer = co_await open_comparer(services, member, "lookup.phone");
    if (!comparer) co_return comparer.error();
    Result<std::vector<storage::CaseSummary>> matches = co_await matching(services, &*comparer, &phone);
    if (!matches) co_return matches.error();
    Result<std::vector<InboxLine>> lines = co_await open_subjects(services, member, *std::move(matches));
    if (!lines) co_return lines.error();
    co_return LookedUp{comparer->leaf(), *std::move(lines)};
}

namespace {

/// The next slice of cases without a blind index, and how many more there are.
struct Waiting {
    std::vector<storage::CaseRecord> records;
    std::uint64_t left = 0;
};

Result<Waiting> next_slice(storage::ReadTx& tx) {
    Result<std::vector<storage::CaseNumber>> numbers = tx.cases_without_phone_token(kCounted);
    if (!numbers) return numbers.error();
    Waiting waiting;
    for (const storage::CaseNumber number : *numbers) {
        if (waiting.records.size() == kSlice) break;
        Result<storage::CaseRecord> record = tx.find_case(number);
        if (!record) return record.error();
        waiting.records.push_back(*std::move(record));
    }
    waiting.left = numbers->size() - waiting.records.size();
    return waiting;
}

/// A contact that does not open must not hold up the others: it gets no index, and `fsck` names it.
std::uint32_t token_or_none(vault::PhoneComparer& comparer, const storage::CaseRecord& record) {
    Result<std::uint32_t> token = comparer.token_of(record);
    if (token) return *token;
    ops::log_event(
        ops::LogLevel::error, "index.case_damaged",
        {{"case", storage::format_reference(record.row.number)}, {"errc", name_of(token.error().code)}});
    return storage::kNoPhoneToken;
}

}  // namespace

asio::awaitable<Result<WorkDone>> work(Services* services, const access::Member* member) {
    if (!member->at_desk() || !member->is_in(services->desk())) co_return WorkDone{};
    if (Result<void> may = may_open(*services); !may) co_return may.error();
    Result<Waiting> waiting = co_await ops::read(services->engine, next_slice);
    if (!waiting) co_return waiting.error();
    if (waiting->records.empty()) co_return WorkDone{};
    Result<vault::PhoneComparer> comparer = co_await open_comparer(services, member, "key.index_filled");
    if (!comparer) co_return comparer.error();

    std::vector<std::pair<storage::CaseNumber, std::uint32_t>> tokens;
    for (const storage::CaseRecord& record : waiting->records)
        tokens.emplace_back(record.row.number, token_or_none(*comparer, record));
    const WorkDone done{static_cast<std::uint32_t>(tokens.size()), waiting->left};
    Result<storage::Commit> stored = co_await ops::write(
        services->engine, [tokens = std::move(tokens)](storage::WriteTx& tx) -> Result<void> {
            for (const auto& [number, token] : tokens)
                if (Result<void> set = tx.set_phone_token(number, token); !set) return set;
            return {};
        });
    if (!stored) co_return stored.error();
    co_return done;
}

}  // namespace hotline::flow
