# psych::alpha of the first 18 items, every second of them reversed.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))), "measure.R"))

items <- answers[paste0("i", 1:18)]
keys <- rep(c(1, -1), 9)
measure(function() suppressWarnings(psych::alpha(items, keys = keys, warnings = FALSE)), function(found) {
    number <- function(name, values) setNames(as.list(values), paste0(name, "_", 1:18))
    c(list(alpha_raw = found$total$raw_alpha, alpha_std = found$total$std.alpha),
      number("mean", ifelse(keys < 0, 8, 0) + keys * colMeans(items)),
      number("item_rest_r", found$item.stats$r.drop),
      number("alpha_if_dropped", found$alpha.drop$raw_alpha))
})
