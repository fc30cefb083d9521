/**
 * Something around the service that whoever runs it has to mend: a taken port, a damaged folder, a database that
 * does not answer. The message is one sentence or two that say what is wrong and what to do, and hold no secret;
 * the command line prints it alone and exits with 1.
 */
export class OperatingError extends Error {
  override readonly name = 'OperatingError';
}

/** The code of a failed system call or of a refusal by Postgres; an empty string where there is none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
