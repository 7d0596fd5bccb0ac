#pragma once

#include "server/api/form.hpp"
#include "server/flow/complaint.hpp"

namespace hotline::api {

inline constexpr std::size_t kMostCharacters = 20'000;  ///< of a complaint's text or an answer

/// Reads the body of POST /v1/cases. @return what is wrong with it
[[nodiscard]] std::vector<http::FieldError> read_complaint(std::string_view body, flow::Complaint& into);

}  // namespace hotline::api
