#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace hotline::letters {

/// The head of a letter (Decree 30/2020, Appendix I, II.1-II.4). Vietnamese text; normalized when it is set.
struct Heading {
    std::string parent_body;           ///< cơ quan chủ quản; may be empty
    std::string issuing_body;          ///< cơ quan ban hành
    std::string number;                ///< of the register; empty leaves room for it to be given at issue
    std::string notation;              ///< "SXD-VP"
    std::string place;                 ///< "Đồng Tháp"
    std::chrono::year_month_day date;  ///< day of issue
};

/// Who answers for a letter (Appendix I, II.7).
struct Signer {
    std::string authority;  ///< "KT. GIÁM ĐỐC" or empty
    std::string position;   ///< "PHÓ GIÁM ĐỐC"
    std::string name;
};

/// Whether the page says what the file is not.
enum class Standing {
    preview,    ///< "BẢN XEM TRƯỚC": sample or unfinished
    unsigned_,  ///< to be signed by hand or later: says that it carries no digital signature
    signed_,    ///< a digital signature is added to these bytes
};

/// What fills a template: names as it declares them, values as plain text of any number of paragraphs.
using Fields = std::map<std::string, std::string>;

/// All that a letter is made of; nothing else decides its bytes.
struct Letter {
    Heading heading;
    Signer signer;
    Fields fields;
    Standing standing = Standing::preview;
};

/// A letter put into words: what stands on the page, in order, in NFC.
struct Document {
    bool is_official_letter = true;       ///< công văn (summary under the number), else a titled document
    std::vector<std::string> left_head;   ///< parent body, issuing body (the last one is the issuing body)
    std::string number_line;              ///< "Số: 12/SXD-VP"
    std::string place_and_date;           ///< "Đồng Tháp, ngày 03 tháng 02 năm 2026"
    std::string title;                    ///< "PHIẾU TIẾP NHẬN"; empty for an official letter
    std::string summary;                  ///< "V/v …" or what the document is about
    std::vector<std::string> addressees;  ///< after "Kính gửi:"; may be empty
    std::vector<std::string> paragraphs;
    std::vector<std::string> copies;  ///< after "Nơi nhận:"
    Signer signer;
    std::string standing_note;  ///< empty when signed
    std::chrono::year_month_day date;
};

}  // namespace hotline::letters
