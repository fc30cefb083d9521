import { createServer, type RequestListener, type Server } from 'node:http';
import { OperatingError } from '../kernel/operating-error.ts';

export interface Listening {
  /** The address for a browser on this machine, without a slash at its end. */
  readonly address: string;
  /** Takes no more connections, and waits for the requests in flight, or ends them when they take too long. */
  close(graceMs: number): Promise<void>;
}

/**
 * Listens for requests. `localhost` stands for both of its addresses where the machine has both.
 *
 * @param port 0 for any that is free
 * @throws {OperatingError} when the address cannot be had
 */
export async function listen(host: string, port: number, handler: RequestListener): Promise<Listening> {
  const servers: Server[] = [];
  const close = async (graceMs: number) => {
    await Promise.all(servers.map((server) => closeServer(server, graceMs)));
  };
  const hosts = host === 'localhost' ? ['127.0.0.1', '::1'] : [host];
  let taken = port;
  for (const each of hosts) {
    const server = createServer({ keepAliveTimeout: 10_000, requestTimeout: 60_000 }, handler);
    try {
      taken = await bind(server, each, taken);
      servers.push(server);
    } catch (error) {
      // A machine may have but one of the addresses of localhost.
      if (servers.length > 0 && isAbsent(error)) continue;
      await close(0);
      throw new OperatingError(explain(error, host, taken), { cause: error });
    }
  }
  return { address: `http://${shownHost(host)}:${taken}`, close };
}

function bind(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.removeListener('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function shownHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

function isAbsent(error: unknown): boolean {
  return ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function explain(error: unknown, host: string, port: number): string {
  const code = codeOf(error);
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${host} is taken by another program. Stop that one, or choose another port: PORT=${port + 1} npm start.`;
  if (code === 'EACCES')
    return `Port ${port} on ${host} may not be used by this user. Choose one above 1023: PORT=4000 npm start.`;
  if (isAbsent(error) || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `HOST is ${host}, and this machine has no such address. Give localhost, 0.0.0.0 for every address, or one that it has.`;
  return `The service cannot listen on ${host}, port ${port}: ${error instanceof Error ? error.message : String(error)}.`;
}
