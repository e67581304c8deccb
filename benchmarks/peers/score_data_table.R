# Scores a table of answers i1, i2, ... with data.table and rowSums, by the key of a definition's published form:
#   Rscript --vanilla score_data_table.R DEFINITION ANSWERS SCORES THREADS
# fread and fwrite use the threads; rowSums has one.
suppressPackageStartupMessages(library(data.table))

arguments <- commandArgs(trailingOnly = TRUE)
definition <- jsonlite::read_json(arguments[1])
setDTthreads(as.integer(arguments[4]))
answers <- fread(arguments[2], showProgress = FALSE)

scores <- answers[, "id"]
for (scale in definition$scales) {
    numbers <- unlist(scale$items)
    keyed <- as.matrix(answers[, paste0("i", numbers), with = FALSE])
    is_reversed <- numbers %in% unlist(scale$reversed)
    keyed[, is_reversed] <- definition$response$min + definition$response$max - keyed[, is_reversed]
    n_answered <- rowSums(!is.na(keyed))
    values <- rowSums(keyed, na.rm = TRUE) / n_answered
    values[n_answered < scale$missing$min_answered] <- NA
    set(scores, j = scale$id, value = values)
}
fwrite(scores, arguments[3], showProgress = FALSE)
