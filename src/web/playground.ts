import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { chooseEncoding } from './compression.ts';
import { EXAMPLES } from './examples.ts';
import { type Asset, createAsset, type GraphiqlAssets, loadGraphiql } from './playground-assets.ts';
import { sendText } from './send.ts';

/** Where the playground's files are, seen from the root of the service. */
export const PLAYGROUND_FILES = '/playground/';

/**
 * Everything comes from the service itself. GraphiQL's editor writes style elements as it runs, and its fonts and
 * icons are data addresses in its style sheet; scripts and workers are files.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="28" height="28"><path fill="#1f5fa8" d="M4 5h17a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3h-9l-5 4v-4H4a3 3 0 0 1-3-3V8a3 3 0 0 1 3-3z"/><path fill="#c8553d" d="M14 21h9a5 5 0 0 0 5-5v-5a3 3 0 0 1 3 3v7a3 3 0 0 1-3 3h-1v4l-5-4h-5a3 3 0 0 1-3-3z"/></svg>`;

/**
 * GraphiQL can reorder its tabs by dragging, and takes the first click on one of several for the start of a drag:
 * the tab jumps from under the pointer and does not open. Without the jump it opens.
 */
const STYLE = '.graphiql-tabs .graphiql-tab { transform: none !important }\n';

interface Playground {
  readonly page: string;
  readonly etag: string;
  readonly files: ReadonlyMap<string, Asset>;
}

let playground: Promise<Playground> | undefined;

function loadPlayground(): Promise<Playground> {
  playground ??= loadGraphiql().then(assemble);
  return playground;
}

/** Answers with the page of the playground, or with 304 when the browser has it. */
export async function sendPlayground(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { page, etag } = await loadPlayground();
  const headers = {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'Cache-Control': 'no-cache',
    ETag: etag,
  };
  if (req.headers['if-none-match']?.includes(etag)) {
    res.writeHead(304, headers).end();
    return;
  }
  await sendText(req, res, 200, headers, page);
}

/**
 * Answers with one of the playground's files, which a browser keeps for good since its name holds its hash.
 *
 * @returns false when there is no such file.
 */
export async function sendPlaygroundFile(
  req: IncomingMessage,
  res: ServerResponse,
  name: string,
): Promise<boolean> {
  const { files } = await loadPlayground();
  const asset = files.get(name);
  if (asset === undefined) return false;
  const encoding = chooseEncoding(req.headers['accept-encoding']);
  const body = encoding === undefined ? Buffer.from(asset.text) : await asset.encoded[encoding];
  res.writeHead(200, {
    'Content-Type': asset.type,
    'Content-Length': body.length,
    'Cache-Control': 'public, max-age=31536000, immutable',
    ETag: `"${name}"`,
    ...(encoding === undefined ? {} : { 'Content-Encoding': encoding }),
  });
  res.end(req.method === 'HEAD' ? undefined : body);
  return true;
}

function assemble({ script, style, workers }: GraphiqlAssets): Playground {
  const icon = createAsset('icon.svg', ICON);
  const ownStyle = createAsset('demarche.css', STYLE);
  const start = createAsset('start.js', startScript(workers));
  const assets = [script, style, ownStyle, start, icon, ...Object.values(workers)];
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Demarche playground</title>
<link rel="icon" href="${addressOf(icon)}" type="image/svg+xml">
<link rel="stylesheet" href="${addressOf(style)}">
<link rel="stylesheet" href="${addressOf(ownStyle)}">
<script src="${addressOf(start)}" defer></script>
<script src="${addressOf(script)}" defer></script>
</head>
<body class="no-focus-outline">
<noscript>The playground needs JavaScript. Other programs can send queries to this address by POST.</noscript>
<div id="root"><p>The playground is loading.</p></div>
</body>
</html>
`;
  const etag = `"${createHash('sha256').update(page).digest('base64url').slice(0, 16)}"`;
  return { page, etag, files: new Map(assets.map((asset) => [asset.name, asset])) };
}

/** Relative, so that the playground works behind a proxy that serves it under a path. */
function addressOf(asset: Asset): string {
  return `.${PLAYGROUND_FILES}${asset.name}`;
}

/** Runs before GraphiQL's script, which looks for its workers when it is loaded, and starts it afterwards. */
function startScript(workers: GraphiqlAssets['workers']): string {
  const addresses = Object.fromEntries(
    Object.entries(workers).map(([label, asset]) => [label, addressOf(asset)]),
  );
  const options = {
    title: 'Demarche',
    logo: ICON,
    defaultTabs: EXAMPLES.map(({ query }) => ({ query })),
    defaultEditorToolsVisibility: false,
    shouldPersistHeaders: false,
  };
  return `'use strict';
const workers = ${JSON.stringify(addresses)};
self.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_moduleId, label) => new URL(workers[label], document.baseURI).href,
};
// GraphiQL reopens the tab that holds the last edited query, and adds an empty one when there is none: tell it
// which tab was open.
try {
  const { tabs, activeTabIndex } = JSON.parse(localStorage.getItem('graphiql:tabState'));
  for (const part of ['query', 'variables']) {
    localStorage.setItem('graphiql:' + part, tabs[activeTabIndex][part] ?? '');
  }
} catch {
  // Nothing is stored yet, or nothing may be.
}
document.addEventListener('DOMContentLoaded', () => {
  YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), {
    ...${JSON.stringify(options)},
    // Else the address keeps the query of one tab while another is open.
    onEditQuery: () => {},
  });
});
`;
}
