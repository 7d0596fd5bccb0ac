#pragma once

/// Measures of an official document: Decree 30/2020/NĐ-CP, Appendix I. Lengths in millimetres, type in
/// points.
namespace hotline::letters::decree30 {

inline constexpr double kPageWidth = 210, kPageHeight = 297;  // I.1: A4
inline constexpr double kTop = 20, kBottom = 20;              // I.5: 20-25
inline constexpr double kLeft = 30, kRight = 15;              // I.5: 30-35, 15-20
inline constexpr double kTextWidth = kPageWidth - kLeft - kRight;

// The head stands in two columns: who issues, and the national title.
inline constexpr double kHeadLeft = 67, kHeadGap = 2, kHeadRight = kTextWidth - kHeadLeft - kHeadGap;

inline constexpr double kNationalTitle = 12;    // II.1: caps 12-13, bold
inline constexpr double kNationalMotto = 13;    // II.1: 13-14, bold, a line below
inline constexpr double kBodyName = 12;         // II.2: caps 12-13; the issuing body bold, a line below
inline constexpr double kNumber = 13;           // II.3: 13
inline constexpr double kDate = 13;             // II.4: 13-14, italic
inline constexpr double kSummaryOfLetter = 12;  // II.5: 12-13, under the number
inline constexpr double kTitle = 14;            // II.5: caps 13-14, bold
inline constexpr double kSummary = 14;          // II.5: 13-14, bold, a line below
inline constexpr double kText = 14;             // II.6: 13-14, justified
inline constexpr double kSignature = 14;        // II.7: 13-14, bold
inline constexpr double kCopiesHead = 12;       // II.9: 12, bold italic
inline constexpr double kCopies = 11;           // II.9: 11
inline constexpr double kPageNumber = 13;  // I.7: 13-14, centred in the top margin, none on the first page
inline constexpr double kNote = 9;

inline constexpr double kIndent = 10;                   // II.6: first line 1 or 1.27 cm
inline constexpr double kParagraphGap = 6 * 25.4 / 72;  // II.6: at least 6 pt
inline constexpr double kLineSpacing = 1.15;            // II.6: single to 1.5
inline constexpr double kRuleShare = 0.4;               // II.2, II.5: a line of a third to a half of the text
inline constexpr double kRuleGap = 1;
inline constexpr double kRoomToSign = 25;

}  // namespace hotline::letters::decree30
