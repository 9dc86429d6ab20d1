/** Prints so many free ports, searched for from one block, and keeps them until its input ends. */
import { freePorts } from '../src/ports.ts';

const [firstBlock, count] = process.argv.slice(2).map(Number) as [number, number];
const give = freePorts(firstBlock);
const ports: number[] = [];
for (let given = 0; given < count; given += 1) ports.push(await give());
console.log(JSON.stringify(ports));
process.stdin.resume();
