import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from '@jest/globals';
import { freePorts } from '../src/ports.ts';

const FIRST_BLOCK = 411;
const program = join(import.meta.dirname, 'ports-program.ts');

describe('free ports', () => {
  it('are given to one process alone, also when several search from one place', async () => {
    const processes = [1, 2, 3].map(() =>
      spawn(process.execPath, [program, String(FIRST_BLOCK), '30'], { stdio: ['pipe', 'pipe', 'inherit'] }),
    );
    try {
      const lines = await Promise.all(
        processes.map(async ({ stdout }) => (await once(createInterface(stdout), 'line')) as [string]),
      );
      const ports = lines.flatMap(([line]) => JSON.parse(line) as number[]);
      expect(ports).toHaveLength(90);
      expect(new Set(ports).size).toBe(90);
    } finally {
      for (const { stdin } of processes) stdin.end();
      await Promise.all(processes.map((one) => once(one, 'exit')));
    }
  });

  it('are each given once, to callers at the same time too, and none on which something listens', async () => {
    const give = freePorts(FIRST_BLOCK + 20);
    const first = await give();
    const server = createServer().listen(first + 1, '127.0.0.1');
    try {
      await once(server, 'listening');
      const ports = [first, ...(await Promise.all(Array.from({ length: 25 }, give)))];
      expect(new Set(ports).size).toBe(26);
      expect(ports).toContain(first + 2);
      expect(ports).not.toContain(first + 1);
    } finally {
      server.close();
    }
  });
});
