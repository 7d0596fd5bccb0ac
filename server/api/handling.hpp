#pragma once

#include "server/api/api.hpp"
#include "server/flow/inbox.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

namespace hotline::api {

using Json = nlohmann::ordered_json;

/// Asks for a signed-in member whom the policy lets make this call. Others get 403; on routes below a case
/// that is 404, since the existence of a case is not theirs to know either.
[[nodiscard]] http::Authorize staff_only(Api* api);
/// The same below a case that the handler finds itself, since there is no body that could be read too early.
[[nodiscard]] http::Authorize staff_who_read_cases(Api* api);
/// The same, and the case named by {id} must be the member's: decided before the body is read.
[[nodiscard]] http::Authorize case_of_member(Api* api);

/// Asks for a signed-in member with one of the route's roles; the person named by {id} must be one whom the
/// member may see, else 404: decided before the body is read.
[[nodiscard]] http::Authorize person_of_member(Api* api);

/// Where cookies are sent by the browser on its own, a second sign that the page itself asked.
[[nodiscard]] Result<crypto::Token> token_of(const http::Request& request);

/// The Idempotency-Key of a request, if it has one: at least 22 characters (128 bits), at most 200.
/// @param caller  who asks: a member's id or an empty view for the public. Errors: bad_input.
[[nodiscard]] Result<std::optional<flow::Idempotency>> idempotency_of(const http::Request& request,
                                                                      const http::RouteMatch& match,
                                                                      ByteView caller);

/// A refusal that names fields.
[[nodiscard]] http::Response refuse(std::vector<http::FieldError> errors);
[[nodiscard]] http::Response refuse(std::string pointer, std::string detail);
/// A flow error as an answer; with conflict the current version goes along, with last_keys the units.
[[nodiscard]] http::Response answer_error(Error error);
/// 200 with JSON that must not be kept by anybody on the way.
[[nodiscard]] http::Response private_json(unsigned status, std::string text);
[[nodiscard]] http::Response private_json(unsigned status, SecretBytes text);

/// A case's clear columns with its subject, as lists and answers show them.
[[nodiscard]] Json summary_json(const storage::CaseRow& row, std::string_view subject);
/// The lines of a list as a JSON array of summaries, written without a document in between: a page of 50
/// costs a quarter of what it does as `Json`.
[[nodiscard]] std::string lines_json(const std::vector<flow::InboxLine>& lines);
[[nodiscard]] Json time_json(const std::optional<storage::Time>& time);
/// The clear, citizen-visible part of an event: at, act, role, unit, officer, purpose, compartments, to,
/// leaf.
[[nodiscard]] Json access_json(const storage::EventRow& event);

/// Refuses query parameters that the route does not know; returns the first offender.
[[nodiscard]] std::optional<std::string> unknown_query(const http::Request& request,
                                                       std::initializer_list<std::string_view> known);
/// A decimal query parameter within [low, high]; `fallback` when absent. Errors: bad_input.
[[nodiscard]] Result<std::uint64_t> query_number(const http::Request& request, std::string_view name,
                                                 std::uint64_t fallback, std::uint64_t low,
                                                 std::uint64_t high);
/// A time query parameter (RFC 3339). Errors: bad_input.
[[nodiscard]] Result<std::optional<storage::Time>> query_time(const http::Request& request,
                                                              std::string_view name);
[[nodiscard]] std::string query_text(const http::Request& request, std::string_view name);
/// The decimal number a path segment holds. Errors: not_found.
[[nodiscard]] Result<std::uint64_t> path_number(std::string_view segment);

}  // namespace hotline::api
