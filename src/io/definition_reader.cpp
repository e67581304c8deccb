#include "definition_reader.hpp"

#include <cstddef>
#include <limits>
#include <regex>

#include <fmt/format.h>

#include "field_readers.hpp"

namespace attune::inline v0::detail {

namespace {

dimension read_dimension(const json_cursor& at)
{
    return at.word<dimension>(
        {{"anxiety", dimension::anxiety}, {"avoidance", dimension::avoidance}, {"other", dimension::other}});
}

polarity read_polarity(const json_cursor& at)
{
    return at.word<polarity>({{"less_secure", polarity::less_secure},
                              {"more_secure", polarity::more_secure},
                              {"neither", polarity::neither}});
}

permission read_permission(const json_cursor& at)
{
    return at.word<permission>({{"allowed", permission::allowed},
                                {"ask", permission::ask},
                                {"forbidden", permission::forbidden},
                                {"unknown", permission::unknown}});
}

response_range read_range(const json_cursor& at)
{
    response_range range;
    object_reader object(at);
    object.required("min", into(range.min, &json_cursor::integer));
    object.required("max", into(range.max, &json_cursor::integer));
    object.required("anchors", [&](const json_cursor& anchors) {
        if (!anchors.expect(json_kind::object))
            return;
        for (const auto& [name, text] : anchors.value().members) {
            if (object_reader::is_free(name))
                continue;
            const json_cursor anchor = anchors.child(text, name);
            const auto answer = parse_int64(name);
            if (!answer || *answer < 0 || *answer > 100 || name != fmt::format("{}", *answer))
                anchor.report("bad_value", fmt::format("anchor at '{}'; expected an answer within 0..100", name));
            else
                range.anchors[static_cast<int>(*answer)] = anchor.text();
        }
    });
    object.done();
    return range;
}

item read_item(const json_cursor& at)
{
    item it;
    object_reader object(at);
    object.required("number", into(it.number, &json_cursor::integer));
    object.required("id", into(it.id, &json_cursor::id));
    object.required("topic", into(it.topic, &json_cursor::text_or_null));
    object.done();
    return it;
}

scale read_scale(const json_cursor& at)
{
    scale s;
    object_reader object(at);
    object.required("id", into(s.id, &json_cursor::id));
    object.required("dimension", [&](const json_cursor& c) { s.on = read_dimension(c); });
    object.required("higher_means", [&](const json_cursor& c) { s.higher_means = read_polarity(c); });
    object.required("score", [&](const json_cursor& c) {
        s.score = c.word<aggregation>({{"mean", aggregation::mean}, {"sum", aggregation::sum}});
    });
    object.required("items", list_into(s.items, [](const json_cursor& c) { return c.integer(); }));
    object.required("reversed", list_into(s.reversed, [](const json_cursor& c) { return c.integer(); }));
    object.required("missing", [&](const json_cursor& c) {
        object_reader rule(c);
        rule.required("min_answered", into(s.missing.min_answered, &json_cursor::integer));
        rule.required("source", into(s.missing.source, &json_cursor::text));
        rule.done();
    });
    object.done();
    return s;
}

derived_score read_derived(const json_cursor& at)
{
    derived_score d;
    object_reader object(at);
    object.required("id", into(d.id, &json_cursor::id));
    object.required("dimension", [&](const json_cursor& c) { d.on = read_dimension(c); });
    object.required("higher_means", [&](const json_cursor& c) { d.higher_means = read_polarity(c); });
    object.required("constant", into(d.constant, &json_cursor::exact_number));
    object.required("terms", list_into(d.terms, [](const json_cursor& c) {
                        derived_term term;
                        object_reader part(c);
                        part.required("score", into(term.score, &json_cursor::id));
                        part.required("weight", into(term.weight, &json_cursor::exact_number));
                        part.done();
                        return term;
                    }));
    object.done();
    return d;
}

std::vector<int> read_answers(const json_cursor& at)
{
    return at.list([](const json_cursor& answer) {
        if (answer.is_null())
            return not_answered;
        const int value = answer.integer();
        if (value < 0)
            answer.report("bad_value", fmt::format("{}; expected an answer, or null for none", value));
        return value;
    });
}

test_vector read_vector(const json_cursor& at)
{
    test_vector vector;
    object_reader object(at);
    object.required("answers", [&](const json_cursor& answers) {
        if (answers.value().kind == json_kind::array)
            vector.answers[""] = read_answers(answers);
        else if (answers.value().kind == json_kind::object) {
            for (const auto& [target, list] : answers.value().members)
                if (!object_reader::is_free(target))
                    vector.answers[target] = read_answers(answers.child(list, target));
        } else
            answers.report("wrong_type", fmt::format("{}; expected an array, or an object with one array per target",
                                                     to_string(answers.value().kind)));
    });
    object.required("scores", [&](const json_cursor& scores) {
        if (!scores.expect(json_kind::object))
            return;
        for (const auto& [id, value] : scores.value().members) {
            if (object_reader::is_free(id))
                continue;
            const json_cursor score = scores.child(value, id);
            if (!json_cursor::is_id(id))
                score.report("bad_id", fmt::format("'{}'; expected [a-z0-9][a-z0-9._-]{{0,63}}", id));
            else if (score.is_null())
                vector.scores[id] = std::nullopt;
            else if (const std::string text = score.text(); !text.empty()) {
                vector.scores[id] = parse_fraction(text);
                if (!vector.scores[id])
                    score.report("bad_value",
                                 fmt::format("'{}'; expected a fraction of whole numbers such as \"65/18\"", text));
            }
        }
    });
    object.done();
    return vector;
}

form read_form(const json_cursor& at)
{
    form f;
    object_reader object(at);
    object.required("id", into(f.id, &json_cursor::id));
    object.required("note", into(f.note, &json_cursor::text));
    object.required("source", into(f.source, &json_cursor::text));
    object.optional("response", [&](const json_cursor& c) { f.response = read_range(c); });
    object.optional("order", [&](const json_cursor& c) {
        f.reordered = true;
        if (!c.is_null())
            f.order = c.list([](const json_cursor& number) { return number.integer(); });
    });
    object.optional("unscored", list_into(f.unscored, [](const json_cursor& number) { return number.integer(); }));
    object.optional("scales", list_into(f.scales, read_scale));
    object.optional("derived", list_into(f.derived, read_derived));
    object.optional("vectors", list_into(f.vectors, read_vector));
    object.done();
    return f;
}

published_figure read_published(const json_cursor& at)
{
    published_figure figure;
    object_reader object(at);
    object.required("score", into(figure.score, &json_cursor::id));
    object.required("form", into(figure.form, &json_cursor::id));
    object.required("sample", into(figure.sample, &json_cursor::text));
    object.required("n_persons", [&](const json_cursor& c) {
        if (!c.is_null())
            figure.n_persons = c.integer_within(1, std::numeric_limits<int>::max());
    });
    object.required("mean", into(figure.mean, &json_cursor::number_or_null));
    object.required("sd", [&](const json_cursor& c) {
        figure.sd = c.number_or_null();
        if (figure.sd && *figure.sd < 0)
            c.report("bad_value", fmt::format("{}; expected a standard deviation of at least 0", *figure.sd));
    });
    object.required("alpha", [&](const json_cursor& c) {
        figure.alpha = c.number_or_null();
        if (figure.alpha && *figure.alpha > 1)
            c.report("bad_value", fmt::format("{}; expected an alpha of at most 1", *figure.alpha));
    });
    object.required("source", into(figure.source, &json_cursor::text));
    object.done();
    return figure;
}

coding read_coding(const json_cursor& at)
{
    coding c;
    object_reader object(at);
    object.required("system", into(c.system, &json_cursor::text));
    object.required("code", into(c.code, &json_cursor::text));
    object.required("display", into(c.display, &json_cursor::text));
    object.done();
    return c;
}

sibling read_sibling(const json_cursor& at)
{
    sibling s;
    object_reader object(at);
    object.required("id", into(s.id, &json_cursor::id));
    object.required("note", into(s.note, &json_cursor::text));
    object.done();
    return s;
}

use_terms read_use(const json_cursor& at)
{
    use_terms use;
    object_reader object(at);
    object.required("research", [&](const json_cursor& c) { use.research = read_permission(c); });
    object.required("clinical", [&](const json_cursor& c) { use.clinical = read_permission(c); });
    object.required("commercial", [&](const json_cursor& c) { use.commercial = read_permission(c); });
    object.required("training_required", into(use.training_required, &json_cursor::boolean));
    object.done();
    return use;
}

evidence read_evidence(const json_cursor& at)
{
    evidence e;
    object_reader object(at);
    object.required("where", into(e.where, &json_cursor::text));
    object.required("what", into(e.what, &json_cursor::text));
    object.done();
    return e;
}

std::string read_date(const json_cursor& at)
{
    std::string date = at.text();
    const auto is_digit_at = [&](std::size_t i) { return date[i] >= '0' && date[i] <= '9'; };
    bool is_date = date.size() == 10;
    for (std::size_t i = 0; is_date && i < date.size(); ++i)
        is_date = i == 4 || i == 7 ? date[i] == '-' : is_digit_at(i);
    const auto two_digits = [&](std::size_t i) { return (date[i] - '0') * 10 + date[i + 1] - '0'; };
    is_date = is_date && two_digits(5) >= 1 && two_digits(5) <= 12 && two_digits(8) >= 1 && two_digits(8) <= 31;
    if (!date.empty() && !is_date)
        at.report("bad_value", fmt::format("'{}'; expected a date as YYYY-MM-DD", date));
    return date;
}

provenance_record read_provenance(const json_cursor& at)
{
    provenance_record record;
    object_reader object(at);
    object.required("sources", some_into(record.sources, read_evidence));
    object.required("confidence", [&](const json_cursor& c) {
        record.confidence =
            c.word<confidence>({{"single_source", confidence::single_source}, {"verified", confidence::verified}});
    });
    object.required("checked_on", [&](const json_cursor& c) { record.checked_on = read_date(c); });
    object.done();
    return record;
}

reference_frame read_reference(const json_cursor& at)
{
    reference_frame reference;
    object_reader object(at);
    object.required("relationship", into(reference.relationship, &json_cursor::text));
    object.required("timeframe", into(reference.timeframe, &json_cursor::text));
    object.done();
    return reference;
}

}  // namespace

instrument read_definition(const json_cursor& root)
{
    static const std::regex doi(R"(10\.\d{4,9}/\S+)");  // to compile it takes longer than to read a small definition
    instrument of;
    object_reader object(root);
    read_schema(root, object, "attune.instrument/1");
    object.required("id", into(of.id, &json_cursor::id));
    object.required("version", version_into(of.version));
    object.required("name", into(of.name, &json_cursor::text));
    object.required("citation", into(of.citation, &json_cursor::text));
    object.required("doi", [&](const json_cursor& at) {
        if (!at.is_null())
            matching(of.doi.emplace(), doi, "a DOI such as 10.1037/a0022898, or null")(at);
    });
    object.required("year", [&](const json_cursor& at) { of.year = at.integer_within(1900, 2100); });
    object.required("population", into(of.population, &json_cursor::text));
    object.required("languages", some_into(of.languages, read_language));
    object.required("licence", into(of.licence, &json_cursor::text));
    object.required("codings", list_into(of.codings, read_coding));
    object.required("reference", [&](const json_cursor& at) { of.reference = read_reference(at); });
    object.required("response", [&](const json_cursor& at) { of.response = read_range(at); });
    object.required("items", list_into(of.items, read_item));
    object.required("unscored", list_into(of.unscored, [](const json_cursor& at) { return at.integer(); }));
    object.required("scales", list_into(of.scales, read_scale));
    object.required("derived", list_into(of.derived, read_derived));
    object.required("targets", list_into(of.targets, [](const json_cursor& at) { return at.id(); }));
    object.required("forms", list_into(of.forms, read_form));
    object.required("siblings", list_into(of.siblings, read_sibling));
    object.required("modes", some_into(of.modes, read_mode));
    object.required("use", [&](const json_cursor& at) { of.use = read_use(at); });
    object.required("provenance", [&](const json_cursor& at) { of.provenance = read_provenance(at); });
    object.required("published", list_into(of.published, read_published));
    object.required("vectors", list_into(of.vectors, read_vector));
    object.done();
    return of;
}

}  // namespace attune::inline v0::detail
