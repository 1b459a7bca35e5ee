/** A program of the machine, run once as a child that ends by itself: with little time, processor, memory and output. */
import { spawn } from 'node:child_process';

export type ProgramLimits = {
  /** of machine time, in milliseconds */
  ms: number;
  /** of output, in bytes */
  bytes: number;
  /** of processor time, in seconds */
  cpuSeconds: number;
  /** of address space, in kB */
  memoryKb: number;
};

export type Ran = { exit: number | null; output: Buffer; /** the first of what it complained of */ said: string; stopped: 'time' | 'output' | null };

/**
 * Runs a program on bytes. Never throws: one that cannot be started exits with null.
 * The shell sets the limits and is then replaced, so that the program keeps them even when we are gone; it stays in our process group.
 */
export function runProgram(command: string[], input: Buffer, limits: ProgramLimits): Promise<Ran> {
  const bounded = `ulimit -t ${limits.cpuSeconds}; ulimit -v ${limits.memoryKb}; ulimit -c 0; exec "$0" "$@"`;
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', bounded, ...command], { stdio: ['pipe', 'pipe', 'pipe'] });
    const pieces: Buffer[] = [];
    let [size, said, stopped] = [0, '', null as Ran['stopped']];
    const stop = (why: Ran['stopped']): void => {
      stopped ??= why;
      child.kill('SIGKILL');
    };
    const deadline = setTimeout(() => stop('time'), limits.ms);
    child.stdout.on('data', (piece: Buffer) => {
      size += piece.length;
      if (size > limits.bytes) stop('output');
      else pieces.push(piece);
    });
    child.stderr.on('data', (piece: Buffer) => { if (said.length < 2_000) said += piece.toString('latin1').slice(0, 2_000); });
    // The program may end before it has read all: what it says of that is in its exit.
    child.stdin.on('error', (error) => { said += error.message; });
    const settle = (exit: number | null): void => {
      clearTimeout(deadline);
      resolve({ exit, output: Buffer.concat(pieces), said, stopped });
    };
    child.on('error', (error) => {
      said += error.message;
      settle(null);
    });
    child.on('close', settle);
    child.stdin.end(input);
  });
}
