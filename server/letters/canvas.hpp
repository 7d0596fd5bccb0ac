#pragma once

#include "crypto/secret.hpp"
#include "server/letters/fonts.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

using PangoLayout = struct _PangoLayout;

namespace hotline::letters {

/// How a text is set. Sizes in points.
struct Type {
    double size = 14;
    bool bold = false;
    bool italic = false;
};
enum class Align { left, centre, justified };

/// A text laid out in lines, not yet on a page. Lengths in millimetres. Must not outlive its Canvas.
class Block {
public:
    [[nodiscard]] std::size_t lines() const noexcept { return boxes_.size(); }
    [[nodiscard]] double height() const noexcept;
    [[nodiscard]] double height_of(std::size_t from, std::size_t to) const noexcept;
    /// Of the widest line.
    [[nodiscard]] double text_width() const noexcept { return text_width_; }

private:
    friend class Canvas;
    struct LineBox {
        double left, top, bottom, baseline;  ///< points from the block's corner
    };
    struct Drop {
        void operator()(PangoLayout* layout) const noexcept;
    };
    std::unique_ptr<PangoLayout, Drop> layout_;
    std::vector<LineBox> boxes_;
    double text_width_ = 0;
};

/// Pages of A4 as PDF: the only place that knows pango and cairo. One thread at a time; nothing is shared
/// with other canvases, so the bytes depend on what is drawn alone.
class Canvas {
public:
    /// @param title  of the file, without personal data: viewers show it and search engines read it
    /// @param date   stands as the date of creation, instead of the clock
    /// Errors: not_found when a font cannot be read, internal.
    [[nodiscard]] static Result<Canvas> open(const Faces& faces, const std::string& title,
                                             std::chrono::year_month_day date);
    Canvas(Canvas&&) noexcept;
    Canvas& operator=(Canvas&&) noexcept;
    ~Canvas();

    /// @param text    UTF-8; line feeds end lines  @param width  millimetres
    /// @param indent  of the first line, millimetres
    [[nodiscard]] Block lay_out(const std::string& text, Type type, double width, Align align,
                                double indent = 0) const;
    /// Draws lines [from, to) with the upper left corner of line `from` at x, y (millimetres).
    void draw(const Block& block, double x, double y, std::size_t from, std::size_t to);
    void draw(const Block& block, double x, double y) { draw(block, x, y, 0, block.lines()); }
    void draw_rule(double x, double y, double length);
    void next_page();
    /// The file. Errors: internal. Nothing may be drawn afterwards.
    [[nodiscard]] Result<SecretBytes> finish();

private:
    struct Parts;
    explicit Canvas(std::unique_ptr<Parts> parts) noexcept;
    std::unique_ptr<Parts> parts_;
};

}  // namespace hotline::letters
