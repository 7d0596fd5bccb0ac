#pragma once

#include "server/ops/completion.hpp"
#include "storage/event_log.hpp"

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <type_traits>
#include <utility>

namespace hotline::ops {

/// Awaits one durable piece of write work. Errors: those of Engine::write.
[[nodiscard]] inline boost::asio::awaitable<Result<storage::Commit>> write(storage::Engine* engine,
                                                                           storage::Engine::WriteWork work) {
    co_return co_await completion<storage::Commit>(
        [engine, work = std::move(work)](Done<storage::Commit> done) mutable {
            engine->write(std::move(work), std::move(done));
        });
}

/// Awaits one read: `work` is called with the transaction and returns a Result<T>. Errors: those of
/// Engine::read and of `work`.
template <class F>
[[nodiscard]] boost::asio::awaitable<std::invoke_result_t<F&, storage::ReadTx&>> read(storage::Engine* engine,
                                                                                      F work) {
    using Outcome = std::invoke_result_t<F&, storage::ReadTx&>;
    using Value = typename Outcome::value_type;
    co_return co_await completion<Value>([engine, work = std::move(work)](Done<Value> done) mutable {
        engine->read([work = std::move(work), done = std::move(done)](Result<storage::ReadTx*> tx) mutable {
            if (!tx) return done(std::move(tx).error());
            done(work(**tx));
        });
    });
}

}  // namespace hotline::ops
