#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "attune/core/error.hpp"
#include "attune/instrument/norm_margins.hpp"
#include "attune/instrument/norm_set.hpp"

namespace attune::inline v0 {

/// Reads a norm set from text in memory.
///
/// @param text    strict JSON in UTF-8, at most 16 MiB, nested at most 64 deep (format: docs/norms.md).
/// @param source  name of the text in messages.
/// @return        the norm set with its hash, and warnings for small groups; or **all** faults of the text (up to the
///                first syntax error), each with line, column, JSON Pointer, code, what was found and what was
///                expected.
[[nodiscard]] outcome<norm_set> parse_norm_set(std::string_view text, const std::string& source);

/// Reads a norm set from a file. Never throws for what the file contains.
///
/// @see parse_norm_set()
[[nodiscard]] outcome<norm_set> read_norm_set(const std::filesystem::path& file);

/// Reads a norm set from a file.
///
/// @throws input_error  the file cannot be read or has faults; the exception holds all of them.
[[nodiscard]] norm_set load_norm_set(const std::filesystem::path& file);

/// Reads what a file says about the people of a norm set that is yet to be built: id, version, name, type, population,
/// countries, languages, year, sampling, n_sites, invariance_tested, source, licence and caveats.
///
/// @throws input_error  the file cannot be read or has faults; the exception holds all of them.
[[nodiscard]] norm_set load_norm_description(const std::filesystem::path& file);

/// Reads the shares that a sample is weighted towards: {"schema": "attune.margins/1", "source", "gender": {word:
/// share}, "age": {band: share}}, of which gender or age may be left out.
///
/// @throws input_error  the file cannot be read or has faults; the exception holds all of them.
[[nodiscard]] norm_margins load_norm_margins(const std::filesystem::path& file);

/// Whether a file says that it holds a norm set. False for one that cannot be read.
[[nodiscard]] bool is_norm_file(const std::filesystem::path& file);

}  // namespace attune::inline v0
