# Maximum-likelihood moments of data with missing values, for tests/stats/moments/em_test.cpp.
#
#     Rscript make_values.R     (in this folder; writes the *.csv and values.json beside it)
#
# lavaan by itself stops before the optimum, so the values come from plain EM in R, continued until no mean and no
# covariance moves by more than 1e-15 of its standard deviations, or rounding keeps it moving. The script stops unless
# lavaan's EM, told to go on to 1e-13, agrees to 1e-11 of a standard deviation, and all partial derivatives of lavaan's
# log likelihood are below 1e-9 there. values.json holds how far lavaan is apart, and lavaan's own log likelihood.
suppressMessages(library(lavaan))

number <- function(x) ifelse(is.na(x), "null", sprintf("%.17g", x))
list_of <- function(x) paste0("[", paste(number(x), collapse = ", "), "]")
rows_of <- function(x) paste0("[", paste(apply(x, 1, list_of), collapse = ",\n      "), "]")

# One step of EM, person by person: nothing is shared with the implementation under test.
em_step <- function(data, mean, cov) {
  n <- nrow(data); k <- ncol(data)
  first <- numeric(k); second <- matrix(0, k, k); log_likelihood <- 0
  for (person in seq_len(n)) {
    answered <- !is.na(data[person, ])
    d <- data[person, answered] - mean[answered]
    inverse <- solve(cov[answered, answered, drop = FALSE])
    log_likelihood <- log_likelihood - (sum(answered) * log(2 * pi) - log(det(inverse)) + sum(d * (inverse %*% d))) / 2
    expected <- numeric(k); uncertain <- matrix(0, k, k)
    expected[answered] <- d
    if (any(!answered)) {
      weights <- cov[!answered, answered, drop = FALSE] %*% inverse
      expected[!answered] <- weights %*% d
      uncertain[!answered, !answered] <- cov[!answered, !answered] - weights %*% cov[answered, !answered, drop = FALSE]
    }
    first <- first + expected
    second <- second + tcrossprod(expected) + uncertain
  }
  shift <- first / n
  list(mean = mean + shift, cov = second / n - tcrossprod(shift), log_likelihood = log_likelihood)
}

plain_em <- function(data) {
  mean <- colMeans(data, na.rm = TRUE)
  sd <- apply(data, 2, sd, na.rm = TRUE)
  cov <- diag(sd^2)
  for (step in 1:5000) {
    new <- em_step(data, mean, cov)
    moved <- max(abs(new$mean - mean) / sd, abs(new$cov - cov) / tcrossprod(sd))
    mean <- new$mean; cov <- new$cov
    if (moved < 1e-15) break
  }
  list(mean = mean, cov = cov, log_likelihood = em_step(data, mean, cov)$log_likelihood, steps = step, moved = moved)
}

answers <- function(n, k, share_missing, seed) {
  set.seed(seed)
  loadings <- seq(0.4, 0.85, length.out = k)
  latent <- outer(rnorm(n), loadings) + matrix(rnorm(n * k), n) %*% diag(sqrt(1 - loadings^2))
  data <- pmin(pmax(round(4 + seq(-0.8, 0.8, length.out = k)[col(latent)] + 1.4 * latent), 1), 7)
  data[matrix(runif(n * k) < share_missing, n)] <- NA
  data
}

data_sets <- list(
  answers_5_mcar_10  = answers(300, 5, 0.10, 1),
  answers_5_mcar_35  = answers(300, 5, 0.35, 2),
  answers_18_mcar_10 = answers(400, 18, 0.10, 3),
  answers_18_mcar_35 = answers(400, 18, 0.35, 4),
  airquality         = as.matrix(airquality[, 1:4]))  # comes with R: 153 days, gaps in Ozone and Solar.R

blocks <- c()
for (name in names(data_sets)) {
  data <- data_sets[[name]]
  dimnames(data) <- NULL
  write.table(data, paste0(name, ".csv"), sep = ",", na = "", row.names = FALSE, col.names = FALSE)
  answered <- data[rowSums(!is.na(data)) > 0, ]
  exact <- plain_em(answered)
  stopifnot(exact$moved < 2e-14)

  pattern <- lavaan:::lav_data_missing_patterns(answered)
  y_pattern <- lavaan:::lav_samplestats_missing_patterns(Y = answered, Mp = pattern)
  other <- lavaan:::lav_mvnorm_missing_h1_estimate_moments(Y = answered, Mp = pattern, Yp = y_pattern,
                                                           max.iter = 20000L, tol = 1e-13)
  sd <- sqrt(diag(exact$cov))
  apart <- max(abs(other$Mu - exact$mean) / sd, abs(other$Sigma - exact$cov) / tcrossprod(sd))
  slope <- c(lavaan:::lav_mvnorm_missing_dlogl_dmu_samplestats(Yp = y_pattern, Mu = exact$mean, Sigma = exact$cov) * sd,
             as.vector(lavaan:::lav_mvnorm_missing_dlogl_dSigma_samplestats(Yp = y_pattern, Mu = exact$mean,
                                                                            Sigma = exact$cov) * tcrossprod(sd)))
  cat(sprintf("%-20s %4d steps, lavaan %.1e apart, largest slope %.1e\n", name, exact$steps, apart, max(abs(slope))))
  stopifnot(apart < 1e-11, max(abs(slope)) < 1e-9)
  blocks <- c(blocks, sprintf(
    '  "%s": {\n    "n_persons": %d, "n_without_answers": %d, "n_patterns": %d,\n    "log_likelihood": %s,\n    "mean": %s,\n    "cov": %s,\n    "lavaan": {"apart": %s, "log_likelihood": %s}\n  }',
    name, nrow(answered), nrow(data) - nrow(answered), pattern$npatterns, number(exact$log_likelihood),
    list_of(exact$mean), rows_of(exact$cov), number(apart),
    number(lavaan:::lav_mvnorm_missing_loglik_samplestats(Yp = y_pattern, Mu = other$Mu, Sigma = other$Sigma))))
}
header <- sprintf('  "script": "make_values.R", "versions": "%s, lavaan %s"', R.version.string, packageVersion("lavaan"))
writeLines(c("{", paste(c(header, blocks), collapse = ",\n"), "}"), "values.json")
