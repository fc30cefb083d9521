import { InputError } from './errors.ts';

/** Which origins may read answers: any port of this machine, every origin, or those that are listed. */
export type CorsOrigins = 'localhost' | '*' | readonly string[];

const LOCALHOST = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/;

/**
 * Reads CORS_ORIGINS: origins separated by commas, or `*`; any port of localhost when it is empty.
 *
 * @throws {InputError} when an entry is no origin.
 */
export function parseCorsOrigins(given: string | undefined): CorsOrigins {
  const entries = (given ?? '').split(',').flatMap((entry) => entry.trim() || []);
  if (entries.length === 0) return 'localhost';
  if (entries.includes('*')) return '*';
  return entries.map((entry) => {
    const url = URL.canParse(entry) ? new URL(entry) : undefined;
    if (url === undefined || !/^https?:$/.test(url.protocol) || `${url.origin}/` !== url.href) {
      throw new InputError(
        `CORS_ORIGINS holds "${entry}", and each entry must be an origin such as https://example.org, with no path; * stands for every origin.`,
      );
    }
    return url.origin;
  });
}

export function isAllowedOrigin(origin: string, origins: CorsOrigins): boolean {
  if (origins === '*') return true;
  if (origins === 'localhost') return LOCALHOST.test(origin);
  return origins.includes(origin);
}
