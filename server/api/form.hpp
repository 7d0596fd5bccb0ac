#pragma once

#include "crypto/secret.hpp"
#include "server/http/problem.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::api {

/// Reads a JSON body straight into its places, without a document in between: personal data goes from the
/// request's wiped memory into wiped memory. What is not declared is refused, and so are duplicate keys, NUL,
/// malformed UTF-8 and objects deeper than declared.
///
///     Form form;
///     form.secret("/phone", phone, {.required = true, .max = 40});
///     std::vector<http::FieldError> errors = form.read(body);
class Form {
public:
    struct Text {
        bool required = false;
        std::size_t min = 1;    ///< characters (code points)
        std::size_t max = 200;  ///< characters
    };

    /// The pointer is a JSON pointer of one or two parts, e.g. "/reporter/phone". All targets are borrowed.
    void secret(std::string_view pointer, SecretBytes& into, Text rule);
    void text(std::string_view pointer, std::string& into, Text rule);
    void flag(std::string_view pointer, bool& into, bool required = false);
    /// An integer of 0..2^31-1.
    void integer(std::string_view pointer, std::uint32_t& into, bool required = false);
    /// A finite number within [low, high].
    void number(std::string_view pointer, std::optional<double>& into, double low, double high);
    /// An array of at most 16 short strings.
    void list(std::string_view pointer, std::vector<std::string>& into, bool required = false);

    /// All that is wrong with `body`; empty when everything was read. An empty body counts as `{}`.
    [[nodiscard]] std::vector<http::FieldError> read(std::string_view body);

private:
    friend class FormReader;
    enum class Kind : std::uint8_t { secret, text, flag, integer, number, list };
    struct Field {
        Kind kind{};
        Text rule;
        bool required = false;
        bool seen = false;
        double low = 0, high = 0;
        SecretBytes* secret = nullptr;
        std::string* text = nullptr;
        bool* flag = nullptr;
        std::uint32_t* integer = nullptr;
        std::optional<double>* number = nullptr;
        std::vector<std::string>* list = nullptr;
    };
    std::map<std::string, Field, std::less<>> fields_;
};

}  // namespace hotline::api
