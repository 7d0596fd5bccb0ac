#include "storage/engine.hpp"

#include <future>

namespace hotline::storage {

Result<Commit> write_and_wait(Engine& engine, Engine::WriteWork work) {
    std::promise<Result<Commit>> answer;
    auto waiting = answer.get_future();
    engine.write(std::move(work), [&answer](Result<Commit> result) { answer.set_value(std::move(result)); });
    return waiting.get();
}

Result<void> read_and_wait(Engine& engine, std::move_only_function<Result<void>(ReadTx&)> work) {
    std::promise<Result<void>> answer;
    auto waiting = answer.get_future();
    engine.read([&](Result<ReadTx*> tx) {
        if (!tx) return answer.set_value(tx.error());
        try {
            answer.set_value(work(**tx));
        } catch (...) {
            answer.set_exception(std::current_exception());
        }
    });
    return waiting.get();
}

}  // namespace hotline::storage
