# Scores a table of answers i1, i2, ... with psych::scoreItems, by the key of a definition's published form:
#   Rscript --vanilla score_psych.R DEFINITION ANSWERS SCORES THREADS
# Reading and writing are data.table's, so that it is scoreItems that is measured and not read.csv. scoreItems computes
# the reliability of the scales as well, and cannot be told not to.
suppressPackageStartupMessages({
    library(data.table)
    library(psych)
})

arguments <- commandArgs(trailingOnly = TRUE)
definition <- jsonlite::read_json(arguments[1])
setDTthreads(as.integer(arguments[4]))
answers <- fread(arguments[2], showProgress = FALSE)

column <- function(numbers) paste0("i", unlist(numbers))
columns <- lapply(definition$scales, function(scale) column(scale$items))
names(columns) <- vapply(definition$scales, function(scale) scale$id, "")
keys <- Map(function(scale, names) paste0(ifelse(names %in% column(scale$reversed), "-", ""), names),
            definition$scales, columns)
names(keys) <- names(columns)

items <- as.data.frame(answers[, unlist(columns), with = FALSE])
scores <- as.data.table(scoreItems(keys, items, totals = FALSE, missing = TRUE, impute = "none",
                                   min = definition$response$min, max = definition$response$max)$scores)
# scoreItems has no rule for missing answers but to take the mean of those that are there, so the rule is added to it.
for (scale in definition$scales) {
    n_answered <- rowSums(!is.na(items[columns[[scale$id]]]))
    set(scores, which(n_answered < scale$missing$min_answered), scale$id, NA_real_)
}
fwrite(cbind(answers[, "id"], scores), arguments[3], showProgress = FALSE)
