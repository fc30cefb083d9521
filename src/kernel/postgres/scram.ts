import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';

const iterations = 4096;

/**
 * What Postgres keeps of a password (RFC 5803). A statement that sets this instead of the password holds nothing that
 * a log or a list of running statements could give away.
 */
export function createVerifier(password: string): string {
  return verifierOf(password, randomBytes(16), iterations);
}

/** Whether what Postgres keeps is of this password. */
export function verifies(verifier: string | null, password: string): boolean {
  const [, rounds, salt] = /^SCRAM-SHA-256\$(\d+):([^$]+)\$/.exec(verifier ?? '') ?? [];
  if (!verifier || rounds === undefined || salt === undefined) return false;
  const own = Buffer.from(verifierOf(password, Buffer.from(salt, 'base64'), Number(rounds)));
  const kept = Buffer.from(verifier);
  return own.length === kept.length && timingSafeEqual(own, kept);
}

function verifierOf(password: string, salt: Buffer, rounds: number): string {
  const salted = pbkdf2Sync(password, salt, rounds, 32, 'sha256');
  const keyOf = (name: string) => createHmac('sha256', salted).update(name).digest();
  const stored = createHash('sha256').update(keyOf('Client Key')).digest('base64');
  const server = keyOf('Server Key').toString('base64');
  return `SCRAM-SHA-256$${rounds}:${salt.toString('base64')}$${stored}:${server}`;
}
