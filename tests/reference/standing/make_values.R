# Reference values of one person against a norm: Rscript make_values.R > values.json
# Made with the versions that stand in values.json. Quantiles of the mixture and noncentralities are solved to 1e-13.
library(jsonlite)

solve_for <- function(f, lower, upper) uniroot(f, c(lower, upper), tol = 1e-13, maxiter = 10000)$root

percentile <- function(m, k, n, level = 0.95) {
  p <- (m + k / 2) / n
  v <- (m / n + k / (4 * n) - p^2) / n
  tails <- c((1 - level) / 2, (1 + level) / 2)
  mixture <- function(q) solve_for(function(x) mean(pbeta(x, m + 0:k + 0.5, n - m - 0:k + 0.5)) - q, 0, 1)
  list(m = m, k = k, n = n, level = level, value = 100 * p, std_error = 100 * sqrt(v),
       logit = 100 * plogis(qlogis(p) + qnorm(tails) * sqrt(v) / (p * (1 - p))),
       jeffreys = 100 * qbeta(tails, m + k / 2 + 0.5, n - m - k / 2 + 0.5),
       tie_mixture = 100 * sapply(tails, mixture),
       clopper_pearson = 100 * c(qbeta(tails[1], m + k / 2, n - m - k / 2 + 1), qbeta(tails[2], m + k / 2 + 1, n - m - k / 2)))
}

from_moments <- function(x, mean, sd, n, level = 0.95) {
  c <- (x - mean) / sd
  t <- c / sqrt((n + 1) / n)
  noncentrality <- function(p) solve_for(function(d) pt(c * sqrt(n), n - 1, d) - p, c * sqrt(n) - 15, c * sqrt(n) + 15)
  list(x = x, mean = mean, sd = sd, n = n, level = level, t = t, value = 100 * pt(t, n - 1),
       ci = 100 * pnorm(c(noncentrality((1 + level) / 2), noncentrality((1 - level) / 2)) / sqrt(n)))
}

z <- c(0.7, -1.2, 0.3)
r <- matrix(c(1, 0.42, -0.2, 0.42, 1, 0.1, -0.2, 0.1, 1), 3)
distance <- mahalanobis(z, c(0, 0, 0), r)

cat(toJSON(list(
  made_by = "make_values.R", versions = list(R = R.version.string),
  percentiles = list(percentile(4, 1, 100), percentile(10, 5, 200), percentile(50, 1, 100), percentile(95, 2, 100),
                     percentile(180, 10, 200), percentile(3, 0, 40, 0.9), percentile(700, 31, 1211, 0.99)),
  from_moments = list(from_moments(-2, 0, 1, 15), from_moments(-2, 0, 1, 20), from_moments(45, 55, 8, 16),
                      from_moments(4.5, 3.56, 1.12, 100), from_moments(3.1, 3.4, 1.1, 12, 0.9),
                      from_moments(2.2, 3.56, 1.12, 798)),
  distance = list(z = z, r = r, squared = distance, share_farther = pchisq(distance, 3, lower.tail = FALSE))),
  digits = I(17), auto_unbox = TRUE, pretty = FALSE), "\n")
