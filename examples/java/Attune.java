import com.sun.jna.IntegerType;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import com.sun.jna.ptr.ByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The key of one questionnaire, by the C interface of attune (attune/attune.h). Threads may share it; closing it releases
 * what the library holds.
 */
public final class Attune implements AutoCloseable {
    /** An answer that was not given. */
    public static final int NOT_ANSWERED = -1;

    private static final int OK = 0;
    private static final int PRORATED = 1; // above it there is no value

    private final Functions functions;
    private final Pointer key;
    private boolean isClosed;

    /** What went wrong, in the words of the library. */
    public static final class AttuneException extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int code;

        AttuneException(int code, String message) {
            super(message);
            this.code = code;
        }

        /** The result of the library, as attune.h names it. */
        public int code() {
            return code;
        }
    }

    /**
     * One score of one person.
     *
     * @param id        for example "anxiety"
     * @param value     empty when the score was refused
     * @param nAnswered valid answers, refused or not
     * @param nItems    items of the score
     * @param status    for example "too_few_answers"
     * @param reason    why it was refused or prorated, in words; "" for a complete score
     */
    public record Score(String id, OptionalDouble value, int nAnswered, int nItems, String status, String reason) {}

    /**
     * Compiles the key of a questionnaire that the library finds by its id, in ATTUNE_DATA or the site's folder.
     *
     * @param library path of the shared library
     * @param id      for example "ecr-s"
     * @throws AttuneException when there is no such questionnaire, or its definition has faults
     */
    public Attune(String library, String id) {
        functions = Native.load(library, Functions.class, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));
        PointerByReference instrument = new PointerByReference();
        check(functions.attune_instrument_by_id(id, null, instrument));
        try {
            PointerByReference made = new PointerByReference();
            check(functions.attune_key_compile(instrument.getValue(), null, made));
            key = made.getValue();
        } finally {
            functions.attune_instrument_free(instrument.getValue());
        }
    }

    /**
     * Scores one person.
     *
     * @param answers items in the order of their numbers; NOT_ANSWERED for one that was skipped
     * @return every score of the key, refused ones too
     * @throws AttuneException when the key is closed
     */
    public List<Score> score(int... answers) {
        int nAnswers = functions.attune_key_n_answers(key()).intValue();
        if (answers.length != nAnswers)
            throw new IllegalArgumentException("score: answers must be " + nAnswers + ", but are " + answers.length);
        int nScores = functions.attune_key_n_scores(key()).intValue();
        RawScore[] raw = (RawScore[]) new RawScore().toArray(nScores);
        check(functions.attune_score_persons(key(), answers, new SizeT(1), raw));
        List<Score> scores = new ArrayList<>();
        for (int i = 0; i < nScores; ++i) {
            ScoreInfo info = new ScoreInfo();
            check(functions.attune_key_score_info(key(), new SizeT(i), info));
            boolean isRefused = raw[i].status > PRORATED;
            scores.add(new Score(info.id, isRefused ? OptionalDouble.empty() : OptionalDouble.of(raw[i].value),
                raw[i].n_answered, info.n_items, functions.attune_status_name(raw[i].status), reason(i, raw[i])));
        }
        return scores;
    }

    @Override
    public void close() {
        if (!isClosed)
            functions.attune_key_free(key);
        isClosed = true;
    }

    private Pointer key() {
        if (isClosed)
            throw new IllegalStateException("the key is closed");
        return key;
    }

    private String reason(int score, RawScore result) {
        SizeTByReference needed = new SizeTByReference();
        functions.attune_reason(key(), new SizeT(score), result, null, new SizeT(0), needed);
        byte[] text = new byte[needed.getValue()];
        check(functions.attune_reason(key(), new SizeT(score), result, text, new SizeT(text.length), null));
        return Native.toString(text, "UTF-8");
    }

    private void check(int result) {
        if (result != OK)
            throw new AttuneException(result, functions.attune_last_error());
    }

    /** The functions as attune.h declares them. */
    private interface Functions extends Library {
        String attune_last_error();

        int attune_instrument_by_id(String id, String dataFolder, PointerByReference instrument);

        void attune_instrument_free(Pointer instrument);

        int attune_key_compile(Pointer instrument, Pointer options, PointerByReference key);

        void attune_key_free(Pointer key);

        SizeT attune_key_n_answers(Pointer key);

        SizeT attune_key_n_scores(Pointer key);

        int attune_key_score_info(Pointer key, SizeT score, ScoreInfo info);

        int attune_score_persons(Pointer key, int[] answers, SizeT nPersons, RawScore[] scores);

        String attune_status_name(int status);

        int attune_reason(
            Pointer key, SizeT score, RawScore result, byte[] buffer, SizeT nBytes, SizeTByReference nNeeded);
    }

    /** size_t: as wide as a pointer, on Windows too. */
    public static final class SizeT extends IntegerType {
        private static final long serialVersionUID = 1;

        public SizeT() {
            this(0);
        }

        public SizeT(long value) {
            super(Native.SIZE_T_SIZE, value, true);
        }
    }

    /** size_t*. */
    public static final class SizeTByReference extends ByReference {
        public SizeTByReference() {
            super(Native.SIZE_T_SIZE);
        }

        int getValue() {
            return Native.SIZE_T_SIZE == Long.BYTES ? (int) getPointer().getLong(0) : getPointer().getInt(0);
        }
    }

    /** attune_score. */
    @FieldOrder({"value", "n_answered", "status"})
    public static final class RawScore extends Structure {
        public double value;
        public int n_answered;
        public int status;
    }

    /** attune_score_info. */
    @FieldOrder({"size", "id", "dimension", "higher_means", "n_items"})
    public static final class ScoreInfo extends Structure {
        public SizeT size;
        public String id;
        public String dimension;
        public String higher_means;
        public int n_items;

        public ScoreInfo() {
            setStringEncoding("UTF-8");
            size = new SizeT(size());
        }
    }
}
