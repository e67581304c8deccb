#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "attune/analysis/profile.hpp"
#include "attune/io/output_file.hpp"
#include "attune/report/profile_report.hpp"
#include "message_choice.hpp"
#include "profile_options.hpp"

namespace attune::cli {

/// Pages about people, written one after the other.
class profile_output {
public:
    explicit profile_output(const profile_options& options);

    void begin(const scoring_key& key);
    void add(const person_profile& profile, std::size_t row);

    /// @param norms   as JSON.
    /// @param inputs  one table or two.
    /// @throws failure  exit code 2 when there is no such row as was asked for.
    void end(std::size_t n_rows, const std::string& norms, const std::vector<input_facts>& inputs);

    [[nodiscard]] bool has_refusal() const { return has_refusal_; }

private:
    void flush();

    const profile_options& options_;
    messages say_;
    output_file output_;
    profile_json_writer writer_;
    std::string text_;
    profile_page page_{.date = options_.date,
                       .library = fmt::format("attune {}", version),
                       .has_clinician_page = !options_.is_client_only};
    bool has_refusal_ = false;
    std::size_t n_shown_ = 0;
};

}  // namespace attune::cli
