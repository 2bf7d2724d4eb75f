/** What the desk calls, for the type checker, which would read scrypt.js itself otherwise. The only file here that is ours. */

export function scryptAsync(
  password: Uint8Array,
  salt: Uint8Array,
  options: { N: number; r: number; p: number; dkLen: number; asyncTick: number; onProgress: (progress: number) => void },
): Promise<Uint8Array<ArrayBuffer>>;
