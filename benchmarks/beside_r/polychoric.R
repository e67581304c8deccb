# Polychoric correlations of the first 18 items with psych::polychoric, which adds nothing to empty cells here.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))), "measure.R"))

items <- answers[paste0("i", 1:18)]
measure(function() suppressMessages(suppressWarnings(psych::polychoric(items, correct = 0, progress = FALSE))),
        function(found) setNames(as.list(found$rho[1, 2:18]), paste0("r_1_", 2:18)))
