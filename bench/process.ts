import { readdir, readFile } from 'node:fs/promises';

const ticksPerSecond = 100;

async function read(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null);
}

/** The fields of /proc/PID/stat after the command's name, from its third field on; null where there is none such. */
async function stat(pid: number | string): Promise<string[] | null> {
  const text = await read(`/proc/${pid}/stat`);
  return text ? text.slice(text.lastIndexOf(')') + 2).split(' ') : null;
}

/** Seconds of processor that a process has used, all its threads together; null where the system does not tell. */
export async function cpuSeconds(pid: number): Promise<number | null> {
  const fields = await stat(pid);
  return fields && (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** The same for Postgres: its postmaster, all children, and those that have ended. */
export async function postgresCpuSeconds(postmaster: number): Promise<number | null> {
  for (;;) {
    const before = await stat(postmaster);
    if (!before) return null;
    const children = await childrenTicks(postmaster);
    const after = await stat(postmaster);
    // A child that ended meanwhile is counted on both sides or on neither.
    if (!after) return null;
    if (before[13] !== after[13] || before[14] !== after[14]) continue;
    return (
      (children + [11, 12, 13, 14].reduce((sum, field) => sum + Number(after[field]), 0)) / ticksPerSecond
    );
  }
}

async function childrenTicks(parent: number): Promise<number> {
  const fields = await Promise.all((await readdir('/proc')).filter((entry) => /^\d+$/.test(entry)).map(stat));
  return fields
    .filter((of) => of !== null && Number(of[1]) === parent)
    .reduce((sum, of) => sum + Number(of?.[11]) + Number(of?.[12]), 0);
}

/** Megabytes that a process has held in memory at most; null where the system does not tell. */
export async function peakMemory(pid: number): Promise<number | null> {
  const peak = /VmHWM:\s+(\d+) kB/.exec((await read(`/proc/${pid}/status`)) ?? '')?.[1];
  return peak === undefined ? null : Number(peak) / 1024;
}

/** The process that started another; 0 where the system does not tell. */
export async function parentOf(pid: number): Promise<number> {
  return Number((await stat(pid))?.[1] ?? 0);
}
