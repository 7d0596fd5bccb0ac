#include "server/http/router.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace hotline::http {
namespace {

/// Cuts the first segment off a path without its leading slash.
std::string_view take_segment(std::string_view& rest) noexcept {
    const std::size_t end = std::min(rest.find('/'), rest.size());
    const std::string_view segment = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return segment;
}

enum class SegmentKind : std::uint8_t { literal, param, rest };

/// One segment of a pattern: "cases", "{id}", "{id}.pdf" or "{rest...}".
struct Segment {
    SegmentKind kind = SegmentKind::literal;
    std::string_view name;     // of the parameter
    std::string_view literal;  // the segment, or what follows the parameter
};

[[noreturn]] void refuse(std::string_view pattern, const char* why) {
    throw std::logic_error("route " + std::string(pattern) + ": " + why);
}

Segment read_segment(std::string_view text, std::string_view pattern) {
    if (!text.starts_with('{')) {
        if (text.empty() || text.find_first_of("{}") != std::string_view::npos)
            refuse(pattern, "bad segment");
        return {SegmentKind::literal, {}, text};
    }
    const std::size_t end = text.find('}');
    if (end == std::string_view::npos || end == 1) refuse(pattern, "a parameter without a name or an end");
    const std::string_view name = text.substr(1, end - 1);
    const std::string_view after = text.substr(end + 1);
    if (!name.ends_with("...")) return {SegmentKind::param, name, after};
    if (!after.empty()) refuse(pattern, "text after the rest");
    return {SegmentKind::rest, name.substr(0, name.size() - 3), {}};
}

}  // namespace

/// One place in the tree of patterns.
struct Router::Node {
    struct ParamChild {
        std::string suffix;
        std::unique_ptr<Node> node;
    };
    std::vector<std::pair<std::string, std::unique_ptr<Node>>> literals;
    std::vector<ParamChild> params;  // the longest suffix first
    std::unique_ptr<Node> rest;
    std::array<const Route*, kMethods> by_method{};

    [[nodiscard]] const Node* literal(std::string_view segment) const noexcept {
        for (const auto& [text, node] : literals) {
            if (text == segment) return node.get();
        }
        return nullptr;
    }
    Node* add_literal(std::string_view segment) {
        for (const auto& [text, node] : literals) {
            if (text == segment) return node.get();
        }
        return literals.emplace_back(segment, std::make_unique<Node>()).second.get();
    }
    Node* add_param(std::string_view suffix) {
        const auto same = std::ranges::find(params, suffix, &ParamChild::suffix);
        if (same != params.end()) return same->node.get();
        auto shorter = [suffix](const ParamChild& child) { return child.suffix.size() < suffix.size(); };
        const auto place = std::ranges::find_if(params, shorter);
        return params.insert(place, ParamChild{std::string(suffix), std::make_unique<Node>()})->node.get();
    }
    Node* add_rest() {
        if (!rest) rest = std::make_unique<Node>();
        return rest.get();
    }
    [[nodiscard]] std::string allowed() const {
        std::string list;
        for (std::size_t i = 0; i < kMethods; ++i) {
            const auto method = static_cast<Method>(i);
            const bool by_get =
                method == Method::head && by_method[static_cast<std::size_t>(Method::get)] != nullptr;
            if (by_method[i] == nullptr && !by_get) continue;
            if (!list.empty()) list += ", ";
            list += name_of(method);
        }
        return list;
    }
    [[nodiscard]] const Route* route_for(Method method) const noexcept {
        const Route* route = by_method[static_cast<std::size_t>(method)];
        if (route == nullptr && method == Method::head)
            return by_method[static_cast<std::size_t>(Method::get)];
        return route;
    }
};

namespace {

void name_params(std::string_view pattern, RouteMatch& match) noexcept {
    for (std::size_t i = 0; i < match.param_count; ++i) {
        pattern.remove_prefix(pattern.find('{') + 1);
        match.params[i].name = pattern.substr(0, pattern.find_first_of("}."));
    }
}

}  // namespace

std::string_view RouteMatch::param(std::string_view name) const {
    for (std::size_t i = 0; i < param_count; ++i) {
        if (params[i].name == name) return params[i].value;
    }
    throw std::logic_error("the route has no parameter of this name");
}

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;

void Router::add(RouteInfo info, Handler handler, Authorize authorize) {
    const std::string_view pattern = info.pattern;
    if (!pattern.starts_with('/')) refuse(pattern, "must start with a slash");
    Node* node = root_.get();
    std::size_t params = 0;
    for (std::string_view rest = pattern.substr(1); !rest.empty();) {
        const Segment segment = read_segment(take_segment(rest), pattern);
        if (segment.kind == SegmentKind::rest && !rest.empty()) refuse(pattern, "segments after the rest");
        if (segment.kind != SegmentKind::literal && ++params > RouteMatch::kMaxParams)
            refuse(pattern, "too many");
        node = segment.kind == SegmentKind::literal ? node->add_literal(segment.literal)
               : segment.kind == SegmentKind::param ? node->add_param(segment.literal)
                                                    : node->add_rest();
    }
    const Route*& slot = node->by_method[static_cast<std::size_t>(info.method)];
    if (slot != nullptr) refuse(pattern, "added twice");
    routes_.push_back(std::make_unique<Route>(
        Route{std::move(info), std::move(handler), std::move(authorize), routes_.size()}));
    slot = routes_.back().get();
}

const Router::Node* Router::step(const Node* node, std::string_view& rest, RouteMatch& match) {
    const std::string_view from_here = rest;
    const std::string_view segment = take_segment(rest);
    if (const Node* literal = node->literal(segment)) return literal;
    for (const Node::ParamChild& child : node->params) {
        if (segment.size() <= child.suffix.size() || !segment.ends_with(child.suffix)) continue;
        match.add(segment.substr(0, segment.size() - child.suffix.size()));
        return child.node.get();
    }
    if (!node->rest || from_here.empty()) return nullptr;
    match.add(from_here);
    rest = {};
    return node->rest.get();
}

Router::Found Router::find(Method method, std::string_view path) const {
    Found found;
    const Node* node = root_.get();
    const bool trailing_slash = path.size() > 1 && path.ends_with('/');
    std::string_view rest = path.substr(std::min<std::size_t>(1, path.size()));
    while (!rest.empty() && node != nullptr) node = step(node, rest, found.match);
    if (node == nullptr || trailing_slash) return found;
    found.route = node->route_for(method);
    if (found.route == nullptr) {
        found.allow = node->allowed();
        return found;
    }
    found.match.route = &found.route->info;
    name_params(found.route->info.pattern, found.match);
    return found;
}

}  // namespace hotline::http
