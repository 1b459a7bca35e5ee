import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import hoodiecrow from 'hoodiecrow-imap';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMailServer } from '../../src/edges/imap.ts';

const USER = 'office@example.org';
let imap: ReturnType<typeof hoodiecrow>;
let tokens: Server;
let asked: string[];
let answer: { status: number; body: object };

const port = (server: { address: () => unknown }): number => (server.address() as AddressInfo).port;
const url = (): string => `imap://${encodeURIComponent(USER)}:refresh-me@127.0.0.1:${port(imap.server)}/INBOX?auth=xoauth2&client_id=the-client&token_url=${encodeURIComponent(`http://127.0.0.1:${port(tokens)}/token`)}`;

beforeEach(async () => {
  asked = [];
  answer = { status: 200, body: { access_token: 'fresh-token', expires_in: 3600 } };
  imap = hoodiecrow({ plugins: ['SASL-IR', 'XOAUTH2', 'IDLE'], users: { [USER]: { password: 'unused', xoauth2: { accessToken: 'fresh-token', sessionTimeout: 3_600_000 } } } });
  imap.server.on('connection', (socket) => socket.on('error', () => undefined));
  await new Promise<void>((resolve) => imap.listen(0, '127.0.0.1', resolve));
  tokens = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => { body += chunk.toString(); });
    request.on('end', () => {
      asked.push(body);
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => { tokens.listen(0, '127.0.0.1', resolve); });
});
afterEach(() => {
  imap.close();
  tokens.close();
  tokens.closeAllConnections();
});

describe('a mailbox with XOAUTH2', () => {
  it('is opened with an access token got for the refresh token', async () => {
    const server = await openMailServer({ url: url(), caFile: null, writable: false, largest: 1 << 20 });
    expect(server.box().exists).toBe(0);
    server.close();
    expect(new URLSearchParams(asked[0])).toEqual(new URLSearchParams({ grant_type: 'refresh_token', client_id: 'the-client', refresh_token: 'refresh-me' }));
  });

  it('says what the token service said where it gives none, without the token', async () => {
    answer = { status: 400, body: { error: 'invalid_grant' } };
    const refused = openMailServer({ url: url(), caFile: null, writable: false, largest: 1 << 20 });
    await expect(refused).rejects.toMatchObject({ code: 'login-token', retry: 'later', forStaff: 'token service: 400 invalid_grant' });
  });

  it('is told apart from a mailbox that is away where the token is refused', async () => {
    answer = { status: 200, body: { access_token: 'stale-token' } };
    await expect(openMailServer({ url: url(), caFile: null, writable: false, largest: 1 << 20 })).rejects.toMatchObject({ code: 'mailbox-login' });
  });
});
