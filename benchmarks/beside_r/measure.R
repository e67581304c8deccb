# Reads the table of answers whose name is the argument of the script, and prints what a computation takes and gives.
answers <- as.data.frame(data.table::fread(commandArgs(trailingOnly = TRUE)[1], showProgress = FALSE))

# compute: what is measured, three times; values_of: a list of named numbers made from what it gives.
measure <- function(compute, values_of) {
    seconds <- numeric(3)
    for (i in seq_along(seconds)) {
        start <- proc.time()[["elapsed"]]
        found <- compute()
        seconds[i] <- proc.time()[["elapsed"]] - start
    }
    cat(jsonlite::toJSON(list(seconds = median(seconds), values = values_of(found)), digits = NA, auto_unbox = TRUE))
}
