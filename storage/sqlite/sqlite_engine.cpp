#include "storage/sqlite/sqlite_engine.hpp"

#include "storage/sqlite/reader_pool.hpp"
#include "storage/sqlite/schema.hpp"
#include "storage/sqlite/writer.hpp"

namespace hotline::storage {
namespace sqlite {
namespace {

class SqliteEngine final : public Engine {
public:
    SqliteEngine(DataFile file, std::vector<Connection> connections, const SqliteOptions& options);
    ~SqliteEngine() override { stop(); }
    SqliteEngine(const SqliteEngine&) = delete;
    SqliteEngine& operator=(const SqliteEngine&) = delete;

    void write(WriteWork work, WriteDone done) override { writer_.submit(std::move(work), std::move(done)); }
    void read(ReadWork work) override { readers_.submit(std::move(work)); }
    void scrub(std::move_only_function<void(Result<Time>)> done) override { keeper_.scrub(std::move(done)); }
    Health health() const override;
    void stop() override;

private:
    // In this order: the keeper is told by the writer until the end, and its connection closes last.
    DataFile file_;
    Keeper keeper_;
    Writer writer_;
    ReaderPool readers_;
};

/// Order of the connections that an engine needs; the rest are readers.
enum Role : std::size_t { keeper, writer, first_reader };

std::vector<Connection> readers_of(std::vector<Connection>& connections) {
    const auto first = connections.begin() + static_cast<std::ptrdiff_t>(Role::first_reader);
    return {std::make_move_iterator(first), std::make_move_iterator(connections.end())};
}

SqliteEngine::SqliteEngine(DataFile file, std::vector<Connection> connections, const SqliteOptions& options)
    : file_(std::move(file)),
      keeper_(std::move(connections[Role::keeper]), file_, options.copies_live),
      writer_(std::move(connections[Role::writer]), options, file_, keeper_),
      readers_(readers_of(connections), options.read_queue_limit, file_) {}

Engine::Health SqliteEngine::health() const {
    Health health;
    health.intact = file_.intact();
    health.free_bytes = file_.free_bytes();
    writer_.report(health);
    return health;
}

void SqliteEngine::stop() {
    writer_.stop();
    readers_.stop();
    keeper_.stop();
}

Result<void> prepare_file(const SqliteOptions& options) {
    if (options.create) return create_file(options.path);
    std::error_code ignored;
    if (!std::filesystem::exists(options.path, ignored))
        return fail(Errc::not_found, "no such database file");
    return {};
}

Result<std::vector<Connection>> connect(const SqliteOptions& options) {
    std::vector<Connection> connections;
    for (std::size_t i = 0; i < Role::first_reader + options.readers; ++i) {
        auto connection =
            Connection::open(options.path, i < Role::first_reader ? Access::write : Access::read);
        if (!connection) return connection.error();
        if (i == 0) {
            if (auto migrated = migrate(*connection); !migrated) return migrated.error();
        }
        connection->lock_down();
        connections.push_back(*std::move(connection));
    }
    return connections;
}

}  // namespace
}  // namespace sqlite

Result<std::unique_ptr<Engine>> open_sqlite(SqliteOptions options) {
    if (options.readers == 0 || options.group_limit == 0 || options.queue_limit == 0)
        return fail(Errc::bad_input, "an engine needs readers and room to queue");
    auto file = sqlite::DataFile::lock(options.path);
    if (!file) return file.error();
    if (auto prepared = sqlite::prepare_file(options); !prepared) return prepared.error();
    auto connections = sqlite::connect(options);
    if (!connections) return connections.error();
    file->remember();
    return std::unique_ptr<Engine>(
        std::make_unique<sqlite::SqliteEngine>(*std::move(file), *std::move(connections), options));
}

}  // namespace hotline::storage
