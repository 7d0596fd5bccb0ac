#pragma once

#include "server/http/request.hpp"
#include "server/http/response.hpp"

#include <array>
#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace hotline::http {

/// Who may call a route at all.
enum class Auth : std::uint8_t {
    anyone,   ///< no session is asked for
    staff,    ///< a signed-in member; `authorize` knows which
    service,  ///< a service account
};

/// What a route answers with when all is well; for the description and for checks.
enum class ResponseKind : std::uint8_t { json, none, file, event_stream, text };

/// One line of the table of routes.
struct RouteInfo {
    Method method = Method::get;
    std::string pattern;  ///< "/v1/cases/{id}/reveal", "/v1/letters/{id}.pdf", "/v1/log/tile/{rest...}"
    std::string name;     ///< for metrics and the matrix: "cases.reveal"
    Auth auth = Auth::staff;
    std::optional<std::size_t>
        max_body{};          ///< bytes; the listener's default when not set; 0: a body is refused
    bool json_body = false;  ///< the body must be application/json, else 415
    ResponseKind response = ResponseKind::json;
};

/// What `authorize` found out and the handler needs (the session, the case row). Owned by the RouteMatch.
class RequestContext {
public:
    RequestContext() = default;
    RequestContext(const RequestContext&) = delete;
    RequestContext& operator=(const RequestContext&) = delete;
    virtual ~RequestContext() = default;
};

/// The route that was found. Parameters are views into the Request and live as long as it does.
struct RouteMatch {
    static constexpr std::size_t kMaxParams = 4;
    struct Param {
        std::string_view name;
        std::string_view value;
    };

    const RouteInfo* route = nullptr;
    std::unique_ptr<RequestContext> context;
    std::array<Param, kMaxParams> params{};
    std::size_t param_count = 0;

    /// For the router: the next value.
    void add(std::string_view value) noexcept { params[param_count++].value = value; }
    /// The decoded value of `{name}`, never empty. Asking for a name that the pattern lacks is a bug:
    /// std::logic_error.
    [[nodiscard]] std::string_view param(std::string_view name) const;
    /// The context as the type that `authorize` of this route made; std::bad_cast when it is another (a bug).
    template <class T>
    [[nodiscard]] T& context_as() const {
        return dynamic_cast<T&>(*context);
    }
};

/// What `authorize` decides: go on, with a context that may be null, or answer at once.
using Admission = std::variant<std::unique_ptr<RequestContext>, Response>;

/// Decides existence and rights after the header and before the body is read. The pointers live until it
/// returns.
using Authorize = std::function<boost::asio::awaitable<Admission>(const Request*, const RouteMatch*)>;
/// Does the act and answers. Called at once from several threads for different requests.
using Handler = std::function<boost::asio::awaitable<Response>(Request, RouteMatch)>;

/// The table of routes: filled in `main`, then only read, from any thread; outlives the listeners that use
/// it. A literal segment wins over a parameter and a parameter over the rest; there is no going back, so
/// under
/// "/v1/cases/search" the name "search" is never an id.
class Router {
public:
    Router();
    Router(const Router&) = delete;
    Router& operator=(const Router&) = delete;
    ~Router();

    /// Adds a route; an ill-formed pattern or a second route for the same method and pattern is a bug:
    /// std::logic_error.
    /// @param authorize  may be empty: then everybody goes on to the handler
    void add(RouteInfo info, Handler handler, Authorize authorize = {});

    struct Route {
        RouteInfo info;
        Handler handler;
        Authorize authorize;
        std::size_t index = 0;  ///< position in the table
    };
    struct Found {
        const Route* route = nullptr;  ///< null: no such path, or not this method
        RouteMatch match;
        std::string allow;  ///< methods of this path when only the method is wrong: "GET, HEAD"
    };
    /// Looks a decoded path up (views of it go into `match`). HEAD finds GET. O(segments).
    [[nodiscard]] Found find(Method method, std::string_view path) const;

    /// Every route in the order it was added.
    [[nodiscard]] std::span<const std::unique_ptr<Route>> routes() const noexcept { return routes_; }

private:
    struct Node;
    /// One segment down the tree; null when nothing fits.
    static const Node* step(const Node* node, std::string_view& rest, RouteMatch& match);

    std::unique_ptr<Node> root_;
    std::vector<std::unique_ptr<Route>> routes_;
};

}  // namespace hotline::http
