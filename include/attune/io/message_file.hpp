#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "attune/core/error.hpp"
#include "attune/instrument/message_texts.hpp"
#include "attune/io/instrument_search.hpp"

namespace attune::inline v0 {

/// Reads sentences from text in memory.
///
/// @param text    strict JSON in UTF-8, {"schema": "attune.messages/1", "language", "version", "messages": {id:
/// pattern}}.
/// @param source  name of the text in messages.
/// @return        the sentences, or all faults of the text with line, column and code. Whether patterns can be read is
///                what `messages::compiled()` finds.
[[nodiscard]] outcome<message_texts> parse_message_texts(std::string_view text, const std::string& source);

/// Reads sentences from a file. Never throws for what the file contains.
[[nodiscard]] outcome<message_texts> read_message_texts(const std::filesystem::path& file);

/// The languages whose sentences can be found, sorted: files `messages/<language>.json` in folders of the path.
[[nodiscard]] std::vector<std::string> message_languages(const search_path& path = default_search_path());

/// Finds and reads the sentences of a language, in the first folder that has them.
///
/// @throws input_error  `search.language`: no folder has them; `search.wrong_id`: the file states another language; or
///                      the faults of the file.
[[nodiscard]] message_texts load_messages_of(std::string_view language,
                                             const search_path& path = default_search_path());

/// Whether a file says that it holds sentences. False for one that cannot be read.
[[nodiscard]] bool is_message_file(const std::filesystem::path& file);

}  // namespace attune::inline v0
