// Serves the originals and masks of two Labelbox exports of the sample, on loopback only, until Ctrl+C.
//   node scripts/sampleServer.ts [FOLDER]     default: sample
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import { explainErrors } from './commandLine.ts';
import { DEFAULT_ORIGIN, SERVED_EXPORTS, servedContent } from './sample/served.ts';

/** A running server of the sample. */
export interface SampleServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  stop(): Promise<void>;
}

/**
 * Starts the server and writes its address into the sample's exports, where it differs.
 *
 * @param folder of the sample
 * @param port a free one where absent and the usual one is taken
 */
export async function startSampleServer(folder: string, port?: number): Promise<SampleServer> {
  const content = await servedContent();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', DEFAULT_ORIGIN).pathname;
    const found = content.get(path);
    if (found === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) {
      response.writeHead(404, { 'Content-Type': 'application/json' }).end('{"error":{"message":"No such image"}}');
      return;
    }
    response.writeHead(200, { 'Content-Type': found.type, 'Content-Length': found.bytes.length });
    response.end(request.method === 'GET' ? found.bytes : undefined);
  });
  await listen(server, port ?? Number(new URL(DEFAULT_ORIGIN).port), port === undefined);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const path of SERVED_EXPORTS) {
    const file = join(folder, path);
    if (!existsSync(file)) continue;
    const text = await readFile(file, 'utf8');
    const changed = text.replace(/http:\/\/127\.0\.0\.1:\d+(?=\/)/g, origin);
    if (changed !== text) await writeFile(file, changed);
  }
  return {
    origin,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function listen(server: Server, port: number, mayBeAnother: boolean): Promise<void> {
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    if (!mayBeAnother || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    await listen(server, 0, false);
  }
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) {
  await explainErrors('the sample server', async () => {
    const folder = resolve(argv[2] ?? join(dirname(import.meta.dirname), 'sample'));
    const { origin } = await startSampleServer(folder);
    console.log(`Serves ${SERVED_EXPORTS.join(' and ')} of ${folder} at ${origin}; Ctrl+C ends it.`);
    await new Promise(() => undefined);
  });
}
