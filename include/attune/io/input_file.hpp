#pragma once

#include <memory>
#include <string>

#include "attune/core/bytes.hpp"
#include "attune/core/error.hpp"

namespace attune::inline v0 {

/// Opens a file for reading; "-" is standard input.
///
/// @throws input_error  `file.unreadable`: it does not exist, may not be read, or is a directory. Reading throws the
/// same
///                      when the device fails.
[[nodiscard]] std::unique_ptr<byte_source> open_input(const std::string& path);

/// Converts a source to UTF-8 while it is read.
///
/// @param source    bytes in another encoding.
/// @param encoding  a name that iconv knows, e.g. "windows-1252", "latin-1", "gb18030", "utf-16". "utf-8" hands the
///                  source back as it is: the CSV reader checks that by itself.
/// @param name      name of the input in messages.
/// @throws std::invalid_argument  iconv does not know the encoding.
/// @throws input_error            on reading, `csv.encoding`: the bytes are not valid in this encoding.
[[nodiscard]] std::unique_ptr<byte_source> to_utf8(std::unique_ptr<byte_source> source, const std::string& encoding,
                                                   const std::string& name);

}  // namespace attune::inline v0
