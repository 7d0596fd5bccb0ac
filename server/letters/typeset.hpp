#pragma once

#include "crypto/secret.hpp"
#include "server/letters/fonts.hpp"
#include "server/letters/template.hpp"

namespace hotline::letters {

/// A document as PDF in the layout of Decree 30/2020, Appendix I: the same document and fonts give the same
/// bytes. CPU work of some ten milliseconds; call it on a pool. The bytes may hold personal data. Errors:
/// not_found (no font), too_large (more pages than a letter has), internal.
[[nodiscard]] Result<SecretBytes> typeset(const Document& document, const Faces& faces);

/// Template and letter to PDF in one step. Errors: those of `Template::fill` and `typeset`.
[[nodiscard]] Result<SecretBytes> render(const Template& words, const Letter& letter, const Faces& faces);

/// A letter of this template with sample values, marked as a preview.
[[nodiscard]] Letter sample_letter(const Template& words);

}  // namespace hotline::letters
