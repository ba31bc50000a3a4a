package org.logbraid.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class AllocationLogTest {
    @Test
    void bothGenerationsOfTheSerialCollectorCount() {
        assertThat(AllocationLog.allocatedBytes(List.of(
                        "[0.3s][debug][gc,heap     ] GC(0) Heap before GC invocations=0 (full 0):",
                        "[0.3s][debug][gc,heap     ] GC(0)  def new generation   total 9792K, used 8704K [0x0, 0x1)",
                        "[0.3s][debug][gc,heap     ] GC(0)   eden space 8704K, 100% used [0x0, 0x1)",
                        "[0.3s][debug][gc,heap     ] GC(0)  tenured generation   total 21888K, used 0K [0x0, 0x1)",
                        "[0.3s][debug][gc,heap     ] GC(0) Heap after GC invocations=1 (full 0):",
                        "[0.3s][debug][gc,heap     ] GC(0)  def new generation   total 9792K, used 448K [0x0, 0x1)",
                        "[0.3s][debug][gc,heap     ] GC(0)  tenured generation   total 21888K, used 100K [0x0, 0x1)",
                        "[0.4s][info ][gc,heap,exit] Heap",
                        "[0.4s][info ][gc,heap,exit]  def new generation   total 9792K, used 5000K [0x0, 0x1)",
                        "[0.4s][info ][gc,heap,exit]  tenured generation   total 21888K, used 100K [0x0, 0x1)")))
                .hasValue((8_704 - 548 + 5_100) * 1_024);
    }

    @Test
    void whatMarkingFreesWasAllocatedToo() {
        assertThat(AllocationLog.allocatedBytes(List.of(
                        "[0.1s][debug][gc,heap     ] GC(0) Heap before GC invocations=0 (full 0):",
                        "[0.1s][debug][gc,heap     ] GC(0)  garbage-first heap   total 67584K, used 7092K [0x0, 0x1)",
                        "[0.1s][debug][gc,heap     ] GC(0) Heap after GC invocations=1 (full 0):",
                        "[0.1s][debug][gc,heap     ] GC(0)  garbage-first heap   total 67584K, used 1068K [0x0, 0x1)",
                        "[0.2s][info ][gc          ] GC(1) Pause Remark 30M->28M(64M) 1.2ms",
                        "[0.3s][info ][gc,heap,exit]  garbage-first heap   total 67584K, used 18957K [0x0, 0x1)")))
                .hasValue((7_092 - 1_068 + 2 * 1_024 + 18_957) * 1_024);
    }

    @Test
    void aLogWithoutAnEndTellsNothing() {
        assertThat(AllocationLog.allocatedBytes(List.of())).isEmpty();
    }
}
