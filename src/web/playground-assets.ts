import { createHash } from 'node:crypto';
import { compress, type Encoding } from './compression.ts';

/** A file of the playground, under a name that changes with its content. */
export interface Asset {
  /** As in the address: `graphiql.Xy12….js`. */
  readonly name: string;
  readonly type: string;
  readonly text: string;
  /** The content compressed; begun when the asset is made, and done once. */
  readonly encoded: Readonly<Record<Encoding, Promise<Buffer>>>;
}

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Brotli at 5 takes a quarter of a second for the largest file, and 9 saves a twentieth for thrice the time. */
const BROTLI_QUALITY = 5;

export function createAsset(file: string, text: string): Asset {
  const [stem = '', extension = ''] = file.split('.');
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 12);
  const body = Buffer.from(text);
  const encoded = {
    br: compress(body, 'br', BROTLI_QUALITY),
    gzip: compress(body, 'gzip'),
  };
  return { name: `${stem}.${hash}.${extension}`, type: TYPES[extension] ?? 'text/plain', text, encoded };
}

/** GraphiQL as its package carries it, cut into the files that a browser can load and keep one by one. */
export interface GraphiqlAssets {
  readonly script: Asset;
  readonly style: Asset;
  /** By the label that the editor asks for a worker with. */
  readonly workers: Readonly<Record<'editorWorkerService' | 'json' | 'graphql', Asset>>;
}

let graphiql: Promise<GraphiqlAssets> | undefined;

/** Loaded when it is first asked for, since it is 9 MB and a service may never show its playground. */
export function loadGraphiql(): Promise<GraphiqlAssets> {
  graphiql ??= import('@graphql-yoga/render-graphiql/graphiql').then((files) => ({
    script: createAsset('graphiql.js', files.js),
    style: createAsset('graphiql.css', files.css),
    workers: {
      editorWorkerService: createAsset('editor-worker.js', files.editorWorkerService),
      json: createAsset('json-worker.js', files.jsonWorker),
      graphql: createAsset('graphql-worker.js', files.graphqlWorker),
    },
  }));
  return graphiql;
}
