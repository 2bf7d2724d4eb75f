/** Values that came from outside. */

/** The value with the fields that it should have and nothing else in it; undefined for any other value. */
type Decoder<T> = (value: unknown) => T | undefined;

type AnyMessage = ContentMessage | PageMessage;
/** For each type of message, how the rest of it is decoded. */
type MessageDecoders = { [T in AnyMessage["type"]]: Decoder<Omit<Extract<AnyMessage, { type: T }>, "type">> };
