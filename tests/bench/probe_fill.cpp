#include "tests/bench/probe.hpp"

#include "server/flow/person.hpp"
#include "server/vault/readers.hpp"

#include <atomic>
#include <random>
#include <thread>

namespace hotline::bench {
namespace {

constexpr std::size_t kMostWaiting = 2000;

std::vector<std::string> handling_units(const routing::Directory& directory) {
    std::vector<std::string> units;
    for (const routing::Unit& unit : directory.units())
        if (unit.kind == routing::UnitKind::department || unit.kind == routing::UnitKind::commune)
            units.push_back(unit.code);
    return units;
}

/// Most cases of a year are closed, some are open, a few are late; the newest has the highest number.
storage::CaseRow row_of(const std::string& unit, storage::Time received_at, std::uint64_t dice) {
    using storage::CaseState;
    storage::CaseRow row;
    row.id = flow::make_case_id(received_at);
    row.state = dice % 100 < 85   ? CaseState::closed
                : dice % 100 < 90 ? CaseState::forwarded
                                  : CaseState::in_progress;
    row.class_code = "phan-anh";
    row.field = dice % 1000 < 100 ? "giao-thong" : "cap-thoat-nuoc";
    row.area = "my-tho";
    row.unit = unit;
    row.urgency = "normal";
    row.channel = "phone";
    row.received_at = row.updated_at = received_at;
    row.due_at = received_at + std::chrono::hours{24 * 14};
    row.phone_token = storage::kNoPhoneToken;  // no work is left over for the desk
    return row;
}

class Filler {
public:
    explicit Filler(Bench& bench)
        : services_(&bench.services()),
          complaint_(bench.complaint()),
          redacted_(must(services_->redactor->redact(complaint_.text.expose_text()))),
          subject_(flow::subject_of(redacted_.redacted_text)),
          identity_(flow::identity_json(complaint_.reporter)),
          contact_(flow::contact_json(complaint_)) {}

    void add(const std::string& unit, storage::Time received_at, std::uint64_t dice) {
        while (waiting_ > kMostWaiting) std::this_thread::sleep_for(std::chrono::microseconds{200});
        ++waiting_;
        services_->engine->write(
            [row = row_of(unit, received_at, dice), this](storage::WriteTx& tx) { return store(tx, row); },
            [this](const Result<storage::Commit>& commit) {
                if (!commit) give_up(commit.error().internal);
                --waiting_;
            });
    }
    void finish() const {
        while (waiting_ > 0) std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }

private:
    Result<void> store(storage::WriteTx& tx, storage::CaseRow row) {
        vault::SealedCase sealed = must(services_->sealer->seal_case(
            row.id,
            {redacted_.redacted_text, subject_, {}, &redacted_.normalized_text, &identity_, &contact_},
            {row.unit, false, true}));
        row.citizen_salt = sealed.citizen_salt;
        audit::Act act;
        act.kind = "case.received";
        act.case_id = row.id;
        act.to_unit = row.unit;
        act.manifest = storage::manifest_hash(sealed.dossier);
        const storage::EventDraft event = must(services_->recorder->by_server(act));
        Result<storage::CaseNumber> number =
            tx.insert_case({std::move(row), std::move(sealed.dossier)}, sealed.directory_version);
        if (!number) return number.error();
        return tx.append_event(event);
    }

    flow::Services* services_;
    flow::Complaint complaint_;
    redaction::Redaction redacted_;
    std::string subject_;
    SecretBytes identity_, contact_;
    std::atomic<std::size_t> waiting_ = 0;
};

}  // namespace

Finding fill(const Folder& folder, std::size_t cases) {
    Bench bench(folder);
    const std::vector<std::string> units = handling_units(*bench.services().directory);
    const storage::Time now = bench.services().clock->now();
    std::mt19937_64 random(1022);
    Filler filler(bench);
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < cases; ++i)
        filler.add(units[i % units.size()], now - std::chrono::seconds{20 * (cases - i)}, random());
    filler.finish();
    return {{"cases", cases},
            {"seconds", std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()}};
}

}  // namespace hotline::bench
