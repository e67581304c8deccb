# lme4 on the growth of up to 10,000 people over five occasions: means of seven answers each, the wish is item 36.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))), "measure.R"))

n <- min(nrow(answers), 10000)
people <- answers[seq_len(n), ]
scores <- sapply(0:4, function(week) rowMeans(people[paste0("i", 7 * week + 1:7)]))
data <- data.frame(person = rep(seq_len(n), 5), week = rep(0:4, each = n), score = c(scores),
                   wish = rep(people$i36 - mean(people$i36), 5))
measure(function() {
    fit <- suppressMessages(lme4::lmer(score ~ week * wish + (week | person), data))
    list(fit = fit, effects = lme4::ranef(fit, condVar = TRUE))
}, function(found) {
    fixed <- lme4::fixef(found$fit)
    errors <- sqrt(Matrix::diag(stats::vcov(found$fit)))
    names <- c("intercept", "time", "predictor", "time_predictor")
    c(setNames(as.list(unname(fixed)), names), setNames(as.list(unname(errors)), paste0(names, "_error")),
      list(reml_criterion = lme4::REMLcrit(found$fit)))
})
