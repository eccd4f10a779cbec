"""How articles come in: bytes are read into titles, moments and paragraphs."""
