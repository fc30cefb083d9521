import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { z } from 'zod';
import { codeOf, OperatingError } from '../operating-error.ts';
import {
  checksumLine,
  countLines,
  type DumpFooter,
  type DumpHeader,
  endOfRows,
  footer,
  formatVersion,
  header,
  opening,
  rowsLine,
  tableLine,
} from './dump-format.ts';
import { LineReader } from './line-reader.ts';

/** What is done with the rows of a table; all of them have to be read. */
export type TakeRows = (table: DumpHeader['tables'][number], rows: AsyncIterable<Buffer>) => Promise<void>;

export interface Dump {
  readonly header: DumpHeader;
  readonly footer: DumpFooter;
}

/**
 * Reads a dump from its first line to its last, and checks it: its checksum, and the number of rows of each table.
 *
 * @param take without it, the rows are only checked
 * @param progress told how much of the file has been read, from 0 to 1
 * @throws {OperatingError} when the file is no dump, or is damaged or cut off, which may show at its end alone
 */
export async function readDump(
  file: string,
  progress: (share: number) => void,
  take: TakeRows = drain,
): Promise<Dump> {
  const hash = createHash('sha256');
  let sum: string | undefined;
  const lines = new LineReader(openText(file, progress), (text) => {
    if (sum === undefined) hash.update(text);
  });
  try {
    const head = parseHeader(file, await lines.line());
    let all = 0;
    for (const table of head.tables) {
      if (parse(await lines.line(), tableLine).table !== table.name)
        throw new Damage('its tables are out of order');
      let rows = 0;
      await take(
        table,
        counted(lines.until(endOfRows), (count) => (rows += count)),
      );
      if (parse(await lines.line(), rowsLine).rows !== rows)
        throw new Damage(`the table ${table.name} lacks rows or has too many`);
      all += rows;
    }
    const foot = parse(await lines.line(), footer);
    if (foot.rows !== all) throw new Damage('rows are missing');
    sum = hash.digest('hex');
    if (parse(await lines.line(), checksumLine).sha256 !== sum) throw new Damage('its checksum is another');
    if (!(await lines.ended())) throw new Damage('something follows its end');
    return { header: head, footer: foot };
  } catch (cause) {
    const reason = reasonOf(cause);
    if (reason === null) throw cause;
    throw new OperatingError(
      `${file} ${reason}, so nothing was restored. Name a whole dump of this service.`,
      {
        cause,
      },
    );
  } finally {
    await lines.close();
  }
}

class Damage extends Error {}

async function drain(_: unknown, rows: AsyncIterable<Buffer>): Promise<void> {
  for await (const _chunk of rows);
}

async function* counted(rows: AsyncIterable<Buffer>, count: (lines: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of rows) {
    count(countLines(chunk));
    yield chunk;
  }
}

async function* openText(file: string, progress: (share: number) => void): AsyncGenerator<Buffer> {
  const handle = await open(file);
  const { size } = await handle.stat();
  const source = handle.createReadStream();
  const text = createGunzip({ chunkSize: 256 * 1024 });
  // What breaks the one breaks the other, and is thrown to whoever reads.
  pipeline(source, text, () => undefined);
  for await (const chunk of text) {
    progress(source.bytesRead / size);
    yield chunk;
  }
}

/** The format is looked at first: that of a later version may have another first line in all else. */
function parseHeader(file: string, text: string | null): DumpHeader {
  const { version } = parse(text, opening);
  if (version > formatVersion)
    throw new OperatingError(
      `${file} was written by a later version of the service (its format is ${version}, and this version reads ${formatVersion}). Restore it with that version or a later one.`,
    );
  return parse(text, header);
}

function parse<T>(text: string | null, shape: z.ZodType<T>): T {
  if (text === null) throw new Damage('it ends too early');
  try {
    return shape.parse(JSON.parse(text));
  } catch (cause) {
    throw new Damage('a line is none of a dump', { cause });
  }
}

/** Null for what is no fault of the file's. */
function reasonOf(error: unknown): string | null {
  if (error instanceof Damage) return `is no dump, or is damaged (${error.message})`;
  const code = codeOf(error);
  if (code === 'ENOENT') return 'does not exist';
  if (code === 'EISDIR') return 'is a folder';
  if (code === 'EACCES') return 'may not be read';
  if (code === 'Z_BUF_ERROR') return 'is cut off';
  if (code.startsWith('Z_')) return 'is no dump, or is damaged (it cannot be decompressed)';
  return null;
}
