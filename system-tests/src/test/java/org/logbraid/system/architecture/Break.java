package org.logbraid.system.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A class that breaks a rule on purpose. Immutable.
 *
 * @param rule name of the rule's constant
 * @param packageName where the class lies, unique among all breaks
 * @param simpleName of the class
 * @param member its only member, which does what the rule forbids
 */
record Break(String rule, String packageName, String simpleName, String member) {
    String className() {
        return packageName + "." + simpleName;
    }

    @Override
    public String toString() {
        return rule + " by " + member;
    }

    /** Compiles all of them into a folder and reads the classes. */
    static JavaClasses compile(List<Break> breaks, Path folder) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var said = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var options = List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", folder.toString());
            var sources = breaks.stream().map(Source::new).toList();
            if (!compiler.getTask(said, files, null, options, null, sources).call()) {
                throw new IllegalStateException("a break cannot be compiled:\n" + said);
            }
        }
        return new ClassFileImporter().importPath(folder);
    }

    /** What the compiler reads. */
    private static final class Source extends SimpleJavaFileObject {
        private final Break one;

        Source(Break one) {
            super(URI.create("break:///" + one.className().replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE);
            this.one = one;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return "package " + one.packageName + "; public class " + one.simpleName + " { " + one.member + " }";
        }
    }
}
