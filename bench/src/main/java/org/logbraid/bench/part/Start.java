package org.logbraid.bench.part;

import static org.logbraid.bench.report.Numbers.median;
import static org.logbraid.bench.report.Numbers.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.logbraid.bench.logs.AccessLogs;
import org.logbraid.bench.machine.MeasuredProcess;
import org.logbraid.bench.machine.Preparation;
import org.logbraid.bench.report.Table;
import org.logbraid.bench.system.Logbraid;

/** How long a process takes from its start to its ready line. Stateless. */
public final class Start {
    private static final int TIMES = 10;
    private static final int LINES = 4_000;

    private Start() {}

    /** Starts both so many times, each with an empty folder. */
    public static Table measure(Logbraid logbraid, Path folder) throws IOException, InterruptedException {
        List<Double> collectors = new ArrayList<>();
        List<Double> agents = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            Path work = Preparation.emptied(folder.resolve("work"));
            List<String> paths = new ArrayList<>();
            AccessLogs.write(work.resolve("logs"), Input.FILES, LINES).forEach(path -> paths.add(path.toString()));
            Logbraid.Ready collector = logbraid.startCollector(work);
            try (MeasuredProcess receiver = collector.process()) {
                collectors.add(collector.secondsFromStart());
                Logbraid.Ready agent = logbraid.startReadyAgent(work, collector.agentsAddress(), paths);
                try (MeasuredProcess sender = agent.process()) {
                    agents.add(agent.secondsFromStart());
                    sender.stop();
                }
                receiver.stop();
            }
            Preparation.delete(work);
        }
        return new Table("start to `ready`, " + TIMES + " times", "median in s", "least", "most")
                .row("collector", text(median(collectors), 2), least(collectors), most(collectors))
                .row("agent, " + Input.FILES + " files", text(median(agents), 2), least(agents), most(agents));
    }

    private static String least(List<Double> values) {
        return text(values.stream().mapToDouble(Double::doubleValue).min().orElseThrow(), 2);
    }

    private static String most(List<Double> values) {
        return text(values.stream().mapToDouble(Double::doubleValue).max().orElseThrow(), 2);
    }
}
