/** The user that owns the cluster inside Postgres. */
export const superuser = 'postgres';

/** The role that the service serves as there: it logs in, owns nothing, and may do what it is granted. */
export const serviceRole = 'demarche_service';

/** The settings of the user's own Postgres are none of this one's; its messages are read here, in English. */
export function environment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name));
  return { ...Object.fromEntries(inherited), LC_ALL: 'C', TZ: 'UTC' };
}

/** The reason in a program's output: its last complaint, or its last line. */
export function lastReason(output: string): string {
  const lines = output.split('\n').flatMap((line) => line.trim() || []);
  const complaint = lines.findLast((line) => /(?:FATAL|PANIC|error|ERROR):/.test(line)) ?? lines.at(-1);
  return (
    complaint?.replace(/^.*?(?:FATAL|PANIC|error|ERROR):\s*/, '').replace(/\.$/, '') ?? 'it gave no reason'
  );
}
