import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import pg from 'pg';
import { questions } from '../questions.ts';

/**
 * The limit: a bare server with one statement per question, written by hand, whose answer is sent as it comes from the
 * database. `POST /<question>` takes the values of the statement's parameters as a JSON array.
 */
const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: 10,
  options: '-c timezone=UTC -c datestyle=ISO',
});
const statements = new Map(
  questions.map(({ name, hand }) => [
    `/${name}`,
    { text: hand.text, name: hand.prepared ? name : undefined },
  ]),
);

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const statement = statements.get(req.url ?? '');
  if (!statement) return void res.writeHead(404).end();
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  try {
    const values = JSON.parse(Buffer.concat(chunks).toString()) as unknown[];
    const { rows } = await pool.query<[string]>({ ...statement, values, rowMode: 'array' });
    const body = Buffer.from(`{"data":${rows[0]?.[0] ?? 'null'}}`);
    res.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
  } catch (error) {
    const body = JSON.stringify({ errors: [{ message: String(error) }] });
    res
      .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
      .end(body);
  }
}

const server = createServer((req, res) => void answer(req, res));
server.listen(Number(process.env.PORT), '127.0.0.1');
