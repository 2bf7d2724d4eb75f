"""The judgement itself: bytes in, verdict out. Nothing here opens a file or a socket or reads a clock."""
