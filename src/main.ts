import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the client that `npm ci` generates is found, as source or compiled. */
const generated = fileURLToPath(import.meta.resolve(`./generated/prisma/client${import.meta.url.slice(-3)}`));

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19))
  refuse(`This is Node.js ${process.versions.node}, and the service needs 20.19 or later. Install a newer one.`);
else if (!existsSync(generated))
  refuse(
    'The generated files are missing, because the install scripts of npm did not run. Run npm ci with install scripts allowed (no --ignore-scripts), or npm run generate.',
  );
else {
  // Not before the checks above: these files import the generated ones.
  const { run } = await import('./run.ts');
  await run();
}

function refuse(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
