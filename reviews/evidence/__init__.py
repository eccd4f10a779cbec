"""Sources looked at: fetched and read, the quote looked for, and what has changed since.

sniffing  what kind of file bytes are
texts     the words of a copy, read in the parser child
quotes    whether a quote stands in them
looking   one visit to a source
changes   what a later look found
flags     what one source has in common with others of its file
"""
