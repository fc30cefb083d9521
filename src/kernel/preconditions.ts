import { existsSync } from 'node:fs';
import { DomainError } from './errors.ts';
import { OperatingError } from './operating-error.ts';

/**
 * What keeps the service from running at all, as a sentence; null when nothing does. To be asked before any file
 * is loaded that imports a generated one.
 */
export function findObstacle(): string | null {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    return `This is Node.js ${process.versions.node}, and the service needs 20.19 or later. Install a newer one.`;
  // The source imports a .ts file, the compiled service a .js one.
  const client = new URL(`../generated/prisma/client${import.meta.url.slice(-3)}`, import.meta.url);
  if (!existsSync(client))
    return 'The generated files are missing, because the install scripts of npm did not run. Run npm ci with install scripts allowed (no --ignore-scripts), or npm run generate.';
  return null;
}

/** What people are told of a failure: the sentence alone where it was foreseen, all that is known where not. */
export function describeFailure(error: unknown): string {
  if (error instanceof OperatingError || error instanceof DomainError) return error.message;
  return `Something unforeseen went wrong: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
