import java.util.Locale;

/** Scores one person's answers to the ECR-S from Java, and says why a score is refused: ScoreOne LIBATTUNE.so [ID] */
final class ScoreOne {
    private ScoreOne() {}

    public static void main(String[] arguments) {
        String id = arguments.length > 1 ? arguments[1] : "ecr-s";
        try (Attune key = new Attune(arguments[0], id)) {
            for (Attune.Score score : key.score(2, 6, 3, 5, Attune.NOT_ANSWERED, 4, 3, 22, 2, 6, 2, 5))
                System.out.println(inWords(score));
        } catch (Attune.AttuneException problem) {
            System.err.println(problem.getMessage());
            System.exit(1);
        }
    }

    private static String inWords(Attune.Score score) {
        if (score.value().isEmpty())
            return "%s: no score (%s)".formatted(score.id(), score.reason());
        return String.format(Locale.ROOT, "%s: %.2f (%s, %d of %d answered)", score.id(), score.value().getAsDouble(),
            score.status(), score.nAnswered(), score.nItems());
    }
}
