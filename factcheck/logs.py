"""What no line of a log may hold."""

import logging
import re

# The path of a page that is opened by its address alone: whoever reads it could use it.
_SECRET = re.compile(r"(/outside/)[^/\s\"'?#]+")


class HideSecrets(logging.Filter):
    """Cut the token out of addresses that are keys. Stands on handlers, so that it sees every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if "/outside/" in message:
            record.msg, record.args = _SECRET.sub(r"\1(hidden)", message), ()
        return True
