// How consistent are these answers? No questionnaire and no file: numbers in, numbers out.
#include <iostream>

#include <Eigen/Core>
#include <fmt/format.h>

#include "attune/stats/items/item_statistics.hpp"
#include "attune/stats/moments/covariance.hpp"
#include "attune/stats/reliability/alpha_adf.hpp"
#include "attune/stats/reliability/guttman.hpp"

int main()
{
    // Ten made-up people, four items of 1 to 5; somebody left the third out.
    Eigen::MatrixXi answers(10, 4);
    answers << 2, 3, 2, 2,  //
        4, 4, 5, 3,         //
        1, 2, 1, 2,         //
        3, 3, -1, 4,        //
        5, 4, 4, 5,         //
        2, 1, 2, 2,         //
        3, 4, 3, 3,         //
        4, 5, 5, 4,         //
        2, 2, 3, 1,         //
        3, 2, 3, 4;
    const attune::moments counted = attune::moments_of(answers, 1, 5);
    const attune::scale_covariances complete = attune::listwise_covariances(counted, 0);

    std::cout << fmt::format("{} people, {} of them complete\n", counted.n_persons(), complete.n_complete)
              << fmt::format("alpha    {:.3f}\n", attune::alpha_raw(complete.cov).value)
              << fmt::format("lambda2  {:.3f}\n", attune::lambda2(complete.cov).value);

    const attune::estimate alpha = attune::alpha_interval_adf(counted, 0);
    std::cout << fmt::format("interval {:.3f} to {:.3f}: {}\n", alpha.ci->lower, alpha.ci->upper, alpha.message);

    for (const attune::item_relations& item : attune::relations_of_items(complete.cov))
        std::cout << fmt::format("with the rest {:.3f}, alpha without it {:.3f}\n", item.item_rest_r,
                                 item.alpha_if_dropped);
}
