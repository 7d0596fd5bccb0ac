# Writes one C++ file with the data files as raw string literals; see embed_data.cmake.
set(cases "")
set(literals "")
set(index 0)
foreach(file IN LISTS FILES)
  file(READ ${file} content)
  get_filename_component(name ${file} NAME)
  string(APPEND literals "constexpr std::string_view kFile${index} = R\"HOTLINE(${content})HOTLINE\";\n")
  string(APPEND cases "    if (name == \"${name}\") return kFile${index};\n")
  math(EXPR index "${index} + 1")
endforeach()
file(WRITE ${OUTPUT} "#include <string_view>

namespace {
${literals}}

namespace ${NAMESPACE} {
std::string_view embedded_file(std::string_view name) noexcept;
std::string_view embedded_file(std::string_view name) noexcept {
${cases}    return {};
}
}
")
