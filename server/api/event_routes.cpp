#include "server/api/handling.hpp"

#include <boost/asio/this_coro.hpp>

namespace hotline::api {
namespace {

constexpr std::chrono::seconds kHeartbeat{15};

std::string event_text(const events::Notice& notice) {
    const Json data{{"id", to_hex(notice.case_id.view())}};
    return "id: " + events::format_cursor(notice.leaf) + "\nevent: " + notice.name +
           "\ndata: " + data.dump() + "\n\n";
}

/// Sends notices until the client is gone, the session has ended or the server drains.
asio::awaitable<bool> stream(Api* api, events::Interest interest, std::optional<std::uint64_t> after,
                             crypto::Token token, http::StreamWriter writer) {
    const std::shared_ptr<events::Hub::Listener> listener =
        api->services->hub->listen(co_await asio::this_coro::executor, std::move(interest), after);
    if (!co_await writer.write(std::string("retry: 2000\n\n"))) co_return true;
    while (writer.open()) {
        if (listener->lost()) {
            // Too much was missed to tell it one by one: the client loads its lists again.
            (void)co_await writer.write(std::string("event: reset\ndata: {}\n\n"));
            co_return true;
        }
        const std::vector<events::Notice> notices = co_await listener->next(kHeartbeat);
        // A session that has ended must not go on hearing.
        Result<access::Member> member = co_await api->services->sessions->authenticate(token.clone(), false);
        if (!member) co_return true;
        std::string text;
        for (const events::Notice& notice : notices) text += event_text(notice);
        if (text.empty()) text = ": still here\n\n";
        if (!co_await writer.write(std::move(text))) co_return true;
    }
    co_return true;
}

asio::awaitable<http::Response> listen(Api* api, http::Request request, http::RouteMatch match) {
    const access::Member& member = member_of(match);
    events::Interest interest;
    interest.desk = member.at_desk() && member.is_in(api->services->desk());
    interest.units = member.units();
    interest.user = member.id();
    std::optional<std::uint64_t> after;
    if (const auto last = request.header("Last-Event-ID"); last && !last->empty()) {
        Result<std::uint64_t> leaf = events::parse_cursor(*last);
        if (!leaf) co_return refuse("Last-Event-ID", "Giá trị không hợp lệ.");
        after = *leaf;
    }
    Result<crypto::Token> token = token_of(request);
    if (!token) co_return http::Response(std::move(token).error());
    co_return http::Response::event_stream(
        [api, interest, after, kept = *std::move(token)](http::StreamWriter writer) mutable {
            return stream(api, std::move(interest), after, std::move(kept), writer);
        });
}

}  // namespace

void add_event_routes(http::Router& router, Api* api) {
    router.add(
        {.method = http::Method::get,
         .pattern = "/v1/events",
         .name = "events",
         .response = http::ResponseKind::event_stream},
        [api](http::Request request, http::RouteMatch match) {
            return listen(api, std::move(request), std::move(match));
        },
        staff_only(api));
}

}  // namespace hotline::api
