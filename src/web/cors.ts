import type { IncomingMessage, ServerResponse } from 'node:http';
import { type CorsOrigins, isAllowedOrigin } from '../kernel/limits-origins.ts';

/** Seconds that a browser may remember a preflight; browsers cap it lower. */
const PREFLIGHT_SECONDS = 86_400;

/**
 * Sets the CORS headers of an answer, and answers a preflight whole. An origin that is not allowed gets none,
 * which is how its browser learns it. Credentials are never allowed: an origin cannot use a visitor's cookies.
 *
 * @returns true when the request was a preflight and is answered.
 */
export function applyCors(req: IncomingMessage, res: ServerResponse, origins: CorsOrigins): boolean {
  const { origin } = req.headers;
  const allowed = origin !== undefined && isAllowedOrigin(origin, origins);
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
