#include "server/letters/canvas.hpp"

#include "server/letters/decree30.hpp"

#include <algorithm>
#include <cairo-pdf.h>
#include <fmt/format.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

namespace hotline::letters {
namespace {

constexpr double kPoint = 25.4 / 72;  ///< millimetres

double points(double millimetres) {
    return millimetres / kPoint;
}

template <auto Release>
struct Drop {
    template <class T>
    void operator()(T* object) const noexcept {
        Release(object);
    }
};
template <class T, auto Release>
using Owned = std::unique_ptr<T, Drop<Release>>;

cairo_status_t append(void* out, const unsigned char* data, unsigned int length) noexcept {
    static_cast<SecretBytes*>(out)->append(ByteView(data, length));
    return CAIRO_STATUS_SUCCESS;
}

}  // namespace

void Block::Drop::operator()(PangoLayout* layout) const noexcept {
    g_object_unref(layout);
}

double Block::height() const noexcept {
    return height_of(0, boxes_.size());
}

double Block::height_of(std::size_t from, std::size_t to) const noexcept {
    return from < to ? (boxes_[to - 1].bottom - boxes_[from].top) * kPoint : 0;
}

struct Canvas::Parts {
    SecretBytes bytes;
    std::string family;
    Owned<FcConfig, FcConfigDestroy> fonts;
    Owned<PangoFontMap, g_object_unref> map;
    Owned<PangoContext, g_object_unref> context;
    Owned<cairo_surface_t, cairo_surface_destroy> surface;
    Owned<cairo_t, cairo_destroy> cairo;
};

Canvas::Canvas(std::unique_ptr<Parts> parts) noexcept : parts_(std::move(parts)) {}
Canvas::Canvas(Canvas&&) noexcept = default;
Canvas& Canvas::operator=(Canvas&&) noexcept = default;
Canvas::~Canvas() = default;

Result<Canvas> Canvas::open(const Faces& faces, const std::string& title, std::chrono::year_month_day date) {
    auto parts = std::make_unique<Parts>();
    parts->family = faces.family;
    // A configuration of our own: the machine's fonts and its rules for replacing them stay out.
    parts->fonts.reset(FcConfigCreate());
    for (const std::filesystem::path& file : faces.files) {
        const std::string name = file.string();
        if (FcConfigAppFontAddFile(parts->fonts.get(), reinterpret_cast<const FcChar8*>(name.c_str())) ==
            FcFalse)
            return fail(Errc::not_found, "a font of letters cannot be read");
    }
    parts->map.reset(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
    if (!parts->map) return fail(Errc::internal, "pango without FreeType");
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(parts->map.get()), parts->fonts.get());
    parts->context.reset(pango_font_map_create_context(parts->map.get()));
    const Owned<cairo_font_options_t, cairo_font_options_destroy> options(cairo_font_options_create());
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(parts->context.get(), options.get());
    pango_cairo_context_set_resolution(parts->context.get(), 72);
    pango_context_set_round_glyph_positions(parts->context.get(), FALSE);
    pango_context_set_language(parts->context.get(), pango_language_from_string("vi"));

    parts->surface.reset(cairo_pdf_surface_create_for_stream(
        append, &parts->bytes, points(decree30::kPageWidth), points(decree30::kPageHeight)));
    cairo_surface_t* surface = parts->surface.get();
    const std::string day =
        fmt::format("{:04}-{:02}-{:02}T00:00:00+07:00", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title.c_str());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, day.c_str());
    parts->cairo.reset(cairo_create(surface));
    if (cairo_status(parts->cairo.get()) != CAIRO_STATUS_SUCCESS)
        return fail(Errc::internal, "cairo cannot make a PDF");
    return Canvas(std::move(parts));
}

Block Canvas::lay_out(const std::string& text, Type type, double width, Align align, double indent) const {
    Block out;
    out.layout_.reset(pango_layout_new(parts_->context.get()));
    PangoLayout* layout = out.layout_.get();
    const Owned<PangoFontDescription, pango_font_description_free> font(pango_font_description_new());
    pango_font_description_set_family(font.get(), parts_->family.c_str());
    pango_font_description_set_absolute_size(font.get(), type.size * PANGO_SCALE);
    pango_font_description_set_weight(font.get(), type.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_style(font.get(), type.italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
    pango_layout_set_font_description(layout, font.get());
    const Owned<PangoAttrList, pango_attr_list_unref> attributes(pango_attr_list_new());
    // A ligature is one glyph for two letters; without them every letter stays one for who searches the file.
    pango_attr_list_insert(attributes.get(), pango_attr_font_features_new("liga=0, clig=0"));
    pango_layout_set_attributes(layout, attributes.get());
    pango_layout_set_width(layout, static_cast<int>(points(width) * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_indent(layout, static_cast<int>(points(indent) * PANGO_SCALE));
    pango_layout_set_alignment(layout, align == Align::centre ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT);
    pango_layout_set_justify(layout, align == Align::justified ? TRUE : FALSE);
    pango_layout_set_line_spacing(layout, static_cast<float>(decree30::kLineSpacing));
    pango_layout_set_text(layout, text.c_str(), static_cast<int>(text.size()));

    const Owned<PangoLayoutIter, pango_layout_iter_free> line(pango_layout_get_iter(layout));
    do {
        PangoRectangle logical;
        int top = 0, bottom = 0;
        pango_layout_iter_get_line_extents(line.get(), nullptr, &logical);
        pango_layout_iter_get_line_yrange(line.get(), &top, &bottom);
        const auto in_points = [](int units) { return static_cast<double>(units) / PANGO_SCALE; };
        out.boxes_.push_back({in_points(logical.x), in_points(top), in_points(bottom),
                              in_points(pango_layout_iter_get_baseline(line.get()))});
        out.text_width_ = std::max(out.text_width_, in_points(logical.width) * kPoint);
    } while (pango_layout_iter_next_line(line.get()) != FALSE);
    return out;
}

void Canvas::draw(const Block& block, double x, double y, std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
        const Block::LineBox& box = block.boxes_[i];
        cairo_move_to(parts_->cairo.get(), points(x) + box.left,
                      points(y) + box.baseline - block.boxes_[from].top);
        pango_cairo_show_layout_line(
            parts_->cairo.get(), pango_layout_get_line_readonly(block.layout_.get(), static_cast<int>(i)));
    }
}

void Canvas::draw_rule(double x, double y, double length) {
    cairo_set_line_width(parts_->cairo.get(), 0.7);
    cairo_move_to(parts_->cairo.get(), points(x), points(y));
    cairo_line_to(parts_->cairo.get(), points(x + length), points(y));
    cairo_stroke(parts_->cairo.get());
}

void Canvas::next_page() {
    cairo_show_page(parts_->cairo.get());
}

Result<SecretBytes> Canvas::finish() {
    parts_->cairo.reset();
    cairo_surface_finish(parts_->surface.get());
    if (cairo_surface_status(parts_->surface.get()) != CAIRO_STATUS_SUCCESS)
        return fail(Errc::internal, "cairo could not write a PDF");
    return std::move(parts_->bytes);
}

}  // namespace hotline::letters
