"""Work that may not be trusted with this process: done in a child that can be killed.

A child takes documents one after another over a pipe. It has limits on CPU,
memory, files and time, an environment without secrets and no database; who
breaks a limit is killed, and the next document finds a new child.

    wire      one message on a pipe
    limits    what a child may use, set by itself before it reads a byte
    serving   the child's side
    pool      the parent's side
    shapes    answers turned into values, nothing believed
    breaches  how a document ends that the child did not survive
"""
