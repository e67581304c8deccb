# Two factors of 36 items, every second of them reversed, from their correlations with psych::fa: minres and oblimin, with
# one start of the rotation where attune has ten.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))), "measure.R"))

suppressMessages(library(GPArotation))
keyed <- sweep(as.matrix(answers[paste0("i", 1:36)]), 2, rep(c(1, -1), 18), "*")
r <- cor(keyed)
measure(function() suppressMessages(suppressWarnings(
    psych::fa(r, 2, n.obs = nrow(keyed), rotate = "oblimin", fm = "minres"))), function(fit)
    c(list(factor_r = abs(fit$Phi[1, 2])), setNames(as.list(unname(fit$uniquenesses)), paste0("uniqueness_", 1:36))))
