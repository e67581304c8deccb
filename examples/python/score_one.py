"""Scores one person's answers to the ECR-S from Python: score_one.py LIBATTUNE.so"""
import ctypes
import sys


class Score(ctypes.Structure):
    _fields_ = [("value", ctypes.c_double), ("n_answered", ctypes.c_int32), ("status", ctypes.c_int32)]


class ScoreInfo(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("id", ctypes.c_char_p), ("dimension", ctypes.c_char_p),
                ("higher_means", ctypes.c_char_p), ("n_items", ctypes.c_int32)]


attune = ctypes.CDLL(sys.argv[1])
attune.attune_last_error.restype = ctypes.c_char_p
attune.attune_status_name.restype = ctypes.c_char_p
attune.attune_key_n_scores.restype = ctypes.c_size_t
attune.attune_key_n_scores.argtypes = [ctypes.c_void_p]
attune.attune_instrument_free.argtypes = attune.attune_key_free.argtypes = [ctypes.c_void_p]


def check(result: int) -> None:
    if result != 0:
        raise RuntimeError(attune.attune_last_error().decode())


instrument, key = ctypes.c_void_p(), ctypes.c_void_p()
check(attune.attune_instrument_by_id(b"ecr-s", None, ctypes.byref(instrument)))
check(attune.attune_key_compile(instrument, None, ctypes.byref(key)))

answers = (ctypes.c_int32 * 12)(2, 6, 3, 5, -1, 4, 3, 2, 2, 6, 2, 5)  # -1: not answered
scores = (Score * attune.attune_key_n_scores(key))()
check(attune.attune_score_persons(key, answers, ctypes.c_size_t(1), scores))
for i, score in enumerate(scores):
    info = ScoreInfo(size=ctypes.sizeof(ScoreInfo))
    check(attune.attune_key_score_info(key, ctypes.c_size_t(i), ctypes.byref(info)))
    print(f"{info.id.decode()}: {score.value:.2f} ({attune.attune_status_name(score.status).decode()}, "
          f"{score.n_answered} of {info.n_items} answered)")

attune.attune_key_free(key)
attune.attune_instrument_free(instrument)
