#include "attune/report/estimate_json.hpp"

#include <cmath>

#include <fmt/format.h>

#include "attune/report/score_report.hpp"

namespace attune::inline v0 {

std::string number_json(double number)
{
    return std::isfinite(number) ? fmt::format("{}", number) : "null";
}

std::string estimate_json(const estimate& figure)
{
    const std::string interval = figure.ci ? fmt::format("{{\"lower\":{},\"upper\":{},\"level\":{},\"method\":{}}}",
                                                         number_json(figure.ci->lower), number_json(figure.ci->upper),
                                                         number_json(figure.ci->level), json_string(figure.ci->method))
                                           : "null";
    const std::string message =
        figure.status == estimate_status::ok ? "" : fmt::format(",\"message\":{}", json_string(figure.message));
    return fmt::format(
        "{{\"id\":{},\"value\":{},\"std_error\":{},\"ci\":{},\"n_persons\":{},\"status\":\"{}\"{}}}",
        json_string(figure.id), number_json(figure.value), figure.std_error ? number_json(*figure.std_error) : "null",
        interval, figure.n_persons ? fmt::format("{}", *figure.n_persons) : "null", to_string(figure.status), message);
}

}  // namespace attune::inline v0
