#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "attune/core/error.hpp"
#include "attune/instrument/instrument.hpp"

namespace attune::inline v0 {

/// Reads a definition from text in memory.
///
/// @param text    strict JSON in UTF-8, at most 16 MiB, nested at most 64 deep (format: docs/definitions.md).
/// @param source  name of the text in messages.
/// @return        the instrument, with both hashes; or **all** faults of the text (up to the first syntax error), each
///                with line, column, JSON Pointer, code, what was found and what was expected.
[[nodiscard]] outcome<instrument> parse_instrument(std::string_view text, const std::string& source);

/// Reads a definition from a file. Never throws for what the file contains: for linters, editors, bindings.
///
/// @see parse_instrument()
[[nodiscard]] outcome<instrument> read_instrument(const std::filesystem::path& file);

/// Reads a definition from a file.
///
/// @throws input_error  the file cannot be read or has faults; the exception holds all of them.
[[nodiscard]] instrument load_instrument(const std::filesystem::path& file);

}  // namespace attune::inline v0
