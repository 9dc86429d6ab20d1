import { once } from 'node:events';
import { createServer } from 'node:net';
import type { ProgramPlan } from './programs.ts';

/**
 * One line for each port of the plans on which something listens already, naming the setting that moves it.
 * @param command that is typed to start them
 */
export async function occupiedPorts(plans: readonly ProgramPlan[], command: string): Promise<string[]> {
  const faults: string[] = [];
  for (const { title, ports } of plans) {
    for (const { setting, host, port } of ports) {
      const reason = await refusal(host, port);
      if (reason === 'EADDRINUSE') {
        faults.push(
          `port ${port} is in use. Stop what listens there, or choose another: ${setting}=${port + 2000} ${command}`,
        );
      } else if (reason) {
        faults.push(`the ${title.toLowerCase()} cannot listen on ${host}, port ${port} (${reason}); see ${setting}`);
      }
    }
  }
  return faults;
}

async function refusal(host: string, port: number): Promise<string | undefined> {
  const probe = createServer();
  probe.listen({ host, port, exclusive: true });
  try {
    await once(probe, 'listening');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
  probe.close();
  await once(probe, 'close');
  return undefined;
}
