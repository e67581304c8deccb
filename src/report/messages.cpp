#include "attune/report/messages.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unicode/decimfmt.h>
#include <unicode/locid.h>
#include <unicode/msgfmt.h>
#include <unicode/numfmt.h>
#include <unicode/unistr.h>

#include "attune/core/check.hpp"

namespace attune::inline v0 {

namespace {

diagnostic fault(std::string_view code, std::string message, std::string_view id)
{
    return {severity::error, std::string(code), std::move(message), {"", fmt::format("/messages/{}", id), 0, 0}};
}

std::string utf8(const icu::UnicodeString& text)
{
    std::string bytes;
    return text.toUTF8String(bytes);
}

/// A pattern, ready to be filled in; or nothing, and why.
std::unique_ptr<icu::MessageFormat> compile(const std::string& pattern, const icu::Locale& locale, std::string& why)
{
    UErrorCode status = U_ZERO_ERROR;
    UParseError place{};
    auto made = std::make_unique<icu::MessageFormat>(icu::UnicodeString::fromUTF8(pattern), locale, place, status);
    if (U_FAILURE(status)) {
        why = fmt::format("cannot be read from character {} on, \"{}\"; expected a pattern of ICU's MessageFormat",
                          place.offset + 1, utf8(icu::UnicodeString(static_cast<const UChar*>(place.postContext))));
        return nullptr;
    }
    if (!made->usesNamedArguments() && made->getArgTypeCount() > 0) {
        why = "has places with numbers for names; expected names, as in {n_items}";
        return nullptr;
    }
    return made;
}

std::vector<std::string> places_of(const icu::MessageFormat& pattern)
{
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::StringEnumeration> names(
        const_cast<icu::MessageFormat&>(pattern).getFormatNames(status));
    std::vector<std::string> places;
    while (const icu::UnicodeString* name = names->snext(status))
        places.push_back(utf8(*name));
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    return places;
}

/// The language, or nothing when ICU has no rules for it.
std::optional<icu::Locale> locale_of(const std::string& language)
{
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale wanted = icu::Locale::forLanguageTag(language, status);
    std::int32_t n_known = 0;
    const icu::Locale* known = icu::Locale::getAvailableLocales(n_known);
    const bool is_known = U_SUCCESS(status) && std::any_of(known, known + n_known, [&](const icu::Locale& one) {
                              return std::string_view(one.getLanguage()) == wanted.getLanguage();
                          });
    return is_known ? std::optional(wanted) : std::nullopt;
}

diagnostic unknown_language(const std::string& language)
{
    return {severity::error,
            "messages.language",
            fmt::format("'{}'; expected a language such as en or de", language),
            {"", "/language", 0, 0}};
}

}  // namespace

struct messages::patterns {
    std::string language;
    icu::Locale locale;
    struct pattern {
        std::unique_ptr<icu::MessageFormat> format;
        std::vector<std::string> places;
    };
    std::map<std::string, pattern, std::less<>> all;
    std::unique_ptr<icu::NumberFormat> decimals;
};

messages::messages(std::unique_ptr<patterns> all) : patterns_(std::move(all)) {}
messages::~messages() = default;
messages::messages(messages&&) noexcept = default;
messages& messages::operator=(messages&&) noexcept = default;

outcome<messages> messages::compiled(const message_texts& texts)
{
    outcome<messages> result;
    const std::optional<icu::Locale> locale = locale_of(texts.language);
    if (!locale) {
        result.found.push_back(unknown_language(texts.language));
        return result;
    }
    auto made = std::make_unique<patterns>();
    made->language = texts.language;
    made->locale = *locale;
    UErrorCode status = U_ZERO_ERROR;
    made->decimals.reset(icu::NumberFormat::createInstance(*locale, status));
    made->decimals->setMaximumFractionDigits(1);
    made->decimals->setRoundingMode(icu::NumberFormat::kRoundHalfUp);
    for (const auto& [id, text] : texts.texts) {
        std::string why;
        if (auto format = compile(text, *locale, why)) {
            std::vector<std::string> places = places_of(*format);
            made->all.emplace(id, patterns::pattern{std::move(format), std::move(places)});
        } else {
            result.found.push_back(fault("messages.pattern", std::move(why), id));
        }
    }
    if (result.found.empty())
        result.value = messages(std::move(made));
    return result;
}

const std::string& messages::language() const noexcept
{
    return patterns_->language;
}

bool messages::has(std::string_view id) const
{
    return patterns_->all.contains(id);
}

std::string messages::operator()(std::string_view id, const message_values& values) const
{
    const auto found = patterns_->all.find(id);
    if (found == patterns_->all.end())
        fail_argument("messages", "id", "name a sentence", id);
    for (const std::string& place : found->second.places)
        if (std::none_of(values.begin(), values.end(), [&](const auto& value) { return value.first == place; }))
            fail_argument("messages", "values", fmt::format("have '{}', which '{}' needs", place, id), "without it");

    std::vector<icu::UnicodeString> names;
    std::vector<icu::Formattable> filled;
    for (const auto& [name, value] : values) {
        names.push_back(
            icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size()))));
        if (const auto* text = std::get_if<std::string>(&value))
            filled.emplace_back(icu::UnicodeString::fromUTF8(*text));
        else if (const auto* count = std::get_if<std::int64_t>(&value))
            filled.emplace_back(*count);
        else {
            icu::UnicodeString written;
            patterns_->decimals->format(std::get<double>(value), written);
            filled.emplace_back(written);
        }
    }
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString sentence;
    found->second.format->format(names.data(), filled.data(), static_cast<std::int32_t>(names.size()), sentence,
                                 status);
    if (U_FAILURE(status))
        throw std::invalid_argument(fmt::format("messages: '{}' cannot be filled in: {}", id, u_errorName(status)));
    return utf8(sentence);
}

std::vector<diagnostic> compare_messages(const message_texts& reference, const message_texts& other)
{
    const std::optional<icu::Locale> locale = locale_of(other.language);
    if (!locale)
        return {unknown_language(other.language)};
    const icu::Locale own = locale_of(reference.language).value_or(icu::Locale::getRoot());
    std::vector<diagnostic> found;
    for (const auto& [id, pattern] : reference.texts)
        if (!other.texts.contains(id))
            found.push_back(fault("messages.missing", "missing; expected a sentence", id));
    for (const auto& [id, pattern] : other.texts) {
        std::string why;
        const auto compiled = compile(pattern, *locale, why);
        const auto expected = reference.texts.find(id);
        if (expected == reference.texts.end()) {
            found.push_back(
                fault("messages.unknown", "is no sentence of ours; expected an id of the shipped languages", id));
        } else if (!compiled) {
            found.push_back(fault("messages.pattern", std::move(why), id));
        } else if (const auto wanted = compile(expected->second, own, why);
                   wanted && places_of(*compiled) != places_of(*wanted)) {
            found.push_back(fault("messages.places",
                                  fmt::format("has the places {}; expected {}", fmt::join(places_of(*compiled), ", "),
                                              fmt::join(places_of(*wanted), ", ")),
                                  id));
        }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const diagnostic& a, const diagnostic& b) { return a.where.pointer < b.where.pointer; });
    return found;
}

}  // namespace attune::inline v0
