#pragma once

#include "crypto/result.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <utility>

namespace hotline::ops {

/// The callback of a callback API: called exactly once, from any thread, also before `start` has returned.
template <class T>
using Done = std::move_only_function<void(Result<T>)>;

/// Turns a callback API into something to await: `start(Done<T>)` begins the work, the coroutine goes on with
/// the result on its own executor (its strand), whoever calls the callback.
///
///     Result<CaseRow> row = co_await ops::completion<CaseRow>(
///         [store, id](ops::Done<CaseRow> done) { store->find(id, std::move(done)); });
///
/// Cancelling the coroutine does not cancel the work: the wait ends when the callback is called. A callback
/// that is destroyed uncalled leaves the coroutine waiting until its executor dies; that is a bug of the API
/// behind.
template <class T, class Start>
[[nodiscard]] boost::asio::awaitable<Result<T>> completion(Start start) {
    namespace asio = boost::asio;
    auto initiation = [](auto handler, Start begin) {
        auto executor = asio::get_associated_executor(handler);
        auto working = asio::prefer(executor, asio::execution::outstanding_work.tracked);
        begin(Done<T>([handler = std::move(handler), working = std::move(working)](Result<T> result) mutable {
            auto target = working;
            asio::post(target, [handler = std::move(handler), working = std::move(working),
                                result = std::move(result)]() mutable { handler(std::move(result)); });
        }));
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Result<T>)>(
        std::move(initiation), asio::use_awaitable, std::move(start));
}

}  // namespace hotline::ops
