#pragma once

#include "server/redaction/reading.hpp"

namespace hotline::redaction {

/// What stands around a possible name and speaks for a person.
struct NameCues {
    bool self = false;       ///< "tôi là": the writer
    bool named = false;      ///< "tên", "đại diện"
    bool honorific = false;  ///< "ông", "chị" right before
    bool owner = false;      ///< "chủ là"
    bool list = false;       ///< behind another name and a comma
    bool contact = false;    ///< a phone number, an e-mail address or a date of birth follows
    bool speaks = false;     ///< "báo", "phản ánh" follows
    bool alone = false;      ///< a line of its own, as a signature

    [[nodiscard]] bool strong() const noexcept {
        return self || named || honorific || list || contact || alone;
    }
    [[nodiscard]] bool any() const noexcept { return strong() || owner || speaks; }
};

/// The cues around the words [begin, end).
[[nodiscard]] NameCues cues_around(const Reading& reading, const Findings& findings, std::size_t begin,
                                   std::size_t end);

/// The words [begin, end) name a holder of a public office in that role: the office stands behind the name
/// or, with nothing but the body and words of address between, before it.
[[nodiscard]] bool in_public_role(const Reading& reading, std::size_t begin, std::size_t end);

/// Claims the names of private persons in a text.
void find_names(const Reading& reading, Findings& findings);

/// Claims the homes of private persons. Names and phone numbers must have been found before.
void find_homes(const Reading& reading, Findings& findings);

}  // namespace hotline::redaction
