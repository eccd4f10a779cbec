"""How a document ends that its child did not survive, as refusals with codes that never change."""

from factcheck.errors import Refusal


class Breach(Refusal):
    """The document broke a limit of the process that read it."""

    code = "parser_breach"


class TooMuchComputing(Breach):
    """More CPU time than one document gets. The same document would do it again."""

    code = "parser_cpu"


class TooMuchMemory(Breach):
    """More memory than one document gets. The same document would do it again."""

    code = "parser_memory"


class TooSlow(Breach):
    """No answer in time, without much computing: mostly a machine that stands still."""

    code = "parser_time"


class Died(Breach):
    """The process ended and no limit explains it: killed from outside, or brought down."""

    code = "parser_died"


class Failed(Breach):
    """Our own mistake: the document met a case that the code does not know. The log has the place."""

    code = "parser_failed"


# What another try may heal, for it need not have been the document.
PASSING = frozenset({TooSlow.code, Died.code})
