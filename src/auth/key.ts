import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** An API key as its holder sends it: the id by which it is found, and the secret that proves it. */
export interface KeyText {
  readonly id: string;
  readonly secret: string;
}

const prefix = 'demarche_';

const pattern = /^demarche_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/;

/** Whether a text means to be a key. One that leaked is found by how it begins. */
export function isKey(text: string): boolean {
  return text.startsWith(prefix);
}

/** A secret of 256 random bits. */
export function makeSecret(): string {
  return randomBytes(32).toString('base64url');
}

export function writeKey({ id, secret }: KeyText): string {
  return `${prefix}${id.replaceAll('-', '')}_${secret}`;
}

/** Null where the text is no key. */
export function readKey(text: string): KeyText | null {
  const [, hex, secret] = pattern.exec(text) ?? [];
  if (hex === undefined || secret === undefined) return null;
  return { id: withHyphens(hex), secret };
}

/** The id of a key from the id itself, with its hyphens or without, or from the whole key; null where it is none. */
export function readKeyId(text: string): string | null {
  const hex = text.trim().toLowerCase().replaceAll('-', '');
  return /^[0-9a-f]{32}$/.test(hex) ? withHyphens(hex) : (readKey(text.trim())?.id ?? null);
}

function withHyphens(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** A secret has as many random bits as the hash: nothing slower makes it harder to guess. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

const noHash = Buffer.alloc(32);

/** Takes as long wherever the two differ, and where there is no hash to compare with. */
export function isSecret(secret: string, hash: Uint8Array | undefined): boolean {
  const same = timingSafeEqual(hashSecret(secret), hash ?? noHash);
  return same && hash !== undefined;
}
