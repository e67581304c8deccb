# Reference values of agreement statistics: Rscript make_values.R > values.json
# Made with the versions that stand in values.json. psych::ICC agrees with Shrout & Fleiss only with lmer = FALSE.
suppressPackageStartupMessages(library(psych))
library(jsonlite)

shrout_fleiss <- matrix(c(9, 2, 5, 8,  6, 1, 3, 2,  8, 4, 6, 8,  7, 1, 2, 6,  10, 5, 6, 9,  6, 2, 4, 7), 6, byrow = TRUE)
# Jacobson's 30 couples, before and after (Jacobson & Truax 1991).
couples <- matrix(c(90.5, 97, 74, 124, 97, 97.5, 73.5, 88, 61, 96.5, 66.5, 62.5, 68.5, 112.5, 86.5, 103.5, 88.5, 90,
                    68.5, 82.5, 98, 105, 80.5, 99.5, 89.5, 112.5, 91.5, 101, 83.5, 99.5, 60.5, 79.5, 83, 88, 88, 100.5,
                    98.5, 119, 78.5, 116, 99.5, 116, 79.5, 129, 84.5, 113, 92.5, 118, 93, 92, 85, 114, 64, 68, 61, 52,
                    80, 60.5, 82.5, 104.5), 30, byrow = TRUE)
# Peak flow of 17 people (Bland & Altman 1986): first and second reading of one meter; first readings of two meters.
wright_1 <- c(494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427)
wright_2 <- c(490, 397, 512, 401, 470, 611, 415, 431, 638, 429, 420, 633, 275, 492, 165, 372, 421)
mini_1 <- c(512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451)
set.seed(20240501)
person <- rnorm(40, 3.2, 0.8)
five_raters <- round(outer(person, c(-0.3, 0, 0.1, 0.2, 0.6), "+") + rnorm(200, 0, 0.5), 4)
unrelated <- round(matrix(rnorm(36, 4, 1), 12), 3)
two_persons <- matrix(c(1, 2, 2.5, 4, 4.5, 6), 2, byrow = TRUE)

one <- function(id, x, level = 0.95) {
  n <- nrow(x); k <- ncol(x)
  coefficients <- suppressWarnings(ICC(x, missing = FALSE, alpha = 1 - level, lmer = FALSE))$results
  long <- data.frame(y = as.vector(x), person = factor(rep(seq_len(n), k)), rater = factor(rep(seq_len(k), each = n)))
  two_way <- anova(lm(y ~ person + rater, long))
  residual <- two_way["Residuals", "Mean Sq"]; df_residual <- two_way["Residuals", "Df"]
  raters <- two_way["rater", "Mean Sq"]
  within <- sum(two_way[c("rater", "Residuals"), "Sum Sq"]) / (n * (k - 1))
  df_within <- within^2 / ((raters / n)^2 / (k - 1) + (residual * (n - 1) / n)^2 / df_residual)
  sem_interval <- function(ms, df) sqrt(ms * df / qchisq(c((1 + level) / 2, (1 - level) / 2), df))
  values <- list(
    id = id, level = level, n_persons = n, n_raters = k, ratings = x,
    icc = data.frame(id = paste0("icc_", c("1_1", "2_1", "3_1", "1_k", "2_k", "3_k")), value = coefficients$ICC,
                     f = coefficients$F, df1 = coefficients$df1, df2 = coefficients$df2, p = coefficients$p,
                     lower = coefficients[["lower bound"]], upper = coefficients[["upper bound"]]),
    anova = list(persons = two_way["person", "Sum Sq"], raters = two_way["rater", "Sum Sq"],
                 residual = two_way["Residuals", "Sum Sq"]),
    sem = list(agreement = sqrt(within), agreement_ci = sem_interval(within, df_within),
               consistency = sqrt(residual), consistency_ci = sem_interval(residual, df_residual)))
  if (k == 2) {
    d <- x[, 2] - x[, 1]
    limit <- qnorm((1 + level) / 2)
    error <- sd(d) * sqrt(1 / n + limit^2 / (2 * (n - 1)))
    t <- qt((1 + level) / 2, n - 1)
    r <- cor.test(x[, 1], x[, 2], conf.level = level)
    bounds <- mean(d) + c(-1, 1) * limit * sd(d)
    values$retest <- list(r = unname(r$estimate), r_ci = as.vector(r$conf.int),
                          bias = mean(d), bias_ci = as.vector(t.test(d, conf.level = level)$conf.int), sd = sd(d),
                          limits = bounds, limit_error = error, lower_ci = bounds[1] + c(-1, 1) * t * error,
                          upper_ci = bounds[2] + c(-1, 1) * t * error)
  }
  values
}

cat(toJSON(list(
  made_by = "make_values.R", versions = list(R = R.version.string, psych = as.character(packageVersion("psych"))),
  tables = list(one("shrout_fleiss", shrout_fleiss), one("couples", couples),
                one("peak_flow_repeated", cbind(wright_1, wright_2, deparse.level = 0)),
                one("peak_flow_meters", cbind(wright_1, mini_1, deparse.level = 0), level = 0.9),
                one("five_raters", five_raters), one("unrelated", unrelated, level = 0.99),
                one("two_persons", two_persons))), digits = I(17), auto_unbox = TRUE, pretty = FALSE), "\n")
