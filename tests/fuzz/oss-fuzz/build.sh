#!/bin/bash -eu
# Builds the fuzz targets as OSS-Fuzz asks for it: with its compilers, flags and engine, into $OUT, each with its seeds,
# dictionary and options. Libraries whose sources are in $SRC are built first; others have to be installed.

prefix=$WORK/libraries
install_library() { # NAME [CMAKE_OPTION...]
    [ -d "$SRC/$1" ] || return 0
    cmake -S "$SRC/$1" -B "$WORK/$1" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$prefix" \
        -DBUILD_TESTING=OFF "${@:2}"
    cmake --build "$WORK/$1" --target install
}
install_library eigen -DEIGEN_BUILD_DOC=OFF
install_library fmt -DFMT_TEST=OFF -DFMT_DOC=OFF
install_library json -DJSON_BuildTests=OFF

cmake -S "$SRC/attune" -B "$WORK/attune" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_PREFIX_PATH="$prefix" \
    -DOPENSSL_USE_STATIC_LIBS=ON -DATTUNE_FUZZ=ON -DATTUNE_FUZZ_ENGINE="$LIB_FUZZING_ENGINE" \
    -DATTUNE_BUILD_TOOL=OFF -DATTUNE_BUILD_C=OFF -DATTUNE_INSTALL=OFF
cmake --build "$WORK/attune" --target attune_fuzz_targets

for program in "$WORK"/attune/tests/fuzz/attune_*_fuzz; do
    name=$(basename "$program")
    target=${name#attune_}
    target=${target%_fuzz}
    fuzz=$SRC/attune/tests/fuzz
    cp "$program" "$OUT/"
    cp "$fuzz/options/$target.options" "$OUT/$name.options"
    [ ! -e "$fuzz/dictionaries/$target.dict" ] || cp "$fuzz/dictionaries/$target.dict" "$OUT/$name.dict"
    seeds=("$fuzz/corpus/$target")
    [ "$target" != definition ] || seeds+=("$SRC/attune/data/instruments" "$SRC/attune/tests/reference/definitions")
    rm -f "$OUT/${name}_seed_corpus.zip"
    zip -q -j -r "$OUT/${name}_seed_corpus.zip" "${seeds[@]}"
done
