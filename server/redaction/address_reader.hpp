#pragma once

#include "server/redaction/reading.hpp"

namespace hotline::redaction {

/// An address without phường and xã that begins at some token: "số 214/3, tổ 9, ấp Bình Hiệp A".
struct AddressBlock {
    std::size_t end = 0;  ///< behind its last token; the begin when there is none
    std::size_t parts = 0;
    bool home = false;   ///< a house, a hẻm, a tổ or an ấp: a street alone is no home
    bool exact = false;  ///< with the number of a house, flat or room
};

/// Reads addresses by their form alone; whose they are is decided elsewhere.
class AddressReader {
public:
    AddressReader(const Reading& reading, const Findings& findings)
        : reading_(reading), findings_(findings) {}

    [[nodiscard]] AddressBlock read(std::size_t begin) const;

private:
    /// One part: "tổ 9", "ấp Bình Hiệp A", "đường Lê Lợi".
    struct Part {
        std::size_t end = 0;
        bool home = false;
        bool exact = false;
    };
    [[nodiscard]] const Token& token(std::size_t at) const { return reading_.token(at); }
    [[nodiscard]] bool untaken(std::size_t at) const;
    [[nodiscard]] bool ends_proper(std::size_t at) const;
    [[nodiscard]] bool joins_number(std::size_t at) const;
    [[nodiscard]] std::size_t number_end(std::size_t at) const;
    [[nodiscard]] std::size_t proper_end(std::size_t at) const;
    [[nodiscard]] std::size_t plain_end(std::size_t at) const;
    [[nodiscard]] std::size_t unit_word_end(std::size_t at) const;
    [[nodiscard]] Part read_unit(std::size_t at, bool inside) const;
    [[nodiscard]] Part read_street(std::size_t at) const;
    [[nodiscard]] Part read_house(std::size_t at) const;
    [[nodiscard]] Part read_word(std::size_t at, bool inside) const;
    [[nodiscard]] Part read_part(std::size_t at, const AddressBlock& so_far) const;

    const Reading& reading_;
    const Findings& findings_;
};

}  // namespace hotline::redaction
