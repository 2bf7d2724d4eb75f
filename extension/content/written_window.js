/**
 * A window that a webmail opens without an address, to write a message into it: the scripts for webmails start there only when the
 * background runs them. It gives such windows names of its own; no message can name the window that it is read in.
 */

if (Lencana.drawn === undefined && window.name.startsWith("sm-msg-")) void Lencana.channel.send({ type: "window" }); // SnappyMail's
