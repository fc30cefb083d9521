import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type Encoding = 'br' | 'gzip';

const compressBr = promisify(brotliCompress);
const compressGzip = promisify(gzip);

/** Below this many bytes compressing saves no packet. */
const WORTHWHILE_BYTES = 1_024;

/** The better of the encodings that an Accept-Encoding header allows; undefined where it allows neither. */
export function chooseEncoding(accept: string | undefined): Encoding | undefined {
  const allowed = new Map<string, boolean>();
  for (const entry of (accept ?? '').toLowerCase().split(',')) {
    const [name = '', ...parameters] = entry.split(';').map((part) => part.trim());
    allowed.set(name, !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter)));
  }
  const accepts = (name: Encoding) => allowed.get(name) ?? allowed.get('*') ?? false;
  if (accepts('br')) return 'br';
  return accepts('gzip') ? 'gzip' : undefined;
}

/** @param quality of Brotli, 0 to 11: 4 keeps up with answers, 9 is for what is sent many times. */
export function compress(body: Buffer, encoding: Encoding, quality = 4): Promise<Buffer> {
  if (encoding === 'gzip') return compressGzip(body);
  return compressBr(body, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
    },
  });
}

export function isWorthCompressing(body: Buffer): boolean {
  return body.length >= WORTHWHILE_BYTES;
}
