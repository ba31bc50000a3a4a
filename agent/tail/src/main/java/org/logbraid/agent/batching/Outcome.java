package org.logbraid.agent.batching;

/** What a part of a frame means to whoever put it there, once it is known what became of the frame. */
public interface Outcome {
    /** The frame is applied and accepted. */
    void accepted();

    /** The frame is void, or was never handed over: it is as if this part had not been made. */
    void voided();
}
