import type { IncomingMessage, ServerResponse } from 'node:http';
import { InputError } from '../kernel/errors.ts';

/** Which origins may read answers: any port of this machine, every origin, or those that are listed. */
export type CorsOrigins = 'localhost' | '*' | readonly string[];

const LOCALHOST = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/;

/** Seconds that a browser may remember a preflight; browsers cap it lower. */
const PREFLIGHT_SECONDS = 86_400;

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

/**
 * Sets the CORS headers of an answer, and answers a preflight whole. An origin that is not allowed gets none,
 * which is how its browser learns it. Credentials are never allowed: an origin cannot use a visitor's cookies.
 *
 * @returns true when the request was a preflight and is answered.
 */
export function applyCors(req: IncomingMessage, res: ServerResponse, origins: CorsOrigins): boolean {
  const { origin } = req.headers;
  const allowed = origin !== undefined && isAllowed(origin, origins);
  if (allowed) {
    res.setHeader('Access-Control-Allow-Origin', origins === '*' ? '*' : origin);
    res.setHeader('Access-Control-Expose-Headers', 'X-Request-Id');
  }
  if (req.method !== 'OPTIONS') return false;
  if (allowed && req.headers['access-control-request-method'] !== undefined) {
    res.setHeader('Access-Control-Allow-Methods', 'GET, POST');
    res.setHeader('Access-Control-Max-Age', PREFLIGHT_SECONDS);
    const headers = req.headers['access-control-request-headers'];
    if (headers !== undefined) res.setHeader('Access-Control-Allow-Headers', headers);
    res.appendHeader('Vary', 'Access-Control-Request-Headers');
  }
  res.setHeader('Allow', 'GET, POST, OPTIONS');
  res.writeHead(204).end();
  return true;
}

function isAllowed(origin: string, origins: CorsOrigins): boolean {
  if (origins === '*') return true;
  if (origins === 'localhost') return LOCALHOST.test(origin);
  return origins.includes(origin);
}
