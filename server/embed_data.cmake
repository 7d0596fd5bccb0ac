# hotline_embed_data(TARGET NAMESPACE FILES...): compiles data files into TARGET behind
# `std::string_view NAMESPACE::embedded_file(std::string_view name)`, so that the programs need no file at
# run time. The room declares that function in its embedded.hpp.
set(HOTLINE_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/embed_data_script.cmake)

function(hotline_embed_data target namespace)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/embedded.cpp)
  list(TRANSFORM ARGN PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/ OUTPUT_VARIABLE files)
  add_custom_command(OUTPUT ${generated}
    COMMAND ${CMAKE_COMMAND} -DNAMESPACE=${namespace} "-DFILES=${files}" -DOUTPUT=${generated}
            -P ${HOTLINE_EMBED_SCRIPT}
    DEPENDS ${files} ${HOTLINE_EMBED_SCRIPT} VERBATIM)
  set_source_files_properties(${generated} PROPERTIES COMPILE_OPTIONS "-Wno-overlength-strings")
  target_sources(${target} PRIVATE ${generated})
endfunction()
