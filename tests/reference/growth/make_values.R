# Values of two-level growth models by lme4 and lmerTest, for growth_test.cpp and satterthwaite_test.cpp:   Rscript make_values.R > values.json
#
# The optimiser is told to go on to the limits of doubles, and the variances of the balanced random-intercept models are
# replaced by their closed form where the script prints both. sleepstudy comes with lme4 (Belenky et al. 2003; the package is
# GPL, its 180 reaction times are facts); `toy` are twelve made-up people over five weeks; `gaps` are made-up people who are
# seen at irregular times, some of them once.
suppressPackageStartupMessages({
    library(lmerTest)    # loads lme4
    library(jsonlite)
})

control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhobeg = 0.1, rhoend = 1e-14, maxfun = 1e6),
                       calc.derivs = FALSE, check.conv.singular = "ignore")

# Of the same model with random slopes over standardised time: lmerTest differentiates numerically and loses digits to times
# far from 0.
degrees_of_freedom <- function(formula, data, reml) {
    data$z <- (data$time - mean(data$time)) / sd(data$time)
    fit <- lme4::lmer(update(formula, . ~ . - (time | person) + (z | person)), data, REML = reml, control = control)
    unname(summary(as_lmerModLmerTest(fit))$coefficients[, "df"])
}

fitted <- function(formula, data, reml) {
    fit <- lme4::lmer(formula, data, REML = reml, control = control)
    again <- update(fit, start = getME(fit, "theta"))
    if ((if (reml) REMLcrit(again) else deviance(again)) < (if (reml) REMLcrit(fit) else deviance(fit))) fit <- again
    random <- VarCorr(fit)[[1]]
    effects <- ranef(fit, condVar = TRUE)[[1]]
    condition <- attr(effects, "postVar")
    list(fixed = unname(fixef(fit)), std_error = unname(sqrt(diag(as.matrix(vcov(fit))))),
         random_cov = unname(matrix(as.numeric(random), nrow(random))), residual_variance = sigma(fit)^2,
         df = degrees_of_freedom(formula, data, reml),
         criterion = if (reml) REMLcrit(fit) else deviance(fit),
         effects = unname(as.matrix(effects)), slope_variance_of_first = condition[nrow(random), nrow(random), 1])
}

set.seed(11)
n <- 40
gaps <- do.call(rbind, lapply(seq_len(n), function(person) {
    times <- sort(round(100 + runif(sample(1:6, 1), 0, 30), 1))
    wish <- round(rnorm(1), 2)
    data.frame(person = person, wish = wish, time = times,
               y = round(3.5 + 0.4 * rnorm(1) + (0.01 + 0.02 * rnorm(1) - 0.02 * wish) * (times - 100) +
                             rnorm(length(times), 0, 0.3), 2))
}))
gaps$centred <- gaps$wish - mean(gaps$wish[!duplicated(gaps$person)])

toy <- data.frame(
    person = rep(1:12, each = 5), time = rep(0:4, 12),
    wish = rep(c(-1.5, -1, -.5, 0, .5, 1, 1.5, -.75, .25, .75, -.25, 0), each = 5),
    y = c(3.85, 3.65, 3.59, 4.05, 4.24, 2.83, 2.84, 3.19, 3.07, 2.72, 3.56, 3.87, 3.61, 3.42, 3.77, 3.62, 3.25, 3.22, 3.59,
          3.53, 3.87, 3.92, 4.13, 3.78, 3.41, 3.25, 3.36, 2.93, 2.75, 3.05, 4.06, 3.55, 3.51, 3.72, 3.39, 3.40, 3.72, 4.01,
          3.73, 3.65, 3.49, 3.46, 3.01, 2.98, 3.27, 3.33, 2.93, 3.08, 3.27, 2.91, 3.21, 3.56, 3.67, 3.31, 3.30, 3.75, 3.63,
          3.24, 3.37, 3.64))
sleep <- data.frame(person = as.integer(sleepstudy$Subject), time = sleepstudy$Days, y = sleepstudy$Reaction)

table_of <- function(data, with_wish) {
    columns <- list(person = data$person - 1, time = data$time, outcome = data$y)
    if (with_wish) columns$predictor <- data$wish[!duplicated(data$person)]
    columns
}
cat(toJSON(list(
    made_by = sprintf("make_values.R, %s, lme4 %s, lmerTest %s", R.version.string, packageVersion("lme4"),
                      packageVersion("lmerTest")),
    sets = list(
        sleepstudy = list(data = table_of(sleep, FALSE),
                          restricted = fitted(y ~ time + (time | person), sleep, TRUE),
                          full = fitted(y ~ time + (time | person), sleep, FALSE)),
        toy = list(data = table_of(toy, TRUE),
                   restricted = fitted(y ~ time * wish + (time | person), toy, TRUE),
                   full = fitted(y ~ time * wish + (time | person), toy, FALSE)),
        gaps = list(data = table_of(gaps, TRUE),
                    restricted = fitted(y ~ time * centred + (time | person), gaps, TRUE),
                    full = fitted(y ~ time * centred + (time | person), gaps, FALSE)))),
    digits = NA, auto_unbox = TRUE, pretty = FALSE))
