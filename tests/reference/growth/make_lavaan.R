# Values of latent growth curves by lavaan, for growth_test.cpp:   Rscript make_lavaan.R > lavaan.json
#
# lme4's sleepstudy (18 people, ten days), once as it is and once without every seventh score, as a factor model with an
# intercept and a slope whose loadings are fixed, and with equal residual variances: the two-level model by full likelihood,
# which lavaan reaches by another way. It stops about 1e-6 from the optimum.
suppressPackageStartupMessages({
    library(lavaan)
    library(jsonlite)
})

data(sleepstudy, package = "lme4")
sleep <- data.frame(person = as.integer(sleepstudy$Subject), time = sleepstudy$Days, y = sleepstudy$Reaction / 100)

of_curve <- function(long) {
    wide <- reshape(long, idvar = "person", timevar = "time", direction = "wide")
    days <- paste0("y.", 0:9)
    model <- c(paste("i =~", paste0("1*", days, collapse = " + ")), paste("s =~", paste0(0:9, "*", days, collapse = " + ")),
               paste(days, "~~ e*", days))
    fit <- growth(paste(model, collapse = "\n"), wide[days], missing = "ml")
    values <- coef(fit)
    list(fixed = unname(values[c("i~1", "s~1")]), random_cov = unname(values[c("i~~i", "s~~s", "i~~s")]),
         residual_variance = unname(values[["e"]]), deviance = -2 * as.numeric(logLik(fit)))
}

some <- sleep[seq_len(nrow(sleep)) %% 7 != 0, ]
cat(toJSON(list(made_by = sprintf("make_lavaan.R, %s, lavaan %s", R.version.string, packageVersion("lavaan")),
                all = of_curve(sleep), some = of_curve(some)), digits = NA, auto_unbox = TRUE))
cat("\n")
