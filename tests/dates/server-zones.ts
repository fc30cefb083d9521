import { afterAll, beforeAll, describe, expect } from 'vitest';

/** Zones of a server, with the minutes by which UTC is ahead of them on 11 May 2025. */
export const SERVER_ZONES = { UTC: 0, 'America/New_York': 240, 'Pacific/Kiritimati': -840 } as const;

/** Runs the same tests as if the server stood in each zone, after making sure that it seems to stand there. */
export function onEveryServer(tests: () => void): void {
  for (const [zone, behind] of Object.entries(SERVER_ZONES))
    describe(`on a server in ${zone}`, () => {
      const before = process.env.TZ;
      beforeAll(() => {
        process.env.TZ = zone;
        expect(new Date(2025, 4, 11).getTimezoneOffset()).toBe(behind);
      });
      afterAll(() => {
        if (before === undefined) delete process.env.TZ;
        else process.env.TZ = before;
      });
      tests();
    });
}
