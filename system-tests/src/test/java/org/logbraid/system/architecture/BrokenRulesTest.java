package org.logbraid.system.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sees every rule of structure fail: each arm of each rule is broken by a small class that is compiled for it, in the
 * package where the rule forbids it. Since those classes name real ones, a rule that speaks of a package that is no more
 * is noticed here.
 */
class BrokenRulesTest {
    private static final List<Class<?>> RULES =
            List.of(DependencyRulesTest.class, LibraryRulesTest.class, OutsideWorldRulesTest.class);

    private static JavaClasses broken;

    @BeforeAll
    static void compileAll(@TempDir Path folder) throws Exception {
        broken = Break.compile(Breaks.ALL, folder);
    }

    private static Map<String, ArchRule> rules() {
        Map<String, ArchRule> rules = new HashMap<>();
        for (Class<?> type : RULES) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getType() == ArchRule.class) {
                    try {
                        rules.put(field.getName(), (ArchRule) field.get(null));
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
        }
        return rules;
    }

    static Stream<Break> breaks() {
        return Breaks.ALL.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("breaks")
    void aRuleFailsOnAClassThatBreaksIt(Break one) {
        var rule = Objects.requireNonNull(rules().get(one.rule()), one.rule());

        var outcome = rule.evaluate(broken.that(DescribedPredicate.describe(
                "this break", type -> type.getFullName().equals(one.className()))));

        assertThat(outcome.getFailureReport().getDetails())
                .as(rule.getDescription())
                .isNotEmpty()
                .allSatisfy(detail -> assertThat(detail).contains(one.className()));
    }

    @Test
    void everyRuleIsBrokenByAClass() {
        assertThat(Breaks.ALL.stream().map(Break::rule).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(rules().keySet());
    }

    /** What each rule does by itself: it fails when there is no class left that it speaks of. */
    @Test
    void aRuleThatSpeaksOfNoClassFails() {
        var vacuous = ArchRuleDefinition.noClasses()
                .that()
                .resideInAPackage("org.logbraid.nowhere..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java..");

        assertThatThrownBy(() -> vacuous.check(broken)).hasMessageContaining("failed to check any classes");
    }

    @Test
    void allRulesOfThisPackageAreLookedAt() throws Exception {
        var here = Path.of(BrokenRulesTest.class.getResource("").toURI()).toFile();

        assertThat(Arrays.stream(here.list()).filter(name -> name.endsWith("RulesTest.class")))
                .containsExactlyInAnyOrder(Stream.concat(RULES.stream(), Stream.of(BrokenRulesTest.class))
                        .map(type -> type.getSimpleName() + ".class")
                        .toArray(String[]::new));
    }
}
