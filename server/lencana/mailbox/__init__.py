"""Forward to check: people forward what they doubt to a mailbox, and get the verdict back as an answer.

In: a message that somebody sent to the mailbox. Out: an answer to him, or silence; then it is deleted or moved.
The verdict is the engine's. Who is answered, what was forwarded and how the answer reads is decided here without input
or output (`asker`, `enclosed`, `inline`, `reply`); `imap`, `lmtp` and `submission` carry it.
"""
