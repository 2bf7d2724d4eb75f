/** Values that came from outside. */

/** A value in the shape that it should have, with nothing else in it; undefined for any other. */
type Read<T> = (value: unknown) => T | undefined;

type AnyMessage = ContentMessage | RenewMessage | FileMessage;
/** For each type of message, how the rest of it is read. */
type MessageReaders = { [T in AnyMessage["type"]]: Read<Omit<Extract<AnyMessage, { type: T }>, "type">> };
