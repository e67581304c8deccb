#include "profile_output.hpp"

#include "attune/report/score_report.hpp"

namespace attune::cli {

profile_output::profile_output(const profile_options& options)
    : options_(options),
      say_(choose_messages(options.language, options.own_messages, options.common)),
      output_(options.output)
{
}

void profile_output::begin(const scoring_key& key)
{
    if (options_.is_json())
        output_.write(fmt::format("{{{},\"persons\":[", json_head("profile", key.identity())));
}

void profile_output::add(const person_profile& profile, std::size_t row)
{
    constexpr std::size_t enough_to_write = std::size_t{1} << 18;
    for (const profile_score& score : profile.scores)
        has_refusal_ |= is_refused(score.step.result.status);
    if (options_.is_json()) {
        text_ += n_shown_ == 0 ? "\n" : ",\n";
        writer_.add(text_, profile, row);
        if (text_.size() >= enough_to_write)
            flush();
    } else
        output_.write(options_.format == "html" ? profile_html(profile, say_, page_)
                                                : profile_text(profile, say_, page_));
    ++n_shown_;
}

void profile_output::end(std::size_t n_rows, const std::string& norms, const std::vector<input_facts>& inputs)
{
    if (options_.row > n_rows)
        throw failure(exit_code::usage, fmt::format("--row {}: the input has {} rows", options_.row, n_rows));
    if (options_.is_json()) {
        const auto json_of = [](const input_facts& input) {
            return fmt::format(R"({{"name":{},"sha256":{}}})", json_string(input.name), json_string(input.sha256));
        };
        const std::string second = inputs.size() > 1 ? ",\"second\":" + json_of(inputs.back()) : "";
        flush();
        output_.write(fmt::format("],\"summary\":{{\"rows\":{},\"persons\":{},\"norms\":{},\"input\":{}{}}}}}\n",
                                  n_rows, n_shown_, norms, json_of(inputs.front()), second));
    }
    output_.commit();
}

void profile_output::flush()
{
    output_.write(text_);
    text_.clear();
}

}  // namespace attune::cli
