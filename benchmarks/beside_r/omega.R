# Omega of one factor of the first 18 items, every second of them reversed, from their covariances with lavaan::cfa.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))), "measure.R"))

keyed <- sweep(as.matrix(answers[paste0("i", 1:18)]), 2, rep(c(1, -1), 9), "*")
cov <- cov(keyed)
model <- paste("factor =~", paste(colnames(keyed), collapse = " + "))
measure(function() lavaan::cfa(model, sample.cov = cov, sample.nobs = nrow(keyed), std.lv = TRUE), function(fit) {
    found <- lavaan::lavInspect(fit, "est")
    explained <- sum(found$lambda)^2
    list(omega_u = explained / (explained + sum(found$theta)))
})
